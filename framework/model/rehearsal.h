#pragma once

#include <string_view>

#include "framework/data/dataset.h"
#include "framework/model/trainer.h"

namespace cornu {

/// A step on zeros in place of data and of the model's outputs: finds what does not fit before any
/// step runs, at next to no cost. Models whose outputs only a call can tell are not tried.
class Rehearsal {
 public:
  /// Builds the model. ValueError where the data's targets are not those of the model's outputs.
  Rehearsal(Trainer& trainer, const Dataset& dataset, int64_t batch_size);

  /// What compile's losses find wrong, and that there is something to minimise.
  void try_losses() const;
  void try_metrics() const;
  /// ValueError where a label is no class; after try_losses.
  void check_labels() const;
  /// All of these.
  void check() const;

 private:
  Trainer& trainer_;
  const Dataset& dataset_;
  Trainer::Matched targets_;  // of all samples
  Trainer::Matched zeros_;    // of one batch; empty where an output's shape is not known
};

}  // namespace cornu
