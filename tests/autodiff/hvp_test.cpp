// Order two through the kernels that f32 runs on, against differences of gradients that the
// reference computes in f64.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "framework/autodiff/transforms.h"
#include "framework/compiler/executable.h"
#include "framework/ops/layer_norm.h"
#include "framework/ops/ops.h"
#include "framework/ops/scan.h"
#include "framework/ops/softmax_cross_entropy.h"
#include "framework/runtime/backend.h"
#include "framework/trace/function.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

struct Net {
  const char* name;
  TensorsMap loss;
  std::vector<Shape> parameters;
  std::set<std::string_view> ops;  ///< What is to be differentiated, as kernels know it.
};

const Tensor kLabels = constant({1, 0, 3, 2});

Tensor flat(const Tensor& x, int64_t rows) { return ops::reshape(x, {.newshape = {rows, -1}}); }

/// conv → batch norm → relu-free activation → matrix product → softmax cross entropy.
Tensor convolutional(const Tensors& p) {
  const Tensor h = ops::conv(p[0], p[1], {.padding = "same"});
  const Tensor n = ops::tanh(ops::batch_norm(h, p[2] + 1.5, p[3])[0]);
  return ops::mean(ops::softmax_cross_entropy(ops::matmul(flat(n, 4), p[4] * 0.1), kLabels));
}

/// Strides, dilation, groups and a transposed convolution.
Tensor grouped(const Tensors& p) {
  const Tensor a = ops::conv(p[0], p[1], {.strides = 2, .padding = "same"}),
               b = ops::conv(p[0], p[2], {.dilation_rate = 2});
  return ops::sum(ops::tanh(a)) +
         ops::sum(ops::tanh(ops::conv_transpose(ops::tanh(b), p[3], {.strides = 2})));
}

Tensor pooled(const Tensors& p) {
  const Tensor x = ops::tanh(p[0] * p[1]);
  const Tensor most = ops::max_pool(x, {.pool_size = 3, .strides = 2, .padding = "same"}),
               mean = ops::average_pool(x, {.pool_size = 3, .strides = 2, .padding = "same"});
  return ops::sum(ops::square(most) * ops::sigmoid(mean));
}

/// Heads that share keys, a bias (whose gradient would take another way), a causal mask.
Tensor attentive(const Tensors& p) {
  const Operand bias = arbitrary({4, 5, 6}, p[0].dtype(), 9);
  const Tensor y =
      ops::dot_product_attention(p[0] * 2, p[1] * 2, p[2], bias, {}, {}, {.is_causal = true});
  return ops::sum(ops::tanh(y * 2));
}

/// The steps of an LSTM.
Tensor recurrent(const Tensors& p) {
  const Tensor &x = p[0], &kernel = p[1], &recurrent_kernel = p[2], &bias = p[3];
  const Tensor zero = zeros({3, 5}, x.dtype());
  const auto step = [&](const Tensors& state, const Tensors& in) -> ops::ScanStep {
    const Tensor z = ops::matmul(in[0], kernel) + ops::matmul(state[0], recurrent_kernel) + bias;
    const Tensors gates = ops::split(z, {.indices_or_sections = 4, .axis = 1});
    const Tensor c =
        ops::sigmoid(gates[1]) * state[1] + ops::sigmoid(gates[0]) * ops::tanh(gates[2]);
    const Tensor h = ops::sigmoid(gates[3]) * ops::tanh(c);
    return {{h, c}, {h}};
  };
  return ops::sum(ops::square(ops::scan(step, {zero, zero}, {x}).results[0]));
}

Tensor normalised(const Tensors& p) {
  const Tensor y = ops::layer_norm(p[0], p[1] + 1.5, p[2], {});
  return ops::sum(ops::square(ops::softmax(y * 2)) + ops::tanh(ops::log_softmax(y, {.axis = 0})));
}

const Net kNets[] = {
    {"Convolutional",
     convolutional,
     {{4, 6, 6, 3}, {3, 3, 3, 8}, {8}, {8}, {6 * 6 * 8, 4}},
     {"conv", "conv_backward_data", "conv_backward_weights", "batch_norm", "batch_norm_grad",
      "softmax_cross_entropy", "softmax_cross_entropy_grad", "matmul"}},
    {"Grouped",
     grouped,
     {{2, 7, 7, 4}, {3, 3, 2, 6}, {2, 2, 4, 3}, {3, 3, 2, 3}},
     {"conv", "conv_backward_data", "conv_backward_weights"}},
    {"Pooled",
     pooled,
     {{2, 7, 8, 5}, {5}},
     {"max_pool", "max_pool_grad", "max_pool_gather", "average_pool", "average_pool_grad"}},
    {"Attentive",
     attentive,
     {{2, 5, 4, 3}, {2, 6, 2, 3}, {2, 6, 2, 3}},
     {"dot_product_attention", "dot_product_attention_grad"}},
    {"Recurrent", recurrent, {{6, 3, 4}, {4, 20}, {5, 20}, {20}}, {"scan", "matmul"}},
    {"Normalised",
     normalised,
     {{5, 7}, {7}, {7}},
     {"layer_norm", "layer_norm_grad", "softmax", "log_softmax"}}};

