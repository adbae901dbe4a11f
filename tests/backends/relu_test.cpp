// A relu keeps NaN, wherever it runs: what went wrong must stay visible.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "framework/trace/function.h"

namespace cornu {
namespace {

constexpr float kInf = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// Enough rows for vectors and a rest.
std::vector<float> inputs() {
  std::vector<float> x = {kNan, -kNan, kInf, -kInf, 2, -3, 0, -0.f};
  for (int i = 0; i < 29; ++i) x.push_back(static_cast<float>(i - 14));
  return x;
}

/// `all`: of infinities too.
void expect_relu_of_inputs(const Tensor& y, const std::string& what, bool all = true) {
  const std::vector<float> x = inputs(), values = y.to_vector<float>();
  ASSERT_EQ(values.size(), x.size()) << what;
  for (size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i])) {
      EXPECT_TRUE(std::isnan(values[i])) << what << " made " << values[i] << " of NaN";
    } else if (all || std::isfinite(x[i])) {
      EXPECT_EQ(values[i], std::max(x[i], 0.f)) << what << " of " << x[i];
    }
  }
}

TEST(Relu, EveryKernelKeepsNan) {
  const std::vector<float> x = inputs();
  const Shape shape{static_cast<int64_t>(x.size())};
  for (const DType dtype : {DType::f32, DType::f64, DType::bf16, DType::f16}) {
    const Tensor in = ops::cast(from_buffer(x.data(), shape, DType::f32), dtype);
    for (const char* kernel : {"simd", "reference"}) {
      const ForceKernel force(kernel);
      expect_relu_of_inputs(ops::relu(in), concat(kernel, " ", dtype));
    }
  }
}

/// A product with one, of each kernel that takes it, fused with a relu.
TEST(Relu, BehindAProductKeepsNan) {
  const std::vector<float> x = inputs();
  const auto rows = static_cast<int64_t>(x.size());
  for (const DType dtype : {DType::f32, DType::bf16}) {
    const Tensor all = ops::cast(from_buffer(x.data(), Shape{rows}, DType::f32), dtype);
    MatmulAttrs matmul;
    matmul.activation = "relu";
    ConvAttrs conv;
    conv.strides = conv.dilations = {1, 1};
    conv.activation = "relu";
    const Tensor one = ops::cast(ones({1, 1}), dtype);
    const Tensor column = ops::reshape(all, {.newshape = {rows, 1}}),
                 image = ops::reshape(all, {.newshape = {1, rows, 1, 1}}),
                 pixel = ops::reshape(one, {.newshape = {1, 1, 1, 1}});
    for (const char* kernel : {"onednn", "reference"}) {
      const auto forced = [&](const OpDef& def, const Tensors& in, const Attrs& attrs) {
        const ForceKernel force(kernel);
        return apply_one(def, in, attrs);
      };
      expect_relu_of_inputs(forced(matmul_def, {column, one}, matmul),
                            concat(kernel, " matmul ", dtype));
      // oneDNN's convolutions of bf16 make NaN of infinity before there is a relu.
      expect_relu_of_inputs(forced(conv_def, {image, pixel}, conv), concat(kernel, " conv ", dtype),
                            dtype == DType::f32);
    }
  }
}

TEST(Relu, CompiledKeepsNan) {
  const std::vector<float> x = inputs();
  const auto rows = static_cast<int64_t>(x.size());
  const Tensor all = from_buffer(x.data(), Shape{rows, 1}, DType::f32);
  const Function dense([](const Tensor& a, const Tensor& b, const Tensor& bias) {
    return ops::relu(ops::matmul(a, b) + bias);
  });
  expect_relu_of_inputs(dense(all, ones({1, 1}), zeros({1})), "dense");
  const Function fused([](const Tensor& a) { return ops::relu(a * 1.0) + 0.0; });
  expect_relu_of_inputs(fused(all), "fused");
}

}  // namespace
}  // namespace cornu
