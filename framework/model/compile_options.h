#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "framework/nn/loss.h"
#include "framework/nn/metric.h"
#include "framework/nn/optimizer.h"

namespace cornu {

struct NamedLoss {
  NamedLoss(std::string name, LossRef value) : key(std::move(name)), loss(std::move(value)) {}
  std::string key;
  LossRef loss;
};

/// compile's `loss`: one for all outputs, one for each in order, or by output name. An empty one
/// leaves its output without a loss.
class LossArg {
 public:
  enum class Kind : uint8_t { none, one, list, named };

  LossArg() = default;
  LossArg(const char* name) : LossArg(LossRef(name)) {}
  LossArg(const std::string& name) : LossArg(LossRef(name)) {}
  LossArg(LossRef loss) : kind_(Kind::one), losses_{std::move(loss)} {}
  LossArg(std::initializer_list<LossRef> losses) : LossArg(std::vector<LossRef>(losses)) {}
  LossArg(std::initializer_list<NamedLoss> losses);
  explicit LossArg(std::vector<LossRef> losses) : kind_(Kind::list), losses_(std::move(losses)) {}
  static LossArg by_name(std::vector<std::string> names, std::vector<LossRef> losses);

  Kind kind() const { return kind_; }
  const std::vector<LossRef>& losses() const { return losses_; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  Kind kind_ = Kind::none;
  std::vector<LossRef> losses_;
  std::vector<std::string> names_;
};

/// compile's `loss_weights`: one number, one for each loss in order, or by output name.
class WeightsArg {
 public:
  WeightsArg() = default;
  template <class T>
  requires std::is_arithmetic_v<T> WeightsArg(T weight)
      : weights_{static_cast<double>(weight)}, one_for_all_(true) {}
  WeightsArg(std::initializer_list<double> weights) : weights_(weights) {}
  WeightsArg(std::initializer_list<std::pair<std::string, double>> weights);
  explicit WeightsArg(std::vector<double> weights) : weights_(std::move(weights)) {}
  static WeightsArg by_name(std::vector<std::string> names, std::vector<double> weights);

  bool empty() const { return weights_.empty(); }
  const std::vector<double>& weights() const { return weights_; }
  const std::vector<std::string>& names() const { return names_; }
  /// Whether it is a number, every loss's.
  bool one_for_all() const { return one_for_all_; }

 private:
  std::vector<double> weights_;
  bool one_for_all_ = false;
  std::vector<std::string> names_;
};

/// The metrics of one output: one, or a list.
class MetricList {
 public:
  MetricList() = default;
  MetricList(const char* name) : metrics_{name} {}
  MetricList(MetricRef metric) : metrics_{std::move(metric)} {}
  MetricList(std::initializer_list<MetricRef> metrics) : metrics_(metrics) {}
  explicit MetricList(std::vector<MetricRef> metrics) : metrics_(std::move(metrics)) {}
  const std::vector<MetricRef>& metrics() const { return metrics_; }

 private:
  std::vector<MetricRef> metrics_;
};

struct NamedMetrics {
  NamedMetrics(std::string name, MetricList value)
      : key(std::move(name)), metrics(std::move(value)) {}
  std::string key;
  MetricList metrics;
};

/// compile's `metrics`: a list for the only output, one for each output in order, or lists by
/// output name.
class MetricsArg {
 public:
  enum class Kind : uint8_t { none, list, lists, named };

  MetricsArg() = default;
  MetricsArg(std::initializer_list<MetricRef> metrics)
      : kind_(Kind::list), lists_{MetricList(metrics)} {}
  MetricsArg(std::initializer_list<NamedMetrics> metrics);
  explicit MetricsArg(MetricList metrics) : kind_(Kind::list), lists_{std::move(metrics)} {}
  static MetricsArg by_name(std::vector<std::string> names, std::vector<MetricList> lists);
  /// The list of each output.
  static MetricsArg for_each(std::vector<MetricList> lists);

  Kind kind() const { return kind_; }
  const std::vector<MetricList>& lists() const { return lists_; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  Kind kind_ = Kind::none;
  std::vector<MetricList> lists_;
  std::vector<std::string> names_;
};

struct CompileOptions {
  OptimizerRef optimizer = "rmsprop";
  LossArg loss = {};
  WeightsArg loss_weights = {};
  MetricsArg metrics = {};
  MetricsArg weighted_metrics = {};
  bool run_eagerly = false;
  int64_t steps_per_execution = 1;  ///< Batches between two looks at callbacks.
  /// Kept for files, where it means XLA: here every step is compiled unless run_eagerly is set.
  /// Keras's "auto" where it is not given.
  std::optional<bool> jit_compile = {};
  bool auto_scale_loss = true;  ///< Scales the loss of a float16 model.
  /// Keras 2's: "temporal" demands weights for each sample and step, of rank 2. They are taken
  /// without it, too.
  std::optional<std::string> sample_weight_mode = {};
};

/// Keras's `compile_config`, both ways.
Json to_json(const CompileOptions& options);
CompileOptions compile_options_from_json(const Json& json);

}  // namespace cornu
