#include <gtest/gtest.h>

#include <cmath>

#include "framework/nn/catalog.h"
#include "framework/nn/optimizer.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "optimizers/loss_scale.h"
#include "tests/support/golden_objects.h"
#include "tests/support/json_tensor.h"

namespace cornu {
namespace {

/// A row of optimizers.json: what Keras's optimizer made of two variables in some steps.
class OptimizerCase {
 public:
  OptimizerCase(const Json& row, const Json& gradients) : row_(row) {
    for (const Json& step : gradients.as_array())
      steps_.push_back({tensor_from_json(step[0]), tensor_from_json(step[1])});
    optimizer_ = FieldTraits<OptimizerRef>::from_json(row, {});
    if (const Json* names = row.find("excluded"))
      optimizer_->exclude_from_weight_decay(
          {}, FieldTraits<std::vector<std::string>>::from_json(*names, {}));
    if (const Json* scale = row.find("loss_scale")) {
      for (size_t i = 2; i < steps_.size(); i += 3) steps_[i][0] = full({3}, INFINITY);
      optimizer_ = optimizers::LossScaleOptimizer(
          optimizer_, {.initial_scale = (*scale)["initial_scale"].as_double(),
                       .dynamic_growth_steps = (*scale)["dynamic_growth_steps"].as_int()});
    }
    optimizer_->build({w_, b_});
  }

  void run(bool traced) {
    const TracedFunction step([&](const Tensors& g) -> Tensors {
      optimizer_.apply(g, {w_, b_});
      return {};
    });
    for (const Tensors& g : steps_) {
      if (traced)
        step(g);
      else
        optimizer_.apply(g, {w_, b_});
    }
    const Json& config = row_["config"];
    const bool phases = config.contains("gradient_accumulation_steps") ||
                        config.contains("ema_overwrite_frequency");
    EXPECT_EQ(step.traces() > 1, traced && phases);
    expect_near(ops::concatenate({w_.value(), b_.value()}), row_["after"]);
    const Variables variables = optimizer_->variables();
    const Json& names = row_["names"];
    ASSERT_EQ(variables.size(), names.size());
    for (size_t i = 0; i < variables.size(); ++i) {
      const std::string& name = names[i].as_string();
      if (!name.starts_with("variable")) {  // Keras's name for what it did not name
        EXPECT_EQ(variables[i].name(), name);
      }
      expect_near(variables[i].value(), row_["variables"][i]);
    }
  }

 private:
  void expect_near(const Tensor& got, const Json& expected) const {
    const auto a = got.to_vector<double>();
    ASSERT_EQ(a.size(), expected.size());
    for (size_t i = 0; i < a.size(); ++i) {
      const double b = expected[i].as_double();
      EXPECT_NEAR(a[i], b, 2e-6 * std::max(1.0, std::abs(b)));
    }
  }

  const Json& row_;
  std::vector<Tensors> steps_;
  OptimizerRef optimizer_;
  Variable w_{constant({1.f, -2.f, 0.5f}), {.name = "w"}}, b_{constant({0.25f}), {.name = "b"}};
};

TEST(Optimizers, StepAsKerasWithEveryArgument) {
  const Json file = golden_objects("optimizers");
  for (const Json& row : file["rows"].as_array())
    for (const bool traced : {false, true}) {
      SCOPED_TRACE(concat(row["class_name"].as_string(), row["config"].dump(),
                          row.contains("loss_scale") ? " scaled" : "", traced ? " traced" : ""));
      OptimizerCase(row, file["gradients"]).run(traced);
    }
}

/// How often `word` stands in `text`.
size_t count_in(const std::string& text, std::string_view word) {
  size_t count = 0;
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

/// An elementwise update is one `foreach` over the arenas, however many variables there are.
TEST(Optimizers, UpdateAllVariablesInOneKernel) {
  for (const std::string name :
       {"adadelta", "adagrad", "adam", "adamax", "adamw", "lion", "nadam", "rmsprop", "sgd"}) {
    const Variable a(ones({3, 4})), b(ones({4})), c(ones({2}));
    const OptimizerRef optimizer = name;
    optimizer->build({a, b, c});
    const TracedFunction step([&](const Tensors& g) -> Tensors {
      optimizer.apply({g[0], g[1], g[2]}, {a, b, c});
      return {};
    });
    const Tensors gradients = {ones({3, 4}), ones({4}), ones({2})};
    step(gradients);
    EXPECT_EQ(count_in(step.graph(gradients), "foreach"), 1u) << step.graph(gradients);
  }
}

TEST(Optimizers, AreSeenWithEveryArgument) {
  const Json file = golden_objects("optimizers");
  EXPECT_EQ(unseen_arguments(OptimizerBase::kKind, file["rows"], {"LossScaleOptimizer", "name"}),
            std::vector<std::string>());
}

}  // namespace
}  // namespace cornu
