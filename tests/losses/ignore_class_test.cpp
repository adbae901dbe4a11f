#include <gtest/gtest.h>

#include "framework/nn/loss.h"
#include "framework/ops/ops.h"
#include "losses/sparse_categorical_crossentropy.h"
#include "tests/support/keras_pattern.h"

namespace cornu {
namespace {

using Numbers = std::vector<double>;

struct Case {
  int64_t ignored;
  Tensor y_true;
  double mean, sum;
  Numbers each;
};

/// Of labels that no class has, as segmentation data mark what nobody labelled, and of a class; by
/// Keras 3.15. The mean divides by what counts.
std::vector<Case> cases() {
  const Tensor marked = ops::cast(constant({255, 0, 2, 1}), DType::u8);
  return {
      {-1, constant({-1, 0, 2, -1}), 0.61331, 1.22662, {0, 0.58941, 0.637211, 0}},
      {255, marked, 0.726484, 2.17945, {0, 0.58941, 0.637211, 0.952832}},
      {0, constant({0, 1, 2, 0}), 0.956196, 1.91239, {0, 1.27518, 0.637211, 0}},
  };
}

TEST(IgnoreClass, LeavesLabelsOut) {
  const Tensor logits = pattern({4, 3}, 0.7);
  for (const Case& each : cases()) {
    for (const bool from_logits : {false, true}) {
      SCOPED_TRACE(concat(each.ignored, " ", from_logits));
      const Tensor y_pred = from_logits ? logits : ops::softmax(logits);
      const auto loss = [&](Reduction reduction, const Tensor& y_true) {
        const LossRef made = losses::SparseCategoricalCrossentropy(
            {.from_logits = from_logits, .ignore_class = each.ignored, .reduction = reduction});
        return made(y_true, y_pred).to_vector<double>();
      };
      expect_numbers(loss(Reduction::sum_over_batch_size, each.y_true), {each.mean});
      expect_numbers(loss(Reduction::sum, each.y_true), {each.sum});
      expect_numbers(loss(Reduction::none, each.y_true), each.each);
      const Tensor all = ops::cast(
          constant({each.ignored, each.ignored, each.ignored, each.ignored}), each.y_true.dtype());
      EXPECT_EQ(loss(Reduction::sum_over_batch_size, all), Numbers{0});
    }
  }
}

TEST(IgnoreClass, HasItsWeightsIgnoredToo) {
  const LossRef loss = losses::SparseCategoricalCrossentropy({.ignore_class = -1});
  const Tensor y_pred = ops::softmax(pattern({4, 3}, 0.7));
  const Tensor weighted = loss(constant({-1, 0, 2, -1}), y_pred, constant({1.f, 2.f, 3.f, 4.f}));
  expect_numbers(weighted.to_vector<double>(), {1.54523});
}

}  // namespace
}  // namespace cornu
