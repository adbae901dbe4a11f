#pragma once

#include <cstddef>

namespace cornu {

/// Whether that many bytes could be mapped now: for libraries that do not survive a refusal. Where
/// the process has no limit (`ulimit -v`), always.
bool has_address_space(size_t bytes);

}  // namespace cornu
