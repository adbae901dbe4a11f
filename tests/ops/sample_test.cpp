#include "framework/ops/sample.h"

#include <gtest/gtest.h>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

SampleAttrs random_attrs(Dice& dice) {
  return {.axis = dice(0, 2),
          .batched = dice.coin(),
          .linear = dice.coin(),
          .fill = static_cast<CoordinatesFill>(dice(0, 4)),
          .fill_value = 0.5};
}

/// A call of x with `axes` sampled axes: x and its coordinates, many of them outside.
Tensors operands(Dice& dice, const SampleAttrs& attrs, int64_t axes, int seed) {
  Shape x, coordinates{axes};
  for (int64_t i = 0; i < attrs.axis; ++i) {
    x.push_back(dice(1, 4));
    if (attrs.batched) coordinates.push_back(x[i]);
  }
  for (int64_t i = 0; i < axes; ++i) x.push_back(dice(1, 6));
  if (dice.coin()) x.push_back(dice(1, 40));
  for (int64_t i = dice(0, 2); i > 0; --i) coordinates.push_back(dice(1, 9));
  return {arbitrary(x, DType::f64, seed), arbitrary(coordinates, DType::f64, seed + 1) * 9.0 + 2.0};
}

TEST(Sample, ItsCompositionIsTheSame) {
  Dice dice(3);
  for (int i = 0; i < 300; ++i) {
    const SampleAttrs attrs = random_attrs(dice);
    const Tensors in = operands(dice, attrs, dice(1, 4), i);
    const Tensor whole = sample_def.decompose(in, attrs)[0], once = sample(in[0], in[1], attrs);
    EXPECT_EQ(whole.shape(), once.shape());
    EXPECT_LT(largest_difference(whole, once), 1e-12)
        << in[0].spec().text() << in[1].spec().text() << Attrs(attrs).text();
  }
}

TEST(Sample, ManyAxesAreTheReferences) {
  const Tensor x = arbitrary({2, 3, 2, 2, 3}), at = arbitrary({5, 7}, DType::f64, 1) + 0.7;
  EXPECT_EQ(why_declined("simd", sample_def, {x, at}, SampleAttrs{}), "coordinates of 5 axes");
  EXPECT_LT(largest_difference(sample_def.decompose({x, at}, SampleAttrs{})[0], sample(x, at, {})),
            1e-13);
}

TEST(Sample, Gradients) {
  const Tensor x = arbitrary({2, 4, 5, 3}), at = arbitrary({2, 2, 6}, DType::f64, 1) * 4.0 + 1.3;
  for (const bool batched : {false, true})
    for (const CoordinatesFill fill :
         {CoordinatesFill::constant, CoordinatesFill::nearest, CoordinatesFill::wrap,
          CoordinatesFill::mirror, CoordinatesFill::reflect}) {
      const SampleAttrs attrs{.axis = 1, .batched = batched, .fill = fill};
      const auto f = [&](const Tensors& in) { return sample(ops::tanh(in[0]), in[1], attrs); };
      EXPECT_LT(gradient_error(f, {x, at}, 1e-6), 1e-6) << enum_name(fill);
      EXPECT_LT(hessian_error(f, {x, at}, 1e-6), 1e-4) << enum_name(fill);
    }
}

}  // namespace
}  // namespace cornu
