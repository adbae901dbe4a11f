#include "metrics/f1_score.h"

#include "framework/nn/classes.h"

namespace cornu {

namespace {

class F1Score final : public Metric<metrics::F1ScoreOptions, FScoreBase> {
 public:
  explicit F1Score(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    score("F1Score", own.average, 1, own.threshold);
  }
};

}  // namespace

constinit const ClassDef f1_score_metric =
    class_def<F1Score>("F1Score", "The harmonic mean of precision and recall.");

MetricRef metrics::F1Score(const F1ScoreOptions& options) {
  return std::make_shared<cornu::F1Score>(options);
}

}  // namespace cornu
