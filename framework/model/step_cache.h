#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "framework/compiler/arena_pool.h"
#include "framework/data/dataset.h"
#include "framework/model/step_inputs.h"
#include "framework/trace/function.h"

namespace cornu {

/// How a batch's tensors are named and ordered; its tensors themselves are undefined.
struct StepLayout {
  TensorStruct x, y, sample_weight;

  static StepLayout of(const Dataset& dataset);
  friend bool operator==(const StepLayout& a, const StepLayout& b);
};

/// A step, compiled once for each layout and each batch shape; or run as it is. Threads may call it
/// at the same time.
class StepCache {
 public:
  using Step = std::function<TensorStruct(const StepInputs&)>;

  /// Programs work in memory of this pool.
  explicit StepCache(Ref<ArenaPool> arenas) : arenas_(std::move(arenas)) {}
  /// Forgets what was compiled. Not while it is called.
  void reset(Step step, bool eager);
  /// Forgets what was compiled. Threads may be calling it.
  void forget();
  TensorStruct operator()(const StepLayout& layout, const Batch& batch);
  bool eager() const { return eager_; }
  /// What was compiled: for profiles.
  std::vector<Ref<Executable>> executables() const;

 private:
  struct Traced;
  /// That of this layout, made where there is none.
  std::shared_ptr<Traced> traced(const StepLayout& layout);

  Ref<ArenaPool> arenas_;
  Step step_;
  bool eager_ = false;
  mutable std::mutex mutex_;
  std::list<std::shared_ptr<Traced>> traced_;  // guarded
};

}  // namespace cornu
