#include "layers/dense.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/base/error.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/constraints/constraints.h"
#include "layers/regularizers/regularizers.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

template <class E, class F>
std::string message_of(F&& f) {
  try {
    f();
  } catch (const E& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Dense, MultipliesAddsAndActivates) {
  const LayerRef dense = layers::Dense(2, {.activation = "relu"});
  const Tensor x = constant({{1.f, 2.f, 3.f}});
  dense(x);
  dense->set_weights({constant({{1.f, -1.f}, {1.f, -1.f}, {1.f, -1.f}}), constant({0.5f, 0.5f})});
  EXPECT_EQ(dense(x).to_vector<float>(), (std::vector<float>{6.5f, 0}));
  EXPECT_EQ(dense.weights()[0].path(), dense.name() + "/kernel");
}

TEST(Dense, KeepsTheAxesBefore) {
  const LayerRef dense = layers::Dense(4, {.use_bias = false});
  EXPECT_EQ(dense(zeros({2, 3, 5})).shape(), (Shape{2, 3, 4}));
  EXPECT_EQ(dense(Input({3, 5})).spec().text(), "f32[?,3,4]");
  EXPECT_EQ(dense.weights().size(), 1u);
}

TEST(Dense, ErrorsNameTheLayer) {
  const LayerRef dense = layers::Dense(4, {.name = "head"});
  dense(zeros({2, 3}));
  EXPECT_EQ(message_of<ShapeError>([&] {
              dense(zeros({2, 5}));
            }),
            "ShapeError: the input's last axis must have 3 elements: it is f32[2,5].\n"
            "  in layer \"head\" (Dense)");
  EXPECT_EQ(message_of<ValueError>([] { layers::Dense(0); }),
            "ValueError: Dense: units must be at least 1, not 0.");
}

TEST(Dense, ConfigurationGoesRound) {
  const LayerRef dense = layers::Dense(
      3, {.activation = "tanh", .kernel_regularizer = regularizers::L2(1e-4), .name = "d"});
  const Json json = serialize(dense.get());
  const LayerRef again = FieldTraits<LayerRef>::from_json(json, {});
  EXPECT_EQ(serialize(again.get()).dump(), json.dump());
  EXPECT_EQ(json["config"]["dtype"]["config"]["name"].as_string(), "float32");
}

TEST(Dense, ComputesInItsPolicysDType) {
  const LayerRef dense = layers::Dense(3, {.dtype = "mixed_bfloat16"});
  EXPECT_EQ(dense(ones({2, 3})).dtype(), DType::bf16);
  EXPECT_EQ(dense.weights()[0].dtype(), DType::f32);
}

TEST(Dense, GradientsReachTheWeights) {
  const LayerRef dense = layers::Dense(2);
  const Tensor x = constant({{1.f, 2.f}});
  dense(x);
  GradientTape tape;
  const Tensors gradients = tape.gradient(ops::sum(dense(x)), dense->trainable_weights());
  EXPECT_EQ(gradients[0].to_vector<float>(), (std::vector<float>{1, 1, 2, 2}));
  EXPECT_EQ(gradients[1].to_vector<float>(), (std::vector<float>{1, 1}));
}

TEST(Dense, LowRankChangeStartsAtNothing) {
  const LayerRef dense = layers::Dense(2, {.lora_rank = 1});
  const Tensor x = constant({{1.f, 2.f}});
  const Tensor y = dense(x);
  EXPECT_EQ(dense->trainable_weights().size(), 3u);
  const auto kernel = dense->own_weights()[0].value();
  EXPECT_EQ(y.to_vector<float>(), ops::matmul(x, kernel).to_vector<float>());
  EXPECT_EQ(error_of([] { layers::Dense(2, {.kernel_constraint = "non_neg", .lora_rank = 1}); }),
            "ValueError: Dense: lora_rank and kernel_constraint exclude each other.");
}

TEST(Dense, TriesConstraintsAndRegularizersWhenItIsBuilt) {
  const LayerRef dense = layers::Dense(2, {.kernel_constraint = constraints::MaxNorm({.axis = 7})});
  EXPECT_EQ(error_of([&] {
              dense(constant({{1.f, 2.f}}));
            }),
            "ValueError: sum: axis 7 is out of range for a tensor of 2 axes.\n"
            "  hint: use -2 to 1.\n  in layer \"" +
                dense->name() + "\" (Dense)");
}

class AtMostTheFirst final : public ConstraintWith<NoFields> {
 public:
  Tensor call(const Tensor& weight) const override {
    return ops::minimum(weight, weight.to_vector<float>()[0]);
  }
};
TEST(Dense, TakesAConstraintThatReadsElements) {
  const LayerRef dense =
      layers::Dense(2, {.kernel_constraint = Constraint(std::make_shared<AtMostTheFirst>())});
  dense(constant({{1.f, 2.f}}));
}

}  // namespace
}  // namespace cornu
