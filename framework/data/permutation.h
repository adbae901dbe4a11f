#pragma once

#include <cstdint>
#include <vector>

namespace cornu {

/// The numbers below `count` in an order that depends on seed and epoch alone.
std::vector<int64_t> permutation(int64_t count, uint64_t seed, uint64_t epoch);

}  // namespace cornu
