#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "framework/tensor/half.h"

namespace cornu::cpu::simd {

/// Elements as unsigned integers in the same order, NaN behind all numbers, and back. With `tie`
/// -0 is the same key as 0, for those who ask which came first.
template <class T>
struct SortKey {
  static constexpr bool kFloating =
      std::is_floating_point_v<T> || std::is_same_v<T, f16> || std::is_same_v<T, bf16>;
  // clang-format off
  using Bits = std::conditional_t<sizeof(T) == 1, uint8_t,
               std::conditional_t<sizeof(T) == 2, uint16_t,
               std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>>>;
  // clang-format on
  static constexpr Bits kSign = static_cast<Bits>(Bits{1} << (8 * sizeof(T) - 1));
  static constexpr Bits kNaN = static_cast<Bits>(~Bits{0});

  template <bool tie>
  static Bits encode(T x) {
    if constexpr (kFloating) {
      Bits bits = std::bit_cast<Bits>(x);
      const Bits magnitude = static_cast<Bits>(bits & ~kSign);
      if (tie && magnitude == 0) bits = 0;
      const Bits key = static_cast<Bits>(bits & kSign ? ~bits : bits | kSign);
      return magnitude > infinity() ? kNaN : key;
    } else if constexpr (std::is_signed_v<T>) {
      return static_cast<Bits>(static_cast<Bits>(x) ^ kSign);
    } else {
      return x;  // bool too
    }
  }
  static T decode(Bits key) {
    if constexpr (std::is_same_v<T, bool>)
      return key != 0;
    else if constexpr (kFloating)
      return std::bit_cast<T>(static_cast<Bits>(key & kSign ? key & ~kSign : ~key));
    else if constexpr (std::is_signed_v<T>)
      return static_cast<T>(key ^ kSign);
    else
      return key;
  }

 private:
  static constexpr Bits infinity() {
    if constexpr (std::is_same_v<T, f16>)
      return 0x7C00;
    else if constexpr (std::is_same_v<T, bf16>)
      return 0x7F80;
    else
      return std::bit_cast<Bits>(std::numeric_limits<T>::infinity());
  }
};

/// A key and where it stood: ordered by both, which keeps equal keys in their order.
struct PlacedKey32 {
  using Key = uint32_t;
  uint64_t both;

  PlacedKey32() = default;
  PlacedKey32(Key key, uint32_t place) : both(uint64_t{key} << 32 | place) {}
  Key key() const { return static_cast<Key>(both >> 32); }
  uint32_t place() const { return static_cast<uint32_t>(both); }
  friend bool operator<(const PlacedKey32& a, const PlacedKey32& b) { return a.both < b.both; }
};
struct PlacedKey64 {
  using Key = uint64_t;
  Key key_;
  uint64_t place_;

  PlacedKey64() = default;
  PlacedKey64(Key key, uint32_t place) : key_(key), place_(place) {}
  Key key() const { return key_; }
  uint32_t place() const { return static_cast<uint32_t>(place_); }
  friend bool operator<(const PlacedKey64& a, const PlacedKey64& b) {
    return a.key_ < b.key_ || (a.key_ == b.key_ && a.place_ < b.place_);
  }
};
template <class T>
using PlacedKey = std::conditional_t<sizeof(T) == 8, PlacedKey64, PlacedKey32>;

}  // namespace cornu::cpu::simd
