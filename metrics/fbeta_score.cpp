#include "metrics/fbeta_score.h"

#include "framework/nn/classes.h"

namespace cornu {

namespace {

class FBetaScore final : public Metric<metrics::FBetaScoreOptions, FScoreBase> {
 public:
  explicit FBetaScore(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    score("FBetaScore", own.average, own.beta, own.threshold);
  }
};

}  // namespace

constinit const ClassDef fbeta_score_metric =
    class_def<FBetaScore>("FBetaScore", "The weighted harmonic mean of precision and recall.");

MetricRef metrics::FBetaScore(const FBetaScoreOptions& options) {
  return std::make_shared<cornu::FBetaScore>(options);
}

}  // namespace cornu
