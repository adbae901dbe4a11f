#include "metrics/sensitivity_at_specificity.h"

#include "framework/nn/classes.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

class SensitivityAtSpecificity final
    : public Metric<metrics::SensitivityAtSpecificityOptions, CurveBase> {
 public:
  explicit SensitivityAtSpecificity(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count_along("SensitivityAtSpecificity", "specificity", own.specificity, own.num_thresholds,
                own.class_id);
  }
  Tensor result() const override {
    return best(share(Answer::true_negatives, Answer::false_positives),
                share(Answer::true_positives, Answer::false_negatives), config().specificity);
  }
};

}  // namespace

constinit const ClassDef sensitivity_at_specificity_metric = class_def<SensitivityAtSpecificity>(
    "SensitivityAtSpecificity",
    "The best share of positive labels found where so many negative ones are left alone.");

MetricRef metrics::SensitivityAtSpecificity(double specificity,
                                            SensitivityAtSpecificityOptions options) {
  options.specificity = specificity;
  return std::make_shared<cornu::SensitivityAtSpecificity>(std::move(options));
}

}  // namespace cornu
