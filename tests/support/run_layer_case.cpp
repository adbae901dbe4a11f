#include "tests/support/run_layer_case.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/nn/input.h"
#include "framework/nn/serialization.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"

namespace cornu {

namespace {

/// Symbolic tensors for data of these specs, any batch.
TensorStruct symbolic_of(const TensorStruct& input) {
  Tensors symbolic;
  for (const Tensor& tensor : input.flat())
    symbolic.push_back(Input(tensor.shape().sub(1), {.dtype = tensor.dtype()}));
  return input.with(std::move(symbolic));
}

/// A loss that no single constant output minimises.
Tensor loss_of(const Tensors& outputs) {
  Tensor loss;
  for (const Tensor& output : outputs) {
    const Tensor part = ops::mean(ops::square(output - 0.3));
    loss = loss.defined() ? loss + part : part;
  }
  return loss;
}

void expect_specs(const LayerCase& c, const Tensors& made) {
  const Tensors inferred = c.layer->invoke(symbolic_of(c.input), CallOptions()).flat();
  ASSERT_EQ(inferred.size(), made.size());
  for (size_t i = 0; i < made.size(); ++i) {
    Shape expected = made[i].shape();
    expected[0] = unknown;
    EXPECT_EQ(inferred[i].spec().text(), (Spec{made[i].dtype(), expected}).text());
  }
}

void expect_near(const Tensors& a, const Tensors& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    const auto x = a[i].to_vector<double>(), y = b[i].to_vector<double>();
    ASSERT_EQ(x.size(), y.size());
    for (size_t j = 0; j < x.size(); ++j) EXPECT_NEAR(x[j], y[j], 1e-5 * (1 + std::abs(y[j])));
  }
}

void expect_same_when_compiled(const LayerCase& c) {
  const CallOptions options{.training = c.training};
  const Tensors before = c.layer->get_weights();
  const Tensors eager = c.layer->invoke(c.input, options).flat();
  const Tensors after = c.layer->get_weights();
  c.layer->set_weights(before);
  const TracedFunction traced(
      [&](const Tensors& in) { return c.layer->invoke(c.input.with(in), options).flat(); });
  expect_near(traced(c.input.flat()), eager);
  expect_near(c.layer->get_weights(), after);
  c.layer->set_weights(before);
}

void expect_configuration_round_trip(const LayerCase& c) {
  const Json json = serialize(c.layer.get());
  const LayerRef again = FieldTraits<LayerRef>::from_json(json, {});
  Json without = json;
  without.erase("build_config");
  EXPECT_EQ(serialize(again.get()).dump(), without.dump());
  again->invoke(c.input, CallOptions());
  again->set_weights(c.layer->get_weights());
  expect_near(again->invoke(c.input, CallOptions()).flat(),
              c.layer->invoke(c.input, CallOptions()).flat());
}

void expect_learning(const LayerCase& c) {
  const Variables weights = c.layer->trainable_weights();
  if (weights.empty()) return;
  const CallOptions options{.training = c.training};
  GradientTape tape;
  const Tensor loss = loss_of(c.layer->invoke(c.input, options).flat());
  const Tensors gradients = tape.gradient(loss, weights);
  for (size_t i = 0; i < weights.size(); ++i)
    ASSERT_TRUE(gradients[i].defined()) << weights[i].path() << " has no gradient";
  for (size_t i = 0; i < weights.size(); ++i) weights[i].assign_sub(gradients[i] * 0.01);
  const Tensor later = loss_of(c.layer->invoke(c.input, options).flat());
  EXPECT_LT(later.item<double>(), loss.item<double>());
}

}  // namespace

void run_layer_case(const LayerCase& c) {
  const Tensors made = c.layer->invoke(c.input, CallOptions{.training = c.training}).flat();
  EXPECT_TRUE(c.layer->built());
  expect_specs(c, made);
  expect_same_when_compiled(c);
  expect_configuration_round_trip(c);
  if (c.learns) expect_learning(c);
}

}  // namespace cornu
