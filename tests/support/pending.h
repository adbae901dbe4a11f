#pragma once

#include <string>
#include <string_view>

#include "framework/base/error.h"

namespace cornu {

/// The class that `error` says is unknown, where it is one that fixtures need and that does not
/// exist yet; empty otherwise. Any other error is the test's to fail by.
std::string pending_class(const Error& error);

/// Whether the class, op or activation of that name is one of them.
bool is_pending(std::string_view name);

}  // namespace cornu

/// Skips the rest of a test where `error` names a pending class, and throws it again otherwise.
#define CORNU_SKIP_IF_PENDING(error)                           \
  do {                                                         \
    const std::string pending = ::cornu::pending_class(error); \
    if (pending.empty()) throw;                                \
    GTEST_SKIP() << "waits for the class " << pending;         \
  } while (false)
