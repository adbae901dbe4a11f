#pragma once

#include <vector>

#include "framework/ir/op_def.h"
#include "framework/runtime/kernel.h"
#include "tests/support/compare_kernels.h"

/// Random calls of every op that has a kernel beside the reference's, family by family.
namespace cornu::fuzz {

/// A call of an op whose shapes, attributes and elements are random.
struct Sample {
  Tensors in = {};
  Attrs attrs = {};
  /// Of kernel_error: what sums are made of, and the error that is allowed.
  double terms = 1;
  double most = 4;
  /// The error is a part of each element, not of the largest.
  bool each = false;
  /// What of the results is unique, where they themselves are not; null: they are.
  Tensors (*unique)(const Tensors& in, const Tensors& out) = nullptr;
  /// Layouts to run in beside those that the kernels offer.
  std::vector<Layouts> layouts = {};
};

/// Makes calls of an op. `dtype` is the first operand's, or the result's where there is no other.
struct Generator {
  std::string_view op;
  Sample (*sample)(Dice& dice, DType dtype);
  int samples = 60;    ///< of a full run
  DTypeSet types = 0;  ///< Where they are not the first operand's.
};

// One list for each file fuzz_<family>.cpp.
std::vector<Generator> image_calls();
std::vector<Generator> matrix_calls();
std::vector<Generator> movement_calls();
std::vector<Generator> normalisation_calls();
std::vector<Generator> pool_calls();
std::vector<Generator> product_calls();
std::vector<Generator> program_calls();
std::vector<Generator> random_calls();
std::vector<Generator> reduction_calls();
std::vector<Generator> sequence_calls();
std::vector<Generator> sorting_calls();
/// All of them but elementwise rows.
const std::vector<Generator>& generators();

/// In [-1, 1) where floating, else small integers.
Tensor numbers(Dice& dice, const Shape& shape, DType dtype);
/// Any bits: infinities, NaN, zeros of both signs, denormal numbers, integers of all sizes.
Tensor anything(Dice& dice, const Shape& shape, DType dtype);
/// The same numbers; now and then a few are infinite or NaN.
Tensor spoiled(Dice& dice, const Tensor& x);
/// Integers of [lowest, highest], or [0, highest] where the dtype has no sign.
Tensor integers(Dice& dice, const Shape& shape, DType dtype, int64_t lowest, int64_t highest);
/// The same of any integer type.
Tensor indices(Dice& dice, const Shape& shape, int64_t lowest, int64_t highest);

/// Of up to five axes, some empty or of size 1; now and then long enough for tiles and threads.
Shape any_shape(Dice& dice, int64_t fewest_axes = 0);
/// In [-ndim, ndim).
int64_t any_axis(Dice& dice, int64_t ndim);
/// Some axes, each named once, in any order, from either end.
std::vector<int64_t> any_axes(Dice& dice, int64_t ndim);
/// A shape that broadcasts to this one: axes of size 1, leading axes left out.
Shape broadcastable(Dice& dice, const Shape& shape);

/// Sample::unique: all results as one, of which some may be nothing but rounding; results that may
/// be close to 0, where the error is not, beside 1.
Tensors as_one(const Tensors& in, const Tensors& out);
Tensors beside_one(const Tensors& in, const Tensors& out);

inline double count(int64_t elements) { return static_cast<double>(elements); }

}  // namespace cornu::fuzz
