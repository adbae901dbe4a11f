#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "tests/support/error_of.h"
#include "tests/support/keras_pattern.h"
#include "tests/support/warnings.h"

/// Which layers pass a mask on, drop it or make another, and what they compute of masked input: as
/// Keras 3.15, whose numbers these are.
namespace cornu {
namespace {

Tensor mask(std::initializer_list<bool> steps, const Shape& shape = {2, 3}) {
  return ops::reshape(constant(steps), {.newshape = shape});
}
Tensor sequences() {
  return pattern({2, 3, 4}, 0.7).with_mask(mask({true, true, false, true, false, false}));
}
Tensor others() {
  return pattern({2, 3, 4}, 0.9).with_mask(mask({true, false, true, false, false, true}));
}
Tensor unmasked() { return pattern({2, 3, 4}, 0.9); }
Tensor images() {
  return pattern({2, 3, 4, 2}, 0.7).with_mask(mask({true, true, false, true, false, false}));
}

/// A result: its mask, "" where it has none, and its sum.
struct Result {
  std::string mask;
  double sum;
};

constexpr auto kGiven = "[2,3] 110100";

std::string text_of(const Tensor& mask) {
  if (!mask.defined()) return "";
  std::string text = concat(mask.shape(), " ");
  for (const bool kept : mask.to_vector<bool>()) text += kept ? '1' : '0';
  return text;
}

void expect_results(const LayerRef& layer, const TensorStruct& inputs,
                    const std::vector<Result>& expected) {
  SCOPED_TRACE(layer.name());
  layer->invoke(inputs, CallOptions());  // makes the weights
  fill(layer);
  const Tensors results = layer->invoke(inputs, CallOptions()).flat();
  ASSERT_EQ(results.size(), expected.size());
  for (size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(text_of(results[i].mask()), expected[i].mask);
    if (std::isnan(expected[i].sum)) continue;
    EXPECT_NEAR(ops::sum(ops::cast(results[i], DType::f64)).item<double>(), expected[i].sum, 5e-5);
  }
}

TEST(LayerMasks, PassLayersThatKeepTheSteps) {
  const std::pair<LayerRef, double> cases[] = {
      {layers::Dense(2), 11.63175},
      {layers::Activation("tanh"), 1.26822},
      {layers::ReLU(), 8.50620},
      {layers::LeakyReLU(), 6.42143},
      {layers::ELU(), 3.65168},
      {layers::PReLU(), 4.06085},
      {layers::Dropout(0.5), 1.55699},
      {layers::GaussianNoise(0.5), 1.55699},
      {layers::ActivityRegularization({.l1 = 0.1}), 1.55699},
      {layers::BatchNormalization(), NAN},  // the pattern's variances are negative
      {layers::LayerNormalization(), 16.73829},
      {layers::GroupNormalization({.groups = 2}), 17.54756},
      {layers::Rescaling(2.0), 3.11398}};
  for (const auto& [layer, sum] : cases) expect_results(layer, sequences(), {{kGiven, sum}});
  expect_results(layers::SpatialDropout2D(0.5), images(), {{kGiven, 2.56700}});
  expect_results(layers::Dense(3), images(), {{kGiven, 65.90181}});
}

TEST(LayerMasks, AreDroppedWithTheStepsAndAWarning) {
  const Warnings warnings;
  for (const LayerRef& layer :
       {layers::Flatten(), layers::Reshape({3, 4}), layers::Permute({2, 1})})
    expect_results(layer, sequences(), {{"", 1.55699}});
  const std::pair<LayerRef, double> cases[] = {{layers::Conv2D(2, 2), 21.30710},
                                               {layers::Conv2DTranspose(2, 2), 66.97980},
                                               {layers::DepthwiseConv2D(2), 29.20053},
                                               {layers::SeparableConv2D(2, 2), 35.55251},
                                               {layers::MaxPooling2D(2), 4.64603},
                                               {layers::AveragePooling2D(2), 0.46721},
                                               {layers::GlobalAveragePooling2D(), 0.21392},
                                               {layers::GlobalMaxPooling2D(), 3.96966},
                                               {layers::UpSampling2D(2), 10.26801},
                                               {layers::ZeroPadding2D(1), 2.56700},
                                               {layers::Cropping2D(1), 2.96005}};
  for (const auto& [layer, sum] : cases) expect_results(layer, images(), {{"", sum}});
  const std::string text = warnings.text();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3 + std::ssize(cases)) << text;
}

TEST(LayerMasks, AreMade) {
  expect_results(layers::Masking(), sequences(), {{"[2,3] 111111", 1.55699}});
  const Tensor words = constant({{1, 2, 0}, {3, 0, 0}});
  expect_results(layers::Embedding(5, 3, {.mask_zero = true}), words, {{kGiven, 9.34076}});
  expect_results(layers::Embedding(5, 3), words, {{"", 9.34076}});
}

TEST(LayerMasks, GoThroughLSTMsThatReturnSequences) {
  const auto lstm = [](layers::LSTMOptions options) { return layers::LSTM(2, options); };
  expect_results(lstm({}), sequences(), {{"", -0.74426}});
  expect_results(lstm({.return_sequences = true}), sequences(), {{kGiven, -2.08106}});
  expect_results(lstm({.return_sequences = true, .return_state = true}), sequences(),
                 {{kGiven, -2.08106}, {"", -0.74426}, {"", -1.15297}});
  expect_results(lstm({.return_sequences = true, .go_backwards = true}), sequences(),
                 {{kGiven, -1.07703}});
  expect_results(lstm({.return_sequences = true, .zero_output_for_mask = true}), sequences(),
                 {{kGiven, -0.96935}});
}

/// A step stays where it stays in one of them; one input without a mask, and all stay.
TEST(LayerMasks, AreCombinedByMerges) {
  struct Case {
    LayerRef layer;
    double both, one;
  };
  const Case cases[] = {
      {layers::Add(), 3.73959, 3.73959},       {layers::Subtract(), -0.62562, -0.62562},
      {layers::Multiply(), -0.90731, 0.61508}, {layers::Average(), 1.86980, 1.86980},
      {layers::Maximum(), 1.45034, 5.11537},   {layers::Minimum(), 0.08629, -4.50793}};
  for (const Case& each : cases) {
    expect_results(each.layer, {sequences(), others()}, {{"[2,3] 111101", each.both}});
    expect_results(each.layer, {sequences(), unmasked()}, {{"", each.one}});
  }
  expect_results(layers::Dot(2), {sequences(), others()}, {{"", -0.81767}});
}

TEST(LayerMasks, AreConcatenated) {
  const auto expect = [](int64_t axis, const Tensor& second, const char* mask) {
    expect_results(layers::Concatenate({.axis = axis}), {sequences(), second}, {{mask, 3.73959}});
  };
  expect(-1, others(), "[2,3] 111101");
  expect(-1, unmasked(), "[2,3] 111111");
  expect(1, others(), "[2,6] 110101100001");
  expect(1, unmasked(), "[2,6] 110111100111");
}

/// What does not count gets nothing, not even where nothing counts.
TEST(SoftmaxMask, LeavesPlacesOut) {
  const Tensor x = pattern({2, 3, 4}, 0.7);
  const Tensor counts = ops::reshape(
      constant({true, true, false, true, false, false, false, false, true, false, true, true}),
      {.newshape = {3, 4}});
  expect_numbers(numbers_of({layers::Softmax()(x, {.mask = counts})}),
                 {0.318401, 0.447888, 0, 0.23371,  0, 0, 0, 0, 0.167989, 0, 0.443747, 0.388264,
                  0.562809, 0.283543, 0, 0.153648, 0, 0, 0, 0, 0.680444, 0, 0.199323, 0.120233});
  const Tensor half = constant({{0.9f, 0.2f, 0.6f, 0.5f}});
  expect_numbers(numbers_of({layers::Softmax()(x[0], {.mask = half})}),
                 {0.44547, 0, 0.55453, 0, 0.652868, 0, 0.347132, 0, 0.274611, 0, 0.725389, 0});
  const auto refused = [&](const Shape& shape) {
    const std::string text =
        error_of([&] { layers::Softmax()(x, {.mask = ops::equal(ones(shape), 1)}); });
    return text.substr(0, text.find('\n'));
  };
  EXPECT_EQ(refused({2, 3}),
            "ShapeError: the mask, bool[2,3], must broadcast to the input, f32[2,3,4].");
  EXPECT_EQ(refused({1, 2, 3, 4}),
            "ShapeError: the mask, bool[1,2,3,4], must broadcast to the input, f32[2,3,4].");
}

}  // namespace
}  // namespace cornu
