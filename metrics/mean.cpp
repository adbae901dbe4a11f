#include "metrics/mean.h"

#include "framework/nn/classes.h"

namespace cornu {

namespace {

class Mean final : public Metric<metrics::MeanOptions, MeanBase> {
 public:
  using Metric::Metric;
  void update_state(const Tensor&, const Tensor& values, const Tensor& sample_weight) override {
    add(values, sample_weight);
  }
};

}  // namespace

constinit const ClassDef mean_metric = class_def<Mean>("Mean", "The mean of all values.");

MetricRef metrics::Mean(const MeanOptions& options) {
  return std::make_shared<cornu::Mean>(options);
}

}  // namespace cornu
