#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace cornu {

/// Mixes `value` into `seed`; the order of calls matters.
constexpr size_t hash_combine(size_t seed, size_t value) {
  uint64_t mixed = (seed ^ value) + 0x9e3779b97f4a7c15u;  // splitmix64
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return mixed ^ (mixed >> 31);
}

inline size_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }
/// By bits, as equality of configurations is: -0.0 and 0.0 are two values, NaN is one.
inline size_t hash_of(double value) { return hash_combine(1, std::bit_cast<uint64_t>(value)); }

}  // namespace cornu
