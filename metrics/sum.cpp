#include "metrics/sum.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class Sum final : public Metric<metrics::SumOptions> {
 public:
  explicit Sum(Config config) : Metric(std::move(config)), total_(add_variable("total")) {}

  void update_state(const Tensor&, const Tensor& y_pred, const Tensor& sample_weight) override {
    Tensor values = ops::cast(y_pred, dtype());
    if (sample_weight.defined()) {
      const auto [each, weight] = match_ranks(values, ops::cast(sample_weight, dtype()));
      std::vector<int64_t> inner;
      for (int64_t axis = weight.ndim(); axis < each.ndim(); ++axis) inner.push_back(axis);
      values = inner.empty() ? each : ops::sum(each, {.axis = Axes(inner)});
      values = values * weight;
    }
    total_.assign_add(ops::sum(values));
  }
  Tensor result() const override { return total_.value(); }

 private:
  Variable total_;
};

}  // namespace

constinit const ClassDef sum_metric = class_def<Sum>("Sum", "The sum of all values.");

MetricRef metrics::Sum(const SumOptions& options) { return std::make_shared<cornu::Sum>(options); }

}  // namespace cornu
