#pragma once

#include <string>
#include <string_view>

#include "framework/compiler/pass.h"

namespace cornu {

/// What a pass makes of a graph in text form, as text; the verifier runs behind it. "unchanged"
/// where the pass says that it changed nothing.
std::string after_pass(bool (*pass)(Graph&), std::string_view text);

}  // namespace cornu
