#pragma once

#include <string>
#include <utility>
#include <vector>

#include "framework/model/compile_options.h"

namespace cornu {

/// compile's metrics, matched with the outputs of a model.
class CompiledMetrics {
 public:
  struct Entry {
    std::string key;  ///< In logs: "label_accuracy", "weighted_mae".
    size_t output;
    MetricRef metric;
    bool weighted;
  };

  CompiledMetrics(MetricsArg metrics, MetricsArg weighted);

  /// Matches metrics with outputs, at the first batch. `names` is empty where outputs have none.
  void build(const std::vector<std::string>& names, const Tensors& y_true, const Tensors& y_pred);
  bool built() const { return built_; }

  /// Every list has an entry for each output; weights may be undefined.
  void update(const Tensors& y_true, const Tensors& y_pred, const Tensors& sample_weight) const;
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  MetricsArg metrics_, weighted_;
  bool built_ = false;
  std::vector<Entry> entries_;
};

}  // namespace cornu
