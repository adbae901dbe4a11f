#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "framework/base/choice.h"
#include "framework/base/field_containers.h"
#include "framework/nn/metric.h"

namespace cornu {

/// How scores of classes become one: over all answers alike, their mean, or by the classes' sizes.
enum class Average : uint8_t { micro, macro, weighted };

template <>
struct EnumNames<Average> {
  static constexpr std::array<std::string_view, 3> names = {"micro", "macro", "weighted"};
};

/// Describes what F-scores share.
void f_score_fields(auto& field, auto& config) {
  field("average", config.average,
        "Over all answers alike, the classes' mean, or by their sizes; null: one for each class.");
  field("threshold", config.threshold,
        "Predictions above it, in (0, 1], are positive; null: the largest one of each sample.");
  metric_fields(field, config);
}

/// The base of F-scores: the weighted harmonic mean of precision and recall of labels [samples,
/// classes], 0 or 1.
class FScoreBase : public MetricBase {
 public:
  using MetricBase::MetricBase;
  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight) override;
  Tensor result() const override;
  Direction direction() const override { return Direction::up; }

 protected:
  using Averaging = std::optional<Choice<Average>>;
  /// Once, in the constructor; ValueError naming the metric.
  void score(std::string_view metric, Averaging average, double beta,
             std::optional<double> threshold);

 private:
  bool pools() const { return average_ && *average_ == Average::micro; }

  Averaging average_;
  double beta_ = 1;
  std::optional<double> threshold_;
  Variable hits_, alarms_, missed_, sizes_;
};

}  // namespace cornu
