#include "metrics/r2_score.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class R2Score final : public Metric<metrics::R2ScoreOptions> {
 public:
  explicit R2Score(Config config)
      : Metric(std::move(config)), samples_(add_variable("num_samples", {}, DType::f32)) {
    if (this->config().num_regressors < 0)
      fail<ValueError>("R2Score: num_regressors must be at least 0, not ",
                       this->config().num_regressors, ".");
  }

  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight) override {
    const auto [y, p] = match_ranks(ops::cast(y_true, dtype()), ops::cast(y_pred, dtype()));
    if (y.ndim() != 2 || p.ndim() != 2)
      fail<ShapeError>("R2Score: y_true and y_pred must be [samples, outputs], not ", y_true.spec(),
                       " and ", y_pred.spec(), ".");
    if (!sum_.defined()) make_variables(p.shape()[1]);
    Tensor weight = ones_like(y);
    if (sample_weight.defined()) {
      weight = ops::cast(sample_weight, dtype());
      if (weight.ndim() == 1) weight = ops::expand_dims(weight, {.axis = 1});
      weight = ops::broadcast_to(weight, {.shape = y.shape()});
    }
    const auto add = [](const Variable& to, const Tensor& x) {
      to.assign_add(ops::cast(ops::sum(x, {.axis = 0}), DType::f32));
    };
    add(sum_, y * weight);
    add(squares_, y * (y * weight));
    add(residuals_, ops::square(y - p) * weight);
    add(count_, weight);
    samples_.assign_add(scalar(y.size(), DType::f32));
  }

  Tensor result() const override {
    if (!sum_.defined()) return zeros({});
    const Tensor total = squares_.value() - sum_.value() * (sum_.value() / count_.value());
    const Tensor raw = 1.0 - residuals_.value() / total;
    const Tensor scores = ops::where(ops::isinf(raw), 0.0, raw);
    const auto& aggregation = config().class_aggregation;
    if (!aggregation) return adjusted(scores);
    if (*aggregation == ClassAggregation::uniform_average) return adjusted(ops::mean(scores));
    return adjusted(ops::sum(total * scores) / ops::sum(total));
  }

  Direction direction() const override { return Direction::up; }

 private:
  void make_variables(int64_t outputs) {
    squares_ = add_variable("squared_sum", {outputs}, DType::f32);
    sum_ = add_variable("sum", {outputs}, DType::f32);
    residuals_ = add_variable("residual", {outputs}, DType::f32);
    count_ = add_variable("count", {outputs}, DType::f32);
  }

  Tensor adjusted(const Tensor& score) const {
    if (config().num_regressors == 0) return score;
    const auto regressors = static_cast<double>(config().num_regressors);
    const Tensor n = samples_.value(), spare = n - regressors - 1.0;
    const Tensor enough = spare > 0.0;
    const Tensor better = 1.0 - (1.0 - score) * (n - 1.0) / ops::where(enough, spare, 1.0);
    return ops::where(enough, better, score);
  }

  Variable samples_, squares_, sum_, residuals_, count_;
};

}  // namespace

constinit const ClassDef r2_score_metric =
    class_def<R2Score>("R2Score", "The share of the variance that predictions explain.");

MetricRef metrics::R2Score(const R2ScoreOptions& options) {
  return std::make_shared<cornu::R2Score>(options);
}

}  // namespace cornu
