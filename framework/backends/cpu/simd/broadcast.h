#pragma once

#include <cstddef>

#include "framework/tensor/shape.h"

namespace cornu::cpu::simd {

/// How the elements of a dense operand repeat over the elements of the result it broadcasts to.
class Broadcast {
 public:
  enum class Kind : uint8_t {
    flat,     ///< Element for element.
    scalar,   ///< One element for all.
    rows,     ///< The whole operand again and again: a bias on rows of `period` elements.
    general,  ///< Any other.
  };

  Broadcast() = default;  ///< flat
  Broadcast(const Shape& operand, const Shape& result);
  static Broadcast scalar();

  Kind kind() const { return kind_; }
  int64_t period() const { return period_; }
  /// Whether each row of `period` elements is one element again and again.
  bool constant_rows() const { return kind_ == Kind::general && strides_.back() == 0; }

  /// Writes what the operand is at the result's elements [begin, begin + count).
  void fill(const void* in, void* out, int64_t begin, int64_t count, size_t element_size) const;

 private:
  template <class T>
  void fill_as(const T* in, T* out, int64_t begin, int64_t count) const;

  Kind kind_ = Kind::flat;
  int64_t period_ = 0;
  SmallVector<int64_t, 6> sizes_,
      strides_;  // axes merged where they lie in one run; outermost first
};

}  // namespace cornu::cpu::simd
