#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "framework/base/field_containers.h"
#include "framework/nn/metric.h"

namespace cornu {

/// What an intersection over union counts.
struct Overlap {
  int64_t num_classes = 2;
  std::optional<std::vector<int64_t>> targets = {};  ///< The classes whose mean it is; none: all.
  std::optional<DType> dtype = {};
  std::optional<int64_t> ignore_class = {};
  bool sparse_y_true = true;  ///< Labels are class indices, not scores along `axis`.
  bool sparse_y_pred = true;
  int64_t axis = -1;
};

/// The base of metrics of how labels and predictions overlap: both / (either), the mean over
/// classes that occur. The state is the confusion matrix, by default of integers: weights too.
class OverlapBase : public MetricBase {
 public:
  using MetricBase::MetricBase;
  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight) override;
  Tensor result() const override;
  Direction direction() const override { return Direction::up; }

 protected:
  /// Once, in the constructor; ValueError naming the metric.
  void count(std::string_view metric, Overlap how);

 private:
  Overlap how_;
  Variable matrix_;
};

/// Describes the options that most of them share.
void overlap_fields(auto& field, auto& config) {
  field("ignore_class", config.ignore_class, "A label whose places do not count.");
  if constexpr (requires { config.sparse_y_true; })
    field("sparse_y_true", config.sparse_y_true, "Whether labels are class indices.");
  field("sparse_y_pred", config.sparse_y_pred, "Whether predictions are class indices.");
  field("axis", config.axis, "The axis of the classes where they are not.");
}

}  // namespace cornu
