#pragma once

#include <initializer_list>
#include <set>
#include <unordered_map>
#include <vector>

#include "framework/autodiff/backward.h"
#include "framework/runtime/apply.h"

namespace cornu {

/// What a gradient is taken with respect to: a variable or a watched tensor.
class Source {
 public:
  Source(const Variable& variable) : variable_(variable) {}
  Source(const Tensor& tensor) : tensor_(tensor) {}
  const Variable& variable() const { return variable_; }
  const Tensor& tensor() const { return tensor_; }

 private:
  Variable variable_;
  Tensor tensor_;
};

struct TapeOptions {
  bool persistent = false;  ///< gradient() may be called again, and differentiated.
  bool watch_accessed_variables = true;
};

/// Records what depends on watched values, from its construction until gradient() (unless it is
/// persistent) or the end of its scope. Trainable variables are watched when they are read.
class GradientTape final : public Recorder {
 public:
  explicit GradientTape(TapeOptions options = {});
  ~GradientTape() override;
  GradientTape(const GradientTape&) = delete;
  GradientTape& operator=(const GradientTape&) = delete;

  void watch(const Tensor& tensor);
  void watch(const Variable& variable);

  /// The gradient of `target`'s sum; an empty Tensor where it does not depend on the source.
  Tensor gradient(const Tensor& target, const Source& source);
  Tensors gradient(const Tensor& target, std::initializer_list<Source> sources);
  Tensors gradient(const Tensor& target, const Variables& variables);
  Tensors gradient(const Tensor& target, const Tensors& tensors);
  /// The general form: several targets, each weighted by a seed (undefined: ones).
  Tensors gradients(const Tensors& targets, const std::vector<Source>& sources,
                    const Tensors& seeds = {});

  void on_op(const OpDef& def, const Tensors& in, const Tensors& out, const Attrs& attrs,
             std::span<const Ref<Graph>> subgraphs) override;
  void on_read(const Variable& variable, const Tensor& value) override;
  bool tracks(const Tensor& value) const override { return tracked_.contains(value.id()); }

  /// Ends the recording before the end of its scope; gradients may be taken still.
  void stop();

 private:
  TapeOptions options_;
  bool recording_ = false;
  bool used_ = false;
  std::vector<OpRecord> records_;
  Tensors watched_;  // keeps the ids in use
  std::set<TensorId> tracked_;
  std::vector<std::pair<Variable, Tensor>> reads_;
  std::set<const Variable::State*> watched_variables_;
};

}  // namespace cornu