Tensors some(const Net& net, DType dtype, int seed) {
  Tensors made;
  for (const Shape& shape : net.parameters) made.push_back(arbitrary(shape, dtype, ++seed));
  return made;
}
Tensors parameters(const Net& net, DType dtype) { return some(net, dtype, 0); }
Tensors directions(const Net& net, DType dtype) { return some(net, dtype, 20); }

/// Differences of the gradient that the reference kernels compute in f64.
Tensors differences(const Net& net) {
  const ForceKernel reference("reference");
  const Tensors x = parameters(net, DType::f64), v = directions(net, DType::f64);
  const double step = 1e-5;
  const auto gradient_at = [&](double far) {
    Tensors moved;
    for (size_t i = 0; i < x.size(); ++i) moved.push_back(x[i] + v[i] * far);
    return value_and_grad(net.loss, moved).second;
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

/// Ops of a program and of what it runs; `slow`: those that the reference alone takes.
void list_ops(const Graph& graph, std::set<std::string_view>& ops,
              std::set<std::string_view>& slow) {
  for (const auto& node : graph.nodes()) {
    ops.insert(node->def->name);
    for (const Ref<Graph>& inner : node->subgraphs) list_ops(*inner, ops, slow);
    std::vector<Spec> in;
    for (const Value& value : node->inputs) in.push_back(value.spec());
    const KernelArgs args{.def = *node->def,
                          .attrs = node->attrs,
                          .in = in,
                          .out = node->outputs,
                          .subgraphs = node->subgraphs};
    for (const Kernel* kernel : candidates(*node->def, DeviceKind::cpu)) {
      if (!kernel->declines(args).empty()) continue;
      if (std::string_view(kernel->name) == "reference") slow.insert(node->def->name);
      break;
    }
  }
}

class Hvp : public testing::TestWithParam<Net> {};

TEST_P(Hvp, OfFastKernelsEqualsTheDifferences) {
  const Net& net = GetParam();
  expect_close(hvp(net.loss, parameters(net, DType::f32), directions(net, DType::f32)),
               differences(net));
}

TEST_P(Hvp, CompiledIsTheSameAndRunsOnFastKernels) {
  const Net& net = GetParam();
  const auto count = static_cast<std::ptrdiff_t>(net.parameters.size());
  const TracedFunction compiled([&](const Tensors& in) {
    const Tensors at(in.begin(), in.begin() + count);
    Tensors out = hvp(net.loss, at, {in.begin() + count, in.end()});
    const auto [value, slopes] = value_and_grad(net.loss, at);
    out.push_back(value);
    out.insert(out.end(), slopes.begin(), slopes.end());
    return out;
  });
  Tensors in = parameters(net, DType::f32);
  for (const Tensor& v : directions(net, DType::f32)) in.push_back(v);
  expect_close(compiled(in), differences(net));

  std::set<std::string_view> ops, slow;
  list_ops(compiled.executables()[0]->graph(), ops, slow);
  EXPECT_EQ(slow, std::set<std::string_view>());
  for (const std::string_view op : net.ops) EXPECT_TRUE(ops.contains(op)) << op;
}

INSTANTIATE_TEST_SUITE_P(Nets, Hvp, testing::ValuesIn(kNets),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(HvpKernels, OfConvolutionsAreTheLibrarys) {
  const Tensor x = arbitrary({4, 6, 6, 3}, DType::f32),
               kernel = arbitrary({3, 3, 3, 8}, DType::f32),
               dy = arbitrary({4, 6, 6, 8}, DType::f32);
  const ForceKernel library("onednn");
  EXPECT_NO_THROW(ops::conv(x, kernel, {.padding = "same"}));
  const ConvAttrs attrs{.strides = {1, 1}, .padding = {1, 1, 1, 1}, .dilations = {1, 1}};
  ConvAttrs of_kernel = attrs, of_x = attrs;
  of_kernel.sizes = {3, 3};
  of_x.sizes = {6, 6};
  EXPECT_NO_THROW(ops::conv_backward_data(dy, kernel, of_x));
  EXPECT_NO_THROW(ops::conv_backward_weights(x, dy, of_kernel));
}

}  // namespace
}  // namespace cornu
