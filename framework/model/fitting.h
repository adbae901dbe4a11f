#pragma once

#include <optional>

#include "framework/model/trainer.h"

namespace cornu {

/// A fit that runs.
struct Trainer::Fitting {
  /// `current` points to it as long as it lives.
  Fitting(Fitting*& current, Epochs& epochs, const CallbackList& callbacks, int64_t epoch)
      : epochs(epochs), callbacks(callbacks), epoch(epoch), current_(current) {
    current = this;
  }
  Fitting(const Fitting&) = delete;
  Fitting& operator=(const Fitting&) = delete;
  ~Fitting() { current_ = nullptr; }

  Epochs& epochs;
  const CallbackList& callbacks;
  int64_t epoch;
  std::optional<TrainingSnapshot> resumed = {};

 private:
  Fitting*& current_;
};

}  // namespace cornu
