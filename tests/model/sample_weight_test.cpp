#include <gtest/gtest.h>

#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/dense.h"
#include "tests/support/keras_pattern.h"

/// Weights of samples; Keras 3.15's numbers.
namespace cornu {
namespace {

Tensor weights() { return ops::square(pattern({10}, 0.9)); }

/// Outputs "zz" of one number and "aa" of two.
Model two_outputs() {
  const Tensor input = Input({3});
  Model model(input,
              {layers::Dense(1, {.name = "zz"})(input), layers::Dense(2, {.name = "aa"})(input)});
  fill(model);
  model.compile(
      {.loss = {"mse", "mae"}, .weighted_metrics = MetricsArg::for_each({{"mae"}, {"mse"}})});
  return model;
}

TEST(SampleWeight, MayBeOneForAllOutputs) {
  const auto evaluate = [](const TensorStruct& weight) {
    return two_outputs().evaluate(line_x(), {line_y(), pattern({10, 2}, 1.1)},
                                  {.batch_size = 4, .verbose = 0, .sample_weight = weight});
  };
  expect_logs(evaluate(weights()), {{"aa_loss", 0.611244},
                                    {"aa_mse", 2.50458},
                                    {"loss", 1.1753},
                                    {"zz_loss", 0.497064},
                                    {"zz_mae", 0.838003}});
  expect_logs(evaluate({weights(), weights() * 2}), {{"aa_loss", 1.22249},
                                                     {"aa_mse", 2.50458},
                                                     {"loss", 1.8577},
                                                     {"zz_loss", 0.497064},
                                                     {"zz_mae", 0.838003}});
}

TEST(SampleWeight, OfNothingGivesZero) {
  const Sequential model = line_of(2);
  model.compile({.loss = "mse", .metrics = {"mae"}, .weighted_metrics = {"mae"}});
  expect_logs(model.evaluate(line_x(), pattern({10, 2}, 1.3),
                             {.batch_size = 4, .verbose = 0, .sample_weight = zeros({10})}),
              {{"loss", 0}, {"mae", 1.50647}, {"weighted_mae", 0}});
}

TEST(SampleWeight, IsANumberForEachSampleOrAColumn) {
  for (const Shape& shape : {Shape{10}, Shape{10, 1}}) {
    const Sequential model = line_of(2);
    model.compile({.loss = "mse", .weighted_metrics = {"mae"}});
    expect_logs(
        model.evaluate(
            line_x(), pattern({10, 2}, 1.3),
            {.batch_size = 4, .verbose = 0, .sample_weight = ops::square(pattern(shape, 0.9))}),
        {{"loss", 0.79429}, {"mae", 0.91943}});
  }
}

}  // namespace
}  // namespace cornu
