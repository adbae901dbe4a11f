#pragma once

#include <string>
#include <string_view>

namespace cornu {

/// The path of a committed fixture: `golden_path("files/types.h5")`.
inline std::string golden_path(std::string_view name) {
  return std::string(CORNU_SOURCE_DIR "/tests/golden/") + std::string(name);
}

}  // namespace cornu
