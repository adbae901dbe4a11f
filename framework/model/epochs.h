#pragma once

#include <optional>

#include "framework/data/dataset.h"

namespace cornu {

/// A place in the data of a training run.
struct DataPosition {
  int64_t batch = 0;   ///< Batches of this epoch that are done.
  int64_t passes = 0;  ///< Passes over the data that were begun.
  int64_t left = 0;    ///< Batches of the last of these that are not done.
  int64_t seed = 0;    ///< Of the order of the samples.
  static void fields(auto& field, auto& config) {
    field("batch", config.batch, "Batches of the epoch that are done.");
    field("passes", config.passes, "Passes over the data that were begun.");
    field("left", config.left, "Batches of the last pass that are not done.");
    field("seed", config.seed, "Of the order of the samples.");
  }
};

/// Walks through a reader by epochs. With a number of steps given, an epoch goes on where the last
/// one ended; as in Keras it is a whole number of executions.
class Epochs {
 public:
  /// `seed` is the reader's; ValueError where `steps` is below 1.
  Epochs(BatchReader& reader, std::optional<int64_t> steps, int64_t execution, uint64_t seed = 0);

  /// Of an epoch; -1 where only its end will tell.
  int64_t steps() const { return steps_.value_or(reader_.batches()); }
  void begin();
  bool next(Batch& batch);

  DataPosition position() const;
  /// Whether the epoch has no further batch.
  bool at_end() const { return ended_ || seen_ == steps() || (!steps_ && left_ == 0); }
  /// The next epoch begins there, in its midst. ValueError where the data have no such place.
  void go_to(const DataPosition& position);

 private:
  BatchReader& reader_;
  std::optional<int64_t> steps_;
  uint64_t seed_;
  int64_t most_ = 0;  // batches of an epoch, where steps are given
  int64_t passes_ = 0;
  int64_t seen_ = 0;
  int64_t left_ = 0;  // batches of this pass over the data
  bool midway_ = false;
  bool ended_ = false;  // there was no next batch
};

}  // namespace cornu
