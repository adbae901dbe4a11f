// For every op: ⟨u, J v⟩ = ⟨Jᵀ u, v⟩, forward mode against reverse mode.
#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/transforms.h"
#include "framework/ops/elementwise.h"
#include "framework/ops/ops.h"
#include "framework/ops/softmax_cross_entropy.h"
#include "framework/runtime/apply.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

void expect_transposes(const std::string& name, const TensorMap& f, const Tensor& x) {
  SCOPED_TRACE(name);
  const auto [y, pullback] = vjp(f, x);
  const Tensor u = arbitrary(y.shape(), y.dtype(), 8), v = arbitrary(x.shape(), x.dtype(), 9);
  const Tensor tangent = jvp(f, x, v).second;
  ASSERT_EQ(tangent.spec(), y.spec());
  const double forward = ops::sum(u * tangent).item<double>(),
               reverse = ops::sum(pullback(u) * v).item<double>();
  EXPECT_NEAR(forward, reverse, 1e-11 * std::max(1.0, std::abs(reverse)));
}

TEST(ForwardMode, IsTheTransposeOfReverseModeForEveryElementwiseRow) {
  for (int row = 0; row < kElementwiseRows; ++row) {
    const OpDef& def = elementwise_def(row);
    const ElementwiseRow& info = *def.elementwise;
    if (row == row_where || refuses_floating(info.kind) ||
        !is_floating(elementwise_result_dtype(info.kind, DType::f64)))
      continue;
    const double middle = (info.lowest + info.highest) / 2, width = info.highest - middle;
    const Tensor x = arbitrary({6}) * width + middle;
    const Tensor other = arbitrary({6}, DType::f64, 3) * width + middle;
    for (size_t place = 0; place < static_cast<size_t>(info.arity); ++place)
      expect_transposes(
          concat(def.name, " ", place),
          [&](const Tensor& t) {
            Tensors in(static_cast<size_t>(info.arity), other);
            in[place] = t;
            return apply_one(def, in);
          },
          x);
  }
}

TEST(ForwardMode, IsTheTransposeOfReverseModeForLibraryOps) {
  const Tensor image = arbitrary({2, 5, 5, 3}), kernel = arbitrary({3, 3, 3, 4}, DType::f64, 1),
               matrix = arbitrary({3, 4}), labels = constant({1, 3, 0}),
               channel = ones({3}, DType::f64);
  const std::pair<const char*, TensorMap> of_image[] = {
      {"conv", [&](const Tensor& x) { return ops::conv(x, kernel, {.padding = "same"}); }},
      {"batch_norm", [&](const Tensor& x) { return ops::batch_norm(x, channel, channel)[0]; }},
      {"variance", [&](const Tensor& x) { return ops::batch_norm(x, channel, channel)[2]; }},
      {"max_pool", [](const Tensor& x) { return ops::max_pool(x, {.pool_size = 2}); }},
      {"average_pool", [](const Tensor& x) { return ops::average_pool(x, {.pool_size = 2}); }},
      {"dropout", [](const Tensor& x) { return random::dropout(x, 0.5, {.seed = 1}); }},
      {"pad",
       [](const Tensor& x) {
         return ops::pad(x, {.pad_width = {{1, 2}}});
       }},
      {"flip", [](const Tensor& x) { return ops::flip(x, {.axis = 1}); }},
      {"split",
       [](const Tensor& x) { return ops::split(x, {.indices_or_sections = 3, .axis = -1})[1]; }},
  };
  for (const auto& [name, f] : of_image) expect_transposes(name, f, image);
  expect_transposes(
      "conv's kernel", [&](const Tensor& k) { return ops::conv(image, k); }, kernel);
  const std::pair<const char*, TensorMap> of_matrix[] = {
      {"matmul", [](const Tensor& x) { return ops::matmul(x, ops::transpose(x)); }},
      {"softmax", [](const Tensor& x) { return ops::softmax(x); }},
      {"log_softmax", [](const Tensor& x) { return ops::log_softmax(x, {.axis = 0}); }},
      {"cross entropy", [&](const Tensor& x) { return ops::softmax_cross_entropy(x, labels); }},
      {"mean", [](const Tensor& x) { return ops::mean(x, {.axis = 0}); }},
      {"prod", [](const Tensor& x) { return ops::prod(x, {.axis = 1}); }},
      {"max", [](const Tensor& x) { return ops::max(x, {.axis = 1}); }},
      {"take",
       [](const Tensor& x) {
         return ops::take(x, constant({2, 0, 2}), {.axis = 1});
       }},
      {"slice",
       [](const Tensor& x) {
         return x.slice({all, {3, 0, -2}});
       }},
      {"concatenate",
       [](const Tensor& x) {
         return ops::concatenate({x, x * x}, {.axis = 1});
       }},
      {"squeeze", [](const Tensor& x) { return ops::squeeze(ops::expand_dims(x, {.axis = 1})); }},
      {"scan",
       [](const Tensor& x) {
         return ops::scan(
                    [](const Tensors& c, const Tensors& in) {
                      const Tensor h = ops::tanh(c[0] * in[0]);
                      return ops::ScanStep{{h}, {h * h}};
                    },
                    {ones({4}, DType::f64)}, {x})
             .results[0];
       }},
  };
  for (const auto& [name, f] : of_matrix) expect_transposes(name, f, matrix);
}

}  // namespace
}  // namespace cornu
