#pragma once

#include "framework/base/field_containers.h"
#include "framework/nn/metric.h"
#include "metrics/numbers.h"

namespace cornu {

/// The curve that an area lies under.
enum class AUCCurve : uint8_t { ROC, PR, PRGAIN };

template <>
struct EnumNames<AUCCurve> {
  static constexpr std::array<std::string_view, 3> names = {"ROC", "PR", "PRGAIN"};
};

/// How high a curve counts between two of its points.
enum class AUCSummation : uint8_t { interpolation, majoring, minoring };

template <>
struct EnumNames<AUCSummation> {
  static constexpr std::array<std::string_view, 3> names = {"interpolation", "majoring",
                                                            "minoring"};
};

namespace metrics {

struct AUCOptions {
  int64_t num_thresholds = 200;
  Choice<AUCCurve> curve = AUCCurve::ROC;
  Choice<AUCSummation> summation_method = AUCSummation::interpolation;
  CORNU_METRIC_OPTIONS("");
  Numbers thresholds = {};
  bool multi_label = false;
  std::optional<int64_t> num_labels = {};
  Numbers label_weights = {};
  bool from_logits = false;
  static void fields(auto& field, auto& config) {
    field("num_thresholds", config.num_thresholds, "How many thresholds stand for the curve.");
    field("curve", config.curve,
          "True by false positive rate, precision by recall, or their gains over chance.");
    field("summation_method", config.summation_method,
          "The mean, the larger or the smaller of two points' heights.");
    metric_fields(field, config);
    field("thresholds", config.thresholds,
          "The thresholds between 0 and 1 in place of even ones; null: num_thresholds says.");
    field("multi_label", config.multi_label, "The mean of each label's area, not one for all.");
    field("num_labels", config.num_labels, "With multi_label the number of labels, if known.");
    field("label_weights", config.label_weights, "The weights of labels; null: all alike.");
    field("from_logits", config.from_logits, "Whether predictions are logits, not probabilities.");
  }
};

/// The area under a curve of all thresholds: ROC, or precision by recall. Interpolated PR follows
/// Davis and Goadrich, 2006.
MetricRef AUC(const AUCOptions& options = {});

}  // namespace metrics

}  // namespace cornu
