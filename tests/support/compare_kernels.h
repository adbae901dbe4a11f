#pragma once

#include <functional>
#include <string>

#include "framework/runtime/kernel.h"

namespace cornu {

/// A seeded source of small numbers, the same everywhere.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
  /// In [lowest, highest].
  int64_t operator()(int64_t lowest, int64_t highest);
  bool coin() { return (*this)(0, 1) == 1; }

 private:
  uint64_t state_;
};

/// Small numbers without structure in any dtype: integers and halves too hold them exactly.
Tensor small_numbers(const Shape& shape, DType dtype, int seed = 0);

/// A shape of `lowest` to `highest` axes of at most `largest` elements each.
Shape random_shape(Dice& dice, int64_t lowest, int64_t highest, int64_t largest);

/// Every dtype.
std::vector<DType> all_dtypes();

/// Why the named kernel declines the op on these inputs; empty: it takes it.
std::string why_declined(const std::string& kernel, const OpDef& def, const Tensors& in,
                         const Attrs& attrs);

/// What the named kernel makes of operands in these layouts (which it need not offer), dense; the
/// auxiliary outputs too. Memory that it has not written, or that ends, holds NaN.
Tensors run_in_layouts(const std::string& kernel, const Layouts& layouts, const OpDef& def,
                       const Tensors& in, const Attrs& attrs);

/// The largest difference between what the named kernel and the reference make, every output but
/// undefined ones, as a multiple of eps(dtype) · √terms · the largest value.
double kernel_error(const std::string& kernel, const OpDef& def, const Tensors& in,
                    const Attrs& attrs, double terms);

/// The same between two results. Infinities and NaN must be the same; of integers, every bit: else
/// it is infinite.
double result_error(const Tensors& ours, const Tensors& reference, double terms);

/// The largest difference of any element as a multiple of eps(dtype) · its size (at least 1e-6).
double each_error(const Tensor& ours, const Tensor& reference);

}  // namespace cornu
