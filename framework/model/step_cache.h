#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "framework/data/dataset.h"
#include "framework/trace/function.h"

namespace cornu {

/// How a batch's tensors are named and ordered; its tensors themselves are undefined.
struct StepLayout {
  TensorStruct x, y, sample_weight;

  static StepLayout of(const Dataset& dataset);
  friend bool operator==(const StepLayout& a, const StepLayout& b);
};

/// A batch in the structure that the user gave it.
struct StepInputs {
  TensorStruct x, y, sample_weight;
};

/// A step, compiled once for each layout and each batch shape; or run as it is.
class StepCache {
 public:
  using Step = std::function<Tensors(const StepInputs&)>;

  /// Forgets what was compiled.
  void reset(Step step, bool eager);
  Tensors operator()(const StepLayout& layout, const Batch& batch);
  bool eager() const { return eager_; }
  /// What was compiled: for profiles.
  std::vector<Ref<Executable>> executables() const;

 private:
  Step step_;
  bool eager_ = false;
  std::vector<std::pair<StepLayout, TracedFunction>> traced_;
};

}  // namespace cornu
