#pragma once

#include <optional>

#include "framework/config/run.h"
#include "framework/nn/logs.h"

namespace cornu {

/// A run that may begin: the model is compiled, the data are read, and everything that can be found
/// wrong without training has been looked for: inputs, targets, labels, losses, metrics, callbacks.
class TrainingPlan {
 public:
  /// Errors say where in the run file their cause stands.
  explicit TrainingPlan(const Run& run);

  /// Trains, with these callbacks after the run file's own.
  History fit(const Callbacks& more = {}) const;
  /// On the test data; nothing where the run has none.
  std::optional<Logs> evaluate() const;
  const FitOptions& options() const { return options_; }
  /// To train on.
  int64_t samples() const;
  /// Of a step.
  int64_t batch_size() const;

 private:
  void rehearse(const Run& run) const;
  void check_callbacks(const Run& run) const;

  Model model_;
  Dataset train_;
  std::optional<Dataset> test_;
  FitOptions options_;
};

/// Compiles a run's model as the run file says.
void compile_model(const Run& run);

}  // namespace cornu
