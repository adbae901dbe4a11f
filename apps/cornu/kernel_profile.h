#pragma once

#include <chrono>
#include <vector>

#include "framework/base/json.h"
#include "framework/compiler/executable.h"
#include "framework/model/trainer.h"

namespace cornu::program {

/// Measures the kernels of the training step that takes the most memory, that of whole batches,
/// while it lives. It makes steps slower: their own time is measured without it.
class KernelProfile {
 public:
  /// After a first step: before it nothing is compiled.
  explicit KernelProfile(const Trainer& trainer);
  KernelProfile(const KernelProfile&) = delete;
  ~KernelProfile();

  double arena_mb() const;
  /// `[{"op", "kernel", "layer", "us_per_step", "share"}]`, the slowest first.
  Json json() const;

 private:
  void note(size_t step, bool begins);

  Ref<Executable> executable_;
  std::chrono::steady_clock::time_point begin_;
  std::vector<double> seconds_;  // of each step
  int64_t runs_ = 0;
};

}  // namespace cornu::program
