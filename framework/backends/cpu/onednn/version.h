#pragma once

#include <string>

namespace cornu::cpu::onednn {

/// Of the library that is loaded: "2.6.3".
std::string version();

}  // namespace cornu::cpu::onednn
