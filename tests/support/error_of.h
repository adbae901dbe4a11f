#pragma once

#include <string>

#include "framework/base/error.h"

namespace cornu {

/// The whole text of the Error that `f` throws, or "no error".
template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace cornu
