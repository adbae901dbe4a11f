#include <gtest/gtest.h>

#include "framework/nn/catalog.h"
#include "framework/ops/creation.h"
#include "optimizers/schedules/cosine_decay.h"
#include "optimizers/schedules/cosine_decay_restarts.h"
#include "optimizers/schedules/piecewise_constant_decay.h"
#include "optimizers/sgd.h"
#include "tests/support/error_of.h"
#include "tests/support/golden_objects.h"

namespace cornu {
namespace {

TEST(Schedules, EqualKeras) {
  const Json rows = golden_objects("schedules");
  for (const Json& row : rows.as_array()) {
    const ScheduleRef schedule = Handle<ScheduleBase>::cast(deserialize(ScheduleBase::kKind, row));
    for (size_t i = 0; i < row["steps"].size(); ++i)
      EXPECT_NEAR(schedule->call(scalar(row["steps"][i].as_double(), DType::f32)).item<double>(),
                  row["rates"][i].as_double(), 1e-7)
          << row["class_name"].as_string() << row["config"].dump() << i;
  }
  EXPECT_EQ(unseen_arguments(ScheduleBase::kKind, rows, {"name"}), std::vector<std::string>());
}

TEST(Schedules, AreAskedBeforeTheStepIsCounted) {
  const Variable w(constant(1.f), {.name = "w"});
  const optimizers::SGD sgd({.learning_rate = schedules::PiecewiseConstantDecay({0}, {1.0, 0.5})});
  sgd.apply({{constant(1.f), w}});
  EXPECT_EQ(w.value().item<float>(), 0);  // step 0: the first value
  sgd.apply({{constant(1.f), w}});
  EXPECT_EQ(w.value().item<float>(), -0.5f);
  EXPECT_EQ(sgd->variables().size(), 1u);  // no learning rate
  EXPECT_EQ(error_of([&] { sgd->set_learning_rate(1); }),
            "ValueError: the learning rate of \"sgd\" follows the schedule PiecewiseConstantDecay: "
            "it cannot "
            "be set.\n  hint: make the optimizer with a number.");
}

TEST(Schedules, GoToFilesAndBack) {
  const OptimizerRef sgd = optimizers::SGD(
      {.learning_rate = schedules::CosineDecay(0.1, 1000, {.alpha = 0.5}), .momentum = 0.5});
  const Json config = sgd->get_config();
  EXPECT_EQ(config["learning_rate"]["class_name"].as_string(), "CosineDecay");
  EXPECT_EQ(config["learning_rate"]["config"]["alpha"].as_double(), 0.5);
  const OptimizerRef again = FieldTraits<OptimizerRef>::from_json(serialize(sgd.get()), {});
  EXPECT_EQ(again->get_config(), config);
  EXPECT_EQ(error_of([] { schedules::CosineDecay(0.1, 0); }),
            "ValueError: CosineDecay: decay_steps must be at least 1, not 0.");
  EXPECT_EQ(error_of([] { schedules::CosineDecayRestarts(0.1, 0); }),
            "ValueError: CosineDecayRestarts: first_decay_steps must be at least 1, not 0.");
}

}  // namespace
}  // namespace cornu
