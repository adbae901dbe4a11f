#include <gtest/gtest.h>

#include "framework/ops/conv_shapes.h"
#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

bool is_small(DType dtype) { return size_of(dtype) < 4; }
const char* kernel_of(DType dtype) { return is_small(dtype) ? "converted" : "simd"; }

Tensor operand(const Shape& shape, DType dtype, int seed) {
  return is_floating(dtype) ? arbitrary(shape, dtype, seed) : small_numbers(shape, dtype, seed);
}

TEST(SimdMatmul, RandomShapesMatchTheReference) {
  Dice dice(1);
  for (int i = 0; i < 250; ++i) {
    const bool large = dice(0, 9) == 0;
    const auto size = [&] { return large ? dice(60, 300) : dice(0, 6) ? dice(1, 40) : dice(0, 1); };
    const int64_t rows = size(), columns = size(), inner = size();
    Shape a, b;
    if (!large)
      for (int64_t axes = dice(0, 3); axes > 0; --axes) {
        const int64_t n = dice(1, 3);
        if (dice(0, 3)) a.push_back(dice.coin() ? n : 1);
        b.push_back(a.ndim() > 0 && a[-1] != 1 && dice.coin() ? a[-1] : 1);
      }
    const MatmulAttrs attrs{.transpose_a = dice.coin(), .transpose_b = dice.coin()};
    a = a + (attrs.transpose_a ? Shape{inner, rows} : Shape{rows, inner});
    b = b + (attrs.transpose_b ? Shape{columns, inner} : Shape{inner, columns});
    Shape broadcasted;
    if (!broadcast(a.sub(0, a.ndim() - 2), b.sub(0, b.ndim() - 2), broadcasted)) continue;
    const auto dtype = static_cast<DType>(i % kDTypeCount);
    const Tensors in = {operand(a, dtype, i), operand(b, dtype, i + 1)};
    ASSERT_EQ(why_declined(kernel_of(dtype), matmul_def, in, attrs), "") << in[0].spec().text();
    const double error =
        kernel_error(kernel_of(dtype), matmul_def, in, attrs, static_cast<double>(inner + 1));
    EXPECT_LE(error, is_floating(dtype) ? 4 : 0)
        << in[0].spec().text() << " " << in[1].spec().text() << " " << Attrs(attrs).text();
  }
}

TEST(SimdMatmul, AddsABiasAndRaisesNegativeOnes) {
  for (const DType dtype : {DType::f16, DType::f32, DType::f64, DType::i32, DType::i64, DType::u64})
    for (const int64_t columns : {1, 7, 33, 130}) {
      MatmulAttrs attrs;
      attrs.activation = "relu";
      const Tensors in = {operand({5, 9}, dtype, 1), operand({9, columns}, dtype, 2),
                          operand({columns}, dtype, 3)};
      EXPECT_LT(kernel_error(kernel_of(dtype), matmul_def, in, attrs, 9), 4) << concat(dtype);
    }
}

struct Sample {
  Shape x, kernel, y;
  ConvAttrs attrs;
};

/// As the fuzz of oneDNN's, but for what that leaves: dilation, groups, one channel, three axes.
Sample random_sample(Dice& dice) {
  const int64_t axes = dice(1, 3), groups = dice(0, 2) == 0 ? dice(2, 4) : 1;
  const int64_t in = groups * dice(1, 9), out = groups * (dice(0, 9) ? dice(1, 20) : 140);
  Sample s{{dice(0, 9) ? dice(1, 3) : 0}, {}, {}, {.groups = groups}};
  for (int64_t i = 0; i < axes; ++i) {
    const Window window{dice(1, axes == 3 ? 2 : 4), dice(1, 3), dice(1, 3)};
    s.x.push_back(window.extent() + dice(0, axes == 1 ? 120 : 5));
    s.kernel.push_back(window.size);
    s.attrs.strides.push_back(window.stride);
    s.attrs.dilations.push_back(window.dilation);
    s.attrs.padding.insert(s.attrs.padding.end(), {dice(0, 2), dice(0, 2)});
  }
  s.x.push_back(in);
  s.kernel.push_back(in / groups);
  s.kernel.push_back(out);
  const Spec specs[] = {{DType::f32, s.x}, {DType::f32, s.kernel}};
  s.y = conv_def.infer({conv_def, specs, s.attrs, {}})[0].shape;
  return s;
}

TEST(SimdConv, RandomShapesMatchTheReference) {
  Dice dice(2);
  constexpr DType dtypes[] = {DType::f32, DType::f64, DType::f16};
  for (int i = 0; i < 60; ++i) {
    const Sample s = random_sample(dice);
    const DType dtype = dtypes[i % 3];
    const Tensor x = arbitrary(s.x, dtype), kernel = arbitrary(s.kernel, dtype, 1),
                 dy = arbitrary(s.y, dtype, 2), bias = arbitrary({s.y[-1]}, dtype, 3);
    const auto check = [&](const OpDef& def, const Tensors& in, const ConvAttrs& attrs,
                           double terms) {
      ASSERT_EQ(why_declined(kernel_of(dtype), def, in, attrs), "");
      EXPECT_LT(kernel_error(kernel_of(dtype), def, in, attrs, terms + 1), 4)
          << def.name << ": x " << s.x.text() << ", kernel " << s.kernel.text() << ", "
          << Attrs(attrs).text();
    };
    const auto terms = [](const Shape& shape, int64_t divisor) {
      return static_cast<double>(shape.elements()) / static_cast<double>(divisor);
    };
    ConvAttrs attrs = s.attrs;
    check(conv_def, {x, kernel}, attrs, terms(s.kernel, s.y[-1]));
    attrs.activation = "relu";
    check(conv_def, {x, kernel, bias}, attrs, terms(s.kernel, s.y[-1]));
    attrs = s.attrs;
    attrs.sizes = spatial_sizes(s.x);
    check(conv_backward_data_def, {dy, kernel}, attrs, terms(s.kernel, s.kernel[-2]));
    attrs.sizes = kernel_sizes(s.kernel);
    check(conv_backward_weights_def, {x, dy}, attrs, terms(s.y, s.y[-1]));
  }
}

TEST(Converted, DeclinesInWords) {
  EXPECT_EQ(why_declined("converted", matmul_def, {ones({2, 2}), ones({2, 2})}, MatmulAttrs{}),
            "it converts smaller types, not f32");
}

}  // namespace
}  // namespace cornu
