#pragma once

#include <memory>
#include <string>
#include <vector>

#include "framework/model/compile_options.h"

namespace cornu {

/// What the outputs are called; empty where they have no names.
struct OutputNames {
  std::vector<std::string> names;
  bool keyed = false;  ///< The keys of a dict: losses may be given for some of them only.
};

/// compile's losses, matched with the outputs of a model.
class CompiledLoss {
 public:
  CompiledLoss(LossArg losses, WeightsArg weights);

  /// Matches losses with outputs, at the first batch.
  void build(const OutputNames& output_names, const Tensors& y_true, const Tensors& y_pred);
  bool built() const { return built_; }
  /// Whether each output has a loss, where there are `outputs` of them.
  std::vector<bool> wanted(const OutputNames& names, size_t outputs) const;

  /// The weighted sum; undefined where no output has a loss. Every list has an entry for each
  /// output; weights and unused targets may be undefined. Notes each output's own loss, which
  /// counts `samples` times in the mean over batches, or once.
  Tensor operator()(const Tensors& y_true, const Tensors& y_pred, const Tensors& sample_weight,
                    const Tensor& samples = {});

  struct Entry {
    size_t output;
    std::string name;  ///< The output's.
    LossRef loss;
    double weight;
    bool weighted;
  };
  /// The losses as build() matched them.
  const std::vector<Entry>& entries() const { return entries_; }
  /// `NAME_loss` of each output, unweighted, where there are several losses.
  const std::vector<std::shared_ptr<MeanBase>>& trackers() const { return trackers_; }

 private:
  /// For each output its loss, in compile's own order for named ones.
  std::vector<std::pair<size_t, LossRef>> assign(const OutputNames& output_names,
                                                 size_t outputs) const;
  double weight_of(size_t position, size_t count, const std::string& name) const;

  LossArg losses_;
  WeightsArg weights_;
  bool built_ = false;
  std::vector<Entry> entries_;
  std::vector<std::shared_ptr<MeanBase>> trackers_;
};

}  // namespace cornu
