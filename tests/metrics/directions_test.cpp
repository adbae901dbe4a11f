#include <gtest/gtest.h>

#include <map>

#include "framework/nn/catalog.h"
#include "framework/nn/metric.h"

namespace cornu {
namespace {

/// What Keras 3.15 sets as each class's `_direction`; callbacks of mode "auto" go by it.
const std::map<std::string, Direction>& directions() {
  constexpr Direction up = Direction::up, down = Direction::down, unknown = Direction::unknown;
  static const std::map<std::string, Direction> all = {
      {"AUC", up},
      {"Accuracy", up},
      {"BinaryAccuracy", up},
      {"BinaryCrossentropy", down},
      {"BinaryIoU", up},
      {"CategoricalAccuracy", up},
      {"CategoricalCrossentropy", down},
      {"CategoricalHinge", down},
      {"ConcordanceCorrelation", up},
      {"CosineSimilarity", up},
      {"F1Score", up},
      {"FBetaScore", up},
      {"FalseNegatives", unknown},
      {"FalsePositives", unknown},
      {"Hinge", down},
      {"IoU", up},
      {"KLDivergence", down},
      {"LogCoshError", down},
      {"Mean", unknown},
      {"MeanAbsoluteError", down},
      {"MeanAbsolutePercentageError", down},
      {"MeanIoU", up},
      {"MeanSquaredError", down},
      {"MeanSquaredLogarithmicError", down},
      {"OneHotIoU", up},
      {"OneHotMeanIoU", up},
      {"PearsonCorrelation", up},
      {"Poisson", down},
      {"Precision", up},
      {"PrecisionAtRecall", up},
      {"R2Score", up},
      {"Recall", up},
      {"RecallAtPrecision", up},
      {"RootMeanSquaredError", down},
      {"SensitivityAtSpecificity", up},
      {"SparseCategoricalAccuracy", up},
      {"SparseCategoricalCrossentropy", down},
      {"SparseTopKCategoricalAccuracy", up},
      {"SpecificityAtSensitivity", up},
      {"SquaredHinge", down},
      {"Sum", unknown},
      {"TopKCategoricalAccuracy", up},
      {"TrueNegatives", unknown},
      {"TruePositives", unknown},
  };
  return all;
}

/// What classes need that cannot do without.
Json config_of(const std::string& name) {
  Json config = Json::object();
  if (name.find("IoU") != std::string::npos && name != "BinaryIoU") config.set("num_classes", 3);
  if (name == "IoU" || name == "OneHotIoU")
    config.set("target_class_ids", parse_json("[0]", "the test"));
  for (const auto& [metric, argument] :
       {std::pair("SensitivityAtSpecificity", "specificity"),
        std::pair("SpecificityAtSensitivity", "sensitivity"),
        std::pair("PrecisionAtRecall", "recall"), std::pair("RecallAtPrecision", "precision")})
    if (name == metric) config.set(argument, 0.5);
  return config;
}

TEST(MetricDirections, AreThoseOfKeras) {
  size_t seen = 0;
  for (const ClassDef* def : all_classes()) {
    if (def->kind != &MetricBase::kKind) continue;
    const std::string name(def->name);
    SCOPED_TRACE(name);
    ASSERT_TRUE(directions().contains(name));
    Json object = Json::object();
    object.set("class_name", name).set("config", config_of(name));
    const auto metric = Handle<MetricBase>::cast(deserialize(MetricBase::kKind, object));
    EXPECT_EQ(metric->direction(), directions().at(name));
    ++seen;
  }
  EXPECT_EQ(seen, directions().size());
}

TEST(MetricDirections, OfFunctionsAreUnknown) {
  const MetricRef mine = metrics::custom("mine", [](const Tensor&, const Tensor& y) { return y; });
  EXPECT_EQ(mine->direction(), Direction::unknown);
}

}  // namespace
}  // namespace cornu
