#include <gtest/gtest.h>

#include "framework/base/file.h"
#include "framework/nn/optimizer.h"
#include "framework/saving/hdf5_reader.h"
#include "optimizers/adam.h"
#include "optimizers/sgd.h"
#include "tests/support/keras_pattern.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/warnings.h"

/// As Keras 3.15 does: the state of another optimizer is left out, with a warning, and the weights
/// are read.
namespace cornu {
namespace {

Sequential trained(const OptimizerRef& optimizer, int64_t epochs) {
  const Sequential model = line_by(optimizer);
  if (epochs > 0) model.fit(line_x(), line_y(), in_order(epochs));
  return model;
}

void check(const OptimizerRef& of_file, const OptimizerRef& optimizer, int64_t epochs,
           const std::string& counts) {
  SCOPED_TRACE(counts);
  const TemporaryFolder folder;
  const std::string path = folder / "m.weights.h5";
  const Sequential saved = trained(of_file, 2);
  saved.save_weights(path);
  const Sequential model = trained(optimizer, epochs);
  const auto state = [&] {
    Tensors values;
    for (const Variable& variable : model.optimizer()->variables())
      values.push_back(variable.value());
    return numbers_of(values);
  };
  const std::vector<double> before = state();
  const Warnings warnings;
  model.load_weights(path);
  EXPECT_EQ(numbers_of(model), numbers_of(saved));
  EXPECT_EQ(state(), before);
  EXPECT_EQ(warnings.text(), path + ": the optimizer's state is skipped: " + counts + "\n");
}

TEST(OptimizerState, OfAnotherOptimizerIsSkipped) {
  const auto sgd = [] { return optimizers::SGD({.learning_rate = 0.1}); };
  const auto adam = [] { return optimizers::Adam({.learning_rate = 0.1}); };
  check(adam(), sgd(), 1, "the file holds 6 variables, the optimizer has 2.");
  check(sgd(), adam(), 1, "the file holds 2 variables, the optimizer has 6.");
}

/// One that has not stepped has nothing to put the slots into.
TEST(OptimizerState, OfSlotsIsSkippedBeforeTheFirstStep) {
  const TemporaryFolder folder;
  const std::string path = folder / "m.weights.h5";
  trained(optimizers::Adam({.learning_rate = 0.1}), 2).save_weights(path);
  const Sequential model = trained(optimizers::Adam({.learning_rate = 0.05}), 0);
  const Warnings warnings;
  model.load_weights(path);
  EXPECT_NE(warnings.text(), "");
  expect_history(model.fit(line_x(), line_y(), in_order(1)), {{"loss", {0.545769}}});
  expect_numbers(numbers_of(model), {-0.0525176, -0.0142612, 0.20779, 0.0382835});
}

/// Its count of steps and its rate it has from the start.
TEST(OptimizerState, OfCountAndRateIsReadBeforeTheFirstStep) {
  const TemporaryFolder folder;
  const std::string path = folder / "m.weights.h5";
  trained(optimizers::SGD({.learning_rate = 0.1}), 2).save_weights(path);
  const auto check = [&](const OptimizerRef& optimizer, double loss,
                         const std::vector<double>& weights) {
    const Sequential model = trained(optimizer, 0);
    const Warnings warnings;
    model.load_weights(path);
    EXPECT_EQ(warnings.text(), "");
    EXPECT_EQ(model.optimizer()->iteration().value().item<int>(), 6);
    EXPECT_FLOAT_EQ(model.optimizer()->learning_rate().item<float>(), 0.1f);
    expect_history(model.fit(line_x(), line_y(), in_order(1)), {{"loss", {loss}}});
    expect_numbers(numbers_of(model), weights);
  };
  check(optimizers::SGD({.learning_rate = 0.05}), 0.561761,
        {0.137669, 0.118127, 0.25815, -0.00831902});
  check(optimizers::Adam({.learning_rate = 0.05}), 0.562937,
        {0.132854, 0.0224658, 0.203564, -0.0133082});
}

/// A model that was only called has none.
TEST(OptimizerState, IsNothingToAModelWithoutOptimizer) {
  const TemporaryFolder folder;
  const std::string path = folder / "m.weights.h5";
  trained(optimizers::Adam({.learning_rate = 0.1}), 2).save_weights(path);
  const Sequential model = line_of(1);
  model(line_x());
  const Warnings warnings;
  model.load_weights(path);
  model.predict(line_x());
  model.load_weights(path);
  EXPECT_EQ(warnings.text(), "");
  model.save_weights(path);
  EXPECT_FALSE(Hdf5Reader::open(read_file(path), path).find("optimizer/vars/0"));
}

}  // namespace
}  // namespace cornu
