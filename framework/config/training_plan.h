#pragma once

#include <optional>

#include "framework/config/run.h"
#include "framework/nn/logs.h"

namespace cornu {

/// A run that may begin: the model is compiled, the data are read and fit its inputs.
class TrainingPlan {
 public:
  /// ConfigError where the run file lacks what training needs; what open_run and the data sources
  /// throw otherwise.
  explicit TrainingPlan(const Run& run);

  /// Trains, with these callbacks after the run file's own.
  History fit(const Callbacks& more = {}) const;
  /// On the test data; nothing where the run has none.
  std::optional<Logs> evaluate() const;
  const FitOptions& options() const { return options_; }

 private:
  Model model_;
  Dataset train_;
  std::optional<Dataset> test_;
  FitOptions options_;
};

/// Compiles a run's model as the run file says.
void compile_model(const Run& run);

}  // namespace cornu
