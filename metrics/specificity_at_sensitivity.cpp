#include "metrics/specificity_at_sensitivity.h"

#include "framework/nn/classes.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

class SpecificityAtSensitivity final
    : public Metric<metrics::SpecificityAtSensitivityOptions, CurveBase> {
 public:
  explicit SpecificityAtSensitivity(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count_along("SpecificityAtSensitivity", "sensitivity", own.sensitivity, own.num_thresholds,
                own.class_id);
  }
  Tensor result() const override {
    return best(share(Answer::true_positives, Answer::false_negatives),
                share(Answer::true_negatives, Answer::false_positives), config().sensitivity);
  }
};

}  // namespace

constinit const ClassDef specificity_at_sensitivity_metric = class_def<SpecificityAtSensitivity>(
    "SpecificityAtSensitivity",
    "The best share of negative labels left alone where so many positive ones are found.");

MetricRef metrics::SpecificityAtSensitivity(double sensitivity,
                                            SpecificityAtSensitivityOptions options) {
  options.sensitivity = sensitivity;
  return std::make_shared<cornu::SpecificityAtSensitivity>(std::move(options));
}

}  // namespace cornu
