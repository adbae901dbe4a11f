#include <gtest/gtest.h>

#include "framework/base/file.h"
#include "framework/nn/catalog.h"
#include "framework/ops/creation.h"
#include "optimizers/schedules/cosine_decay.h"
#include "optimizers/schedules/piecewise_constant_decay.h"
#include "optimizers/sgd.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

TEST(Schedules, EqualKeras) {
  const std::string path = concat(CORNU_SOURCE_DIR, "/tests/golden/objects/schedules.json");
  const Bytes bytes = read_file(path);
  const Json file =
      parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "schedules.json");
  int seen = 0;
  for (const Json& entry : file.as_array()) {
    if (!find_class(ScheduleBase::kKind, "", entry["class_name"].as_string())) continue;
    ++seen;
    const ScheduleRef schedule =
        Handle<ScheduleBase>::cast(deserialize(ScheduleBase::kKind, entry));
    for (size_t i = 0; i < entry["steps"].size(); ++i)
      EXPECT_NEAR(schedule->call(scalar(entry["steps"][i].as_double(), DType::f32)).item<double>(),
                  entry["rates"][i].as_double(), 1e-7)
          << entry["class_name"].as_string() << entry["config"].dump() << i;
  }
  EXPECT_GE(seen, 5);
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
            "ValueError: the learning rate of \"sgd\" follows a PiecewiseConstantDecay: it cannot "
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
}

}  // namespace
}  // namespace cornu
