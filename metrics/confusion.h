#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "framework/nn/metric.h"
#include "metrics/numbers.h"

namespace cornu {

/// What an answer, a prediction above a threshold, can be beside the label.
enum class Answer : uint8_t { true_positives, true_negatives, false_positives, false_negatives };

/// How answers are counted.
struct Counting {
  std::vector<double> thresholds = {};
  bool evenly =
      false;  ///< From 0 to 1 in even steps: a prediction falls into one of their buckets.
  std::optional<int64_t> top_k = {};
  std::optional<int64_t> class_id = {};
  bool multi_label = false;  ///< Counts each label, the last axis, for itself.
  bool from_logits = false;
  std::vector<double> label_weights = {};  ///< Of the last axis; empty: all alike.
};

/// Counting at what thresholds a user gave: each in [0, 1], or a ValueError naming the metric. By
/// default at 0.5; the k largest predictions count wherever they lie.
Counting counting_at(std::string_view metric, const Numbers& thresholds,
                     std::optional<int64_t> top_k = {}, std::optional<int64_t> class_id = {});
/// ValueError, naming the metric, where so many thresholds are too few or too many.
void check_count(std::string_view metric, int64_t num_thresholds, int64_t least);
/// Whether they lie between 0 and 1 in even steps, the ends included.
bool evenly_spaced(const std::vector<double>& thresholds);

/// The base of metrics that count right and wrong answers at thresholds, weighted if weights are
/// given: a variable of float32 for each kind of answer that they need, [thresholds] or
/// [thresholds, labels]. A prediction counts as positive where it is strictly above the threshold.
class ConfusionBase : public MetricBase {
 public:
  using MetricBase::MetricBase;
  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight) override;
  Direction direction() const override { return Direction::up; }

 protected:
  struct Kept {
    Answer answer;
    std::string_view name;  ///< Its variable's.
  };
  /// What to count, once, in the constructor. `labels` is known or left to the first update where
  /// each label counts for itself.
  void count(Counting how, std::vector<Kept> kept, std::optional<int64_t> labels = {});
  Tensor counted(Answer answer) const;
  const Counting& counting() const { return how_; }
  /// a / (a + b) of counts, 0 where there are none.
  Tensor share(Answer a, Answer b) const;
  /// A list's only element as a number.
  static Tensor alone(const Tensor& x);

 private:
  void make_variables(std::optional<int64_t> labels);
  void add(Answer reached, Answer missed, const Tensor& y_pred, const Tensor& weight);
  const Variable& variable(Answer answer) const { return counts_[static_cast<size_t>(answer)]; }

  Counting how_;
  std::vector<Kept> kept_;
  std::array<Variable, 4> counts_;
  std::optional<int64_t> labels_;
  bool built_ = false;
};

/// The base of metrics that take the best of one share where another one is large enough.
class CurveBase : public ConfusionBase {
 public:
  using ConfusionBase::ConfusionBase;

 protected:
  /// `value` is the argument `what`, in [0, 1], or a ValueError naming the metric.
  void count_along(std::string_view metric, std::string_view what, double value,
                   int64_t num_thresholds, std::optional<int64_t> class_id);
  static Tensor best(const Tensor& constrained, const Tensor& wanted, double value);
};

}  // namespace cornu
