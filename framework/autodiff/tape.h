#pragma once

#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "framework/autodiff/backward.h"
#include "framework/autodiff/tensor_id_set.h"
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

/// What a source that the target does not depend on gets: an empty Tensor, or zeros.
enum class UnconnectedGradients : uint8_t { none, zero };

struct GradientOptions {
  Tensors output_gradients = {};  ///< A weight of each element of each target; default: ones.
  UnconnectedGradients unconnected_gradients = UnconnectedGradients::none;
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
  /// The variables that were read while it watched them, in that order.
  Variables watched_variables() const;

  /// Nothing is recorded while the result lives: `auto pause = tape.stop_recording();`
  class Pause {
   public:
    explicit Pause(GradientTape& tape) : tape_(tape) { ++tape_.paused_; }
    ~Pause() { --tape_.paused_; }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    GradientTape& tape_;
  };
  [[nodiscard]] Pause stop_recording() { return Pause(*this); }
  /// Forgets all that it has recorded and watches, and records anew.
  void reset();
  /// Ends the recording before the end of its scope; gradients may be taken still.
  void stop();

  /// The gradient of `target`'s sum; an empty Tensor where it does not depend on the source, unless
  /// the options say zeros.
  Tensor gradient(const Tensor& target, const Source& source, const GradientOptions& options = {});
  Tensors gradient(const Tensor& target, std::initializer_list<Source> sources,
                   const GradientOptions& options = {});
  Tensors gradient(const Tensor& target, const Variables& variables,
                   const GradientOptions& options = {});
  Tensors gradient(const Tensor& target, const Tensors& tensors,
                   const GradientOptions& options = {});
  /// By name: `tape.gradient(loss, {{"w", w}, {"b", b}})["w"]`.
  std::map<std::string, Tensor> gradient(const Tensor& target,
                                         const std::map<std::string, Source>& sources,
                                         const GradientOptions& options = {});
  /// The general form: of the sum of several targets, each weighted by a seed (undefined: ones).
  Tensors gradients(const Tensors& targets, const std::vector<Source>& sources,
                    const Tensors& seeds = {});

  /// The derivatives of each element of the target by each of the source: the target's shape, then
  /// the source's. Zeros where it does not depend on the source.
  Tensor jacobian(const Tensor& target, const Source& source);
  Tensors jacobian(const Tensor& target, const std::vector<Source>& sources);
  /// The same for samples that do not depend on each other: [batch, target, source]. ShapeError
  /// where there is no axis of samples, or their numbers differ.
  Tensor batch_jacobian(const Tensor& target, const Source& source);

  void on_op(const OpDef& def, TensorRefs in, std::span<const Tensor> out, const Attrs& attrs,
             std::span<const Ref<Graph>> subgraphs) override;
  void on_read(const Variable& variable, const Tensor& value) override;
  bool tracks(const Tensor& value) const override { return tracked_.contains(value.id()); }

 private:
  Tensors gradient_of(const Tensor& target, const std::vector<Source>& sources,
                      const GradientOptions& options);

  void start();

  TapeOptions options_;
  int paused_ = 0;
  bool recording_ = false;
  bool listed_ = false;  // among the recorders
  bool used_ = false;
  std::vector<OpRecord> records_;
  Tensors watched_;  // keeps the ids in use
  TensorIdSet tracked_;
  std::vector<std::pair<Variable, Tensor>> reads_;
  std::set<const Variable::State*> watched_variables_;
};

}  // namespace cornu
