#include "framework/model/rehearsal.h"

#include <gtest/gtest.h>

#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/dense.h"
#include "layers/regularizers/regularizers.h"
#include "losses/sparse_categorical_crossentropy.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

Model classifier(const CompileOptions& options, const layers::DenseOptions& dense = {}) {
  const Tensor x = Input({4});
  layers::DenseOptions last = dense;
  last.name = "digit";
  Model model(x, layers::Dense(3, last)(x));
  model.compile(options);
  return model;
}

std::string found(const Model& model, const Tensor& y) {
  return error_of([&] {
    const Dataset data = data::from_arrays(zeros({y.shape()[0], 4}), y);
    Rehearsal(model.trainer(), data, 32).check();
  });
}

const char* const kLoss = "sparse_categorical_crossentropy";

TEST(Rehearsal, FindsLabelsThatAreNoClasses) {
  const Model model = classifier({.loss = kLoss, .metrics = {"accuracy"}});
  const std::string end = ": the output \"digit\" has 3 classes, labelled from 0 to 2.";
  EXPECT_EQ(found(model, constant({0.0, 1.0, 2.0})), "no error");
  EXPECT_EQ(found(model, constant({0, 1, 3})), "ValueError: sample 2 has the label 3" + end);
  EXPECT_EQ(found(model, constant({0, -1, 2})), "ValueError: sample 1 has the label -1" + end);
  EXPECT_EQ(found(model, constant({0.0, 1.0, 0.0}) / 0.0),
            "ValueError: sample 0 has the label nan" + end);
}

TEST(Rehearsal, LooksAtTheSamplesThatAreUsed) {
  const Model model = classifier({.loss = kLoss});
  const Dataset all = data::from_arrays(zeros({4, 4}), constant({9, 0, 1, 9}));
  EXPECT_EQ(error_of([&] { Rehearsal(model.trainer(), all.rows(1, 3), 32).check(); }), "no error");
}

TEST(Rehearsal, LetsIgnoredLabelsPass) {
  const Model model =
      classifier({.loss = losses::SparseCategoricalCrossentropy({.ignore_class = -1})});
  EXPECT_EQ(found(model, constant({0, -1, 2})), "no error");
}

TEST(Rehearsal, FindsBatchesOfAnotherSize) {
  const Tensor x = Input({2}, {.batch_size = 4});
  Model model(x, layers::Dense(1)(x));
  model.compile({.loss = "mse"});
  const auto found = [&](int64_t samples, int64_t batch) {
    const Dataset data = data::from_arrays(zeros({samples, 2}), zeros({samples, 1}));
    return error_of([&] { Rehearsal(model.trainer(), data, batch).check(); });
  };
  EXPECT_EQ(found(8, 4), "no error");
  EXPECT_EQ(found(4, 32), "no error");
  EXPECT_EQ(found(8, 2), "ShapeError: the model takes batches of 4, these are of 2.");
  EXPECT_EQ(found(10, 4),
            "ShapeError: the model takes batches of 4, the last one of 10 samples has 2.\n"
            "  hint: leave some samples out.");
}

TEST(Rehearsal, AsksForSomethingToMinimise) {
  const std::string message =
      "ValueError: there is no loss to minimise.\n"
      "  hint: give compile() a loss, or call add_loss in a layer.";
  EXPECT_EQ(found(classifier({}), constant({0, 1})), message);
  EXPECT_EQ(found(classifier({}, {.kernel_regularizer = "l2"}), constant({0, 1})), "no error");
  EXPECT_EQ(found(classifier({}, {.activity_regularizer = "l2"}), constant({0, 1})), "no error");
}

TEST(Rehearsal, LeavesMetricsAsTheyWere) {
  const Model model = classifier({.loss = kLoss, .metrics = {"accuracy"}});
  EXPECT_EQ(found(model, constant({0, 1})), "no error");
  EXPECT_EQ(model.trainer().metric("accuracy")->result().item<float>(), 0);
}

}  // namespace
}  // namespace cornu
