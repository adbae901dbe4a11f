// Probe (b) of the foundation: order two through the library kernels.
#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/transforms.h"
#include "framework/ops/ops.h"
#include "framework/ops/softmax_cross_entropy.h"
#include "framework/runtime/backend.h"
#include "framework/trace/function.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

const Tensor kLabels = constant({1, 0, 3, 2});

/// conv → batch norm → relu-free activation → matrix product → softmax cross entropy.
Tensor loss(const Tensors& p) {
  const Tensor &x = p[0], &kernel = p[1], &gamma = p[2], &beta = p[3], &w = p[4];
  const Tensor h = ops::conv(x, kernel, {.padding = "same"});
  const Tensor n = ops::tanh(ops::batch_norm(h, gamma, beta)[0]);
  const Tensor logits = ops::matmul(ops::reshape(n, {.newshape = {4, 6 * 6 * 8}}), w);
  return ops::mean(ops::softmax_cross_entropy(logits, kLabels));
}

Tensors parameters(DType dtype) {
  return {arbitrary({4, 6, 6, 3}, dtype, 1), arbitrary({3, 3, 3, 8}, dtype, 2),
          arbitrary({8}, dtype, 3) + 1.5, arbitrary({8}, dtype, 4),
          arbitrary({6 * 6 * 8, 4}, dtype, 5) * 0.1};
}

Tensors directions(DType dtype) {
  Tensors v = parameters(dtype);
  for (size_t i = 0; i < v.size(); ++i)
    v[i] = arbitrary(v[i].shape(), dtype, 20 + static_cast<int>(i));
  return v;
}

/// Differences of the gradient that the reference kernels compute in f64.
Tensors differences() {
  const ForceKernel reference("reference");
  const Tensors x = parameters(DType::f64), v = directions(DType::f64);
  const double step = 1e-5;
  const auto gradient_at = [&](double far) {
    Tensors moved;
    for (size_t i = 0; i < x.size(); ++i) moved.push_back(x[i] + v[i] * far);
    return value_and_grad(loss, moved).second;
  };
  const Tensors up = gradient_at(step), down = gradient_at(-step);
  Tensors out;
  for (size_t i = 0; i < x.size(); ++i) out.push_back((up[i] - down[i]) / (2 * step));
  return out;
}

void expect_close(const Tensors& got, const Tensors& expected) {
  for (size_t i = 0; i < expected.size(); ++i) {
    double largest = 0;
    for (const double value : expected[i].to_vector<double>())
      largest = std::max(largest, std::abs(value));
    ASSERT_GT(largest, 0);
    EXPECT_LT(largest_difference(got[i], expected[i]), 1e-3 * largest) << "parameter " << i;
  }
}

TEST(Hvp, ThroughConvBatchNormAndCrossEntropyEqualsTheDifferences) {
  expect_close(hvp(loss, parameters(DType::f32), directions(DType::f32)), differences());
}

TEST(Hvp, CompiledIsTheSame) {
  const TracedFunction compiled([](const Tensors& in) {
    return hvp(loss, {in.begin(), in.begin() + 5}, {in.begin() + 5, in.end()});
  });
  Tensors in = parameters(DType::f32);
  for (const Tensor& v : directions(DType::f32)) in.push_back(v);
  expect_close(compiled(in), differences());
}

TEST(Hvp, RunsThroughLibraryKernels) {
  // What takes f32 convolutions is the library's, so the tests above ran through it.
  const Tensors p = parameters(DType::f32);
  const Tensor dy = arbitrary({4, 6, 6, 8}, DType::f32);
  const ForceKernel library("onednn");
  EXPECT_NO_THROW(ops::conv(p[0], p[1], {.padding = "same"}));
  const ConvAttrs attrs{.strides = {1, 1}, .padding = {1, 1, 1, 1}, .dilations = {1, 1}};
  ConvAttrs of_kernel = attrs, of_x = attrs;
  of_kernel.sizes = {3, 3};
  of_x.sizes = {6, 6};
  EXPECT_NO_THROW(ops::conv_backward_data(dy, p[1], of_x));
  EXPECT_NO_THROW(ops::conv_backward_weights(p[0], dy, of_kernel));
}

}  // namespace
}  // namespace cornu
