#include <gtest/gtest.h>

#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/run_layer_case.h"

namespace cornu {
namespace {

using Values = std::vector<float>;

Tensor noise(const Shape& shape, int seed = 1) { return arbitrary(shape, DType::f32, seed); }

/// Its error without the layer's name, which counts up.
std::string call_error(const LayerRef& layer, const TensorStruct& inputs) {
  const std::string text = error_of([&] { layer->invoke(inputs, CallOptions()); });
  return text.substr(0, text.find("\n  in layer"));
}

std::vector<LayerRef> all_merges() {
  return {layers::Add(),     layers::Average(),  layers::Maximum(),
          layers::Minimum(), layers::Multiply(), layers::Subtract()};
}

TEST(Merges, AreLayers) {
  for (const LayerRef& merge : all_merges()) {
    SCOPED_TRACE(merge.name());
    run_layer_case({merge, {noise({2, 3}), noise({2, 3}, 2)}});
  }
  run_layer_case({layers::Dot(1), {noise({2, 3}), noise({2, 3}, 2)}});
  run_layer_case({layers::Dot({2, 1}, {.normalize = true}), {noise({2, 3, 4}), noise({2, 4}, 2)}});
}

TEST(Merges, ComputeWhatTheirNamesSay) {
  const Tensor a = constant({{1.f, 6.f}}), b = constant({{4.f, 2.f}}), c = constant({{1.f, 1.f}});
  const auto of = [&](const LayerRef& layer, const Tensors& inputs) {
    return layer(inputs).to_vector<float>();
  };
  EXPECT_EQ(of(layers::Add(), {a, b, c}), (Values{6, 9}));
  EXPECT_EQ(of(layers::Subtract(), {a, b}), (Values{-3, 4}));
  EXPECT_EQ(of(layers::Multiply(), {a, b, c}), (Values{4, 12}));
  EXPECT_EQ(of(layers::Average(), {a, b, c}), (Values{2, 3}));
  EXPECT_EQ(of(layers::Maximum(), {a, b, c}), (Values{4, 6}));
  EXPECT_EQ(of(layers::Minimum(), {a, b, c}), (Values{1, 1}));
  EXPECT_EQ(of(layers::Add(), Tensors{a}), (Values{1, 6}));
}

TEST(Merges, BroadcastBehindTheBatch) {
  for (const LayerRef& merge : all_merges()) {
    EXPECT_EQ(merge({noise({2, 3, 4}), noise({2, 4}, 2)}).shape(), (Shape{2, 3, 4}));
    const LayerRef other = all_merges()[0];
    EXPECT_EQ(other({Input({1, 4}), Input({3, 1})}).spec().text(), "f32[?,3,4]");
  }
}

TEST(Merges, RefuseWhatDoesNotFit) {
  EXPECT_EQ(call_error(layers::Add(), noise({2, 3})),
            "ValueError: it merges a list of inputs, not one tensor: f32[2,3].");
  EXPECT_EQ(call_error(layers::Average(), {noise({2, 3}), noise({2, 4})}),
            "ShapeError: it cannot merge inputs whose sizes differ: [2,3] and [2,4].");
  EXPECT_EQ(call_error(layers::Maximum(), {noise({2, 3}), noise({1, 3})}),
            "ShapeError: it cannot merge batches of different sizes: [2,3] and [1,3].");
  EXPECT_EQ(call_error(layers::Subtract(), {noise({2}), noise({2}), noise({2})}),
            "ValueError: it subtracts the second of 2 inputs from the first, and got 3.");
}

TEST(Merges, TakeTheOthersWhereAnInputIsMasked) {
  const auto masked = [](std::initializer_list<float> values, std::initializer_list<bool> mask) {
    const auto count = static_cast<int64_t>(values.size());
    const Tensor x = ops::reshape(constant(values), {.newshape = {1, count, 1}});
    return x.with_mask(ops::reshape(constant(mask), {.newshape = {1, count}}));
  };
  const Tensor a = masked({1, 5, 3, 7}, {true, false, true, false});
  const Tensor b = masked({2, 2, 9, 9}, {true, true, false, false});
  const auto of = [&](const LayerRef& layer) { return layer({a, b}); };
  EXPECT_EQ(of(layers::Maximum()).to_vector<float>(), (Values{2, 2, 3, 7}));
  EXPECT_EQ(of(layers::Minimum()).to_vector<float>(), (Values{1, 2, 3, 7}));
  EXPECT_EQ(of(layers::Multiply()).to_vector<float>(), (Values{2, 2, 3, 0}));
  EXPECT_EQ(of(layers::Add()).to_vector<float>(), (Values{3, 7, 12, 16}));
  for (const LayerRef& merge : all_merges())
    EXPECT_EQ(of(merge).mask().to_vector<bool>(), (std::vector<bool>{true, true, true, false}));
  const Tensor plain = ones({1, 4, 1});
  EXPECT_FALSE(layers::Multiply()({a, plain}).mask().defined());
  EXPECT_EQ(layers::Multiply()({a, plain}).to_vector<float>(), (Values{1, 1, 3, 1}));
  EXPECT_FALSE(layers::Dot(2)({a, b}).mask().defined());
}

TEST(Dot, SumsOverAnAxisOfEach) {
  const Tensor a = constant({{1.f, 2.f}, {3.f, 4.f}}), b = constant({{5.f, 6.f}, {7.f, 8.f}});
  EXPECT_EQ(layers::Dot(1)({a, b}).to_vector<float>(), (Values{17, 53}));
  EXPECT_EQ(layers::Dot(1)({a, b}).shape(), (Shape{2, 1}));
  EXPECT_EQ(layers::Dot({1, 3})({noise({2, 4}), noise({2, 3, 5, 4})}).shape(), (Shape{2, 3, 5}));
  EXPECT_EQ(layers::Dot({2, 1})({Input({3, 4}), Input({4, 5})}).spec().text(), "f32[?,3,5]");
  const Tensor unit = layers::Dot(1, {.normalize = true})({a, a * 3});
  for (const float cosine : unit.to_vector<float>()) EXPECT_NEAR(cosine, 1, 1e-6);
}

TEST(Dot, RefusesWhatDoesNotFit) {
  EXPECT_EQ(error_of([] { layers::Dot(0); }),
            "ValueError: Dot: axis 0 is the batch's, and is not summed over.");
  EXPECT_EQ(error_of([] {
              layers::Dot({1, 2, 3});
            }),
            "ValueError: Dot: axes must be one axis or a list of two, not 3.");
  EXPECT_EQ(call_error(layers::Dot(1), {noise({2, 3}), noise({2, 4})}),
            "ShapeError: the axes that it sums over differ: axis 1 of [2,3] and axis 1 of [2,4].");
  EXPECT_EQ(call_error(layers::Dot(1), {noise({2, 3}), noise({3, 3})}),
            "ShapeError: it cannot multiply batches of different sizes: [2,3] and [3,3].");
  EXPECT_EQ(call_error(layers::Dot(1), {noise({2, 3}), noise({2})}),
            "ShapeError: its inputs must have at least two axes: one is [2].");
  EXPECT_EQ(call_error(layers::Dot(1), noise({2, 3})),
            "ValueError: it multiplies 2 inputs, and got 1.");
  EXPECT_EQ(call_error(layers::Dot(-2), {noise({2, 3}), noise({2, 3})}),
            "ValueError: Dot: axis 0 is the batch's, and is not summed over.");
}

}  // namespace
}  // namespace cornu
