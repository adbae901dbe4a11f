#include "metrics/auc.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/ops.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

/// What stands at a threshold, and at the next one.
std::pair<Tensor, Tensor> neighbours(const Tensor& x) {
  const int64_t count = x.shape()[0];
  return {x.slice({Range(0, count - 1)}), x.slice({Range(1, count)})};
}

class AUC final : public Metric<metrics::AUCOptions, ConfusionBase> {
 public:
  explicit AUC(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    if (!own.thresholds.given()) check_count("AUC", own.num_thresholds, 2);
    if (own.num_labels && !own.multi_label)
      fail<ValueError>("AUC: num_labels is of use only with multi_label.");
    if (own.num_labels && *own.num_labels < 1)
      fail<ValueError>("AUC: num_labels must be at least 1, not ", *own.num_labels, ".");
    Counting how{.multi_label = own.multi_label,
                 .from_logits = own.from_logits,
                 .label_weights = own.label_weights.values()};
    how.thresholds = own.thresholds.values();
    std::sort(how.thresholds.begin(), how.thresholds.end());
    if (!own.thresholds.given())
      for (int64_t i = 1; i < own.num_thresholds - 1; ++i)
        how.thresholds.push_back(static_cast<double>(i) /
                                 static_cast<double>(own.num_thresholds - 1));
    how.thresholds.insert(how.thresholds.begin(), 0);
    how.thresholds.push_back(1);
    how.evenly = !own.thresholds.given() || evenly_spaced(how.thresholds);
    how.thresholds.front() = -1e-7;  // so that 0 and 1 count, too
    how.thresholds.back() = 1 + 1e-7;
    count(std::move(how),
          {{Answer::true_positives, "true_positives"},
           {Answer::false_positives, "false_positives"},
           {Answer::true_negatives, "true_negatives"},
           {Answer::false_negatives, "false_negatives"}},
          own.num_labels);
  }

  Tensor result() const override {
    const bool smooth =
        config().curve == AUCCurve::PR && config().summation_method == AUCSummation::interpolation;
    const Tensor areas = ops::sum(smooth ? under_smooth_pr() : under_steps(), {.axis = 0});
    if (!config().multi_label) return areas;
    if (!config().label_weights.given()) return ops::mean(areas);
    const Tensor weights = ops::cast(constant(config().label_weights.values()), DType::f32);
    return divide_no_nan(ops::sum(areas * weights), ops::sum(weights));
  }

 private:
  /// Between two thresholds positives grow by one slope; precision is its logarithmic mean.
  Tensor under_smooth_pr() const {
    const Tensor hits = counted(Answer::true_positives);
    const auto [hit, next_hit] = neighbours(hits);
    const auto [found, next_found] = neighbours(hits + counted(Answer::false_positives));
    const Tensor positives = neighbours(hits + counted(Answer::false_negatives)).second;
    const Tensor slope = divide_no_nan(hit - next_hit, ops::maximum(found - next_found, 0.0));
    const Tensor intercept = next_hit - slope * next_found;
    const Tensor both = ops::logical_and(found > 0.0, next_found > 0.0);
    const Tensor ratio = ops::where(both, divide_no_nan(found, next_found), 1.0);
    return divide_no_nan(slope * (hit - next_hit + intercept * ops::log(ratio)),
                         ops::maximum(positives, 0.0));
  }

  Tensor under_steps() const {
    const auto [x, y] = curve();
    const auto [right, left] = neighbours(x);
    const auto [a, b] = neighbours(y);
    switch (config().summation_method) {
      case AUCSummation::interpolation:
        return (right - left) * ((a + b) / 2.0);
      case AUCSummation::minoring:
        return (right - left) * ops::minimum(a, b);
      default:
        return (right - left) * ops::maximum(a, b);
    }
  }

  std::pair<Tensor, Tensor> curve() const {
    const Tensor recall = share(Answer::true_positives, Answer::false_negatives);
    switch (config().curve) {
      case AUCCurve::ROC:
        return {share(Answer::false_positives, Answer::true_negatives), recall};
      case AUCCurve::PR:
        return {recall, share(Answer::true_positives, Answer::false_positives)};
      default:
        return gains();
    }
  }

  /// Recall and precision as gains over answering yes always (Flach and Kull, 2015).
  std::pair<Tensor, Tensor> gains() const {
    const Tensor hits = counted(Answer::true_positives), alarms = counted(Answer::false_positives);
    const Tensor missed = counted(Answer::false_negatives);
    const Tensor odds = divide_no_nan(hits + missed, counted(Answer::true_negatives) + alarms);
    const Tensor none = ops::equal(hits, 0.0);
    const Tensor recall = ops::where(none, 0.0, 1.0 - odds * divide_no_nan(missed, hits));
    const Tensor precision = ops::where(none, 1.0, 1.0 - odds * divide_no_nan(alarms, hits));
    return {ops::maximum(recall, 0.0), precision};
  }
};

}  // namespace

constinit const ClassDef auc_metric = class_def<AUC>("AUC", "The area under the ROC or PR curve.");

MetricRef metrics::AUC(const AUCOptions& options) { return std::make_shared<cornu::AUC>(options); }

}  // namespace cornu
