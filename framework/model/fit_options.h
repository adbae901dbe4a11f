#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "framework/data/dataset.h"
#include "framework/nn/callback.h"

namespace cornu {

/// fit's `validation_data`: a data set, or inputs, targets and weights.
class ValidationData {
 public:
  ValidationData() = default;
  ValidationData(Dataset dataset) : dataset_(std::move(dataset)) {}
  ValidationData(const TensorStruct& x, const TensorStruct& y,
                 const TensorStruct& sample_weight = {})
      : dataset_(data::from_arrays(x, y, sample_weight)) {}

  bool empty() const { return dataset_.empty(); }
  const Dataset& dataset() const { return dataset_; }

 private:
  Dataset dataset_;
};

/// fit's `shuffle`: true for samples, "batch" for whole batches.
class ShuffleArg {
 public:
  ShuffleArg(bool samples) : value_(samples ? Shuffle::samples : Shuffle::none) {}
  ShuffleArg(const char* what) : ShuffleArg(std::string_view(what)) {}
  ShuffleArg(std::string_view what);
  Shuffle value() const { return value_; }

 private:
  Shuffle value_;
};

/// fit's `validation_freq`: each n-th epoch, or after these epochs, which count from 1.
class ValidationFreq {
 public:
  ValidationFreq(int64_t every = 1) : every_(every) {}
  ValidationFreq(std::initializer_list<int64_t> epochs) : every_(0), epochs_(epochs) {}
  explicit ValidationFreq(std::vector<int64_t> epochs) : every_(0), epochs_(std::move(epochs)) {}
  int64_t every() const { return every_; }  ///< 0: where epochs are given.
  const std::vector<int64_t>& epochs() const { return epochs_; }
  friend bool operator==(const ValidationFreq&, const ValidationFreq&) = default;
  /// ValueError where the number is below 1.
  void check() const;
  /// Whether the epoch, from 0, ends in validation.
  bool includes(int64_t epoch) const;

 private:
  int64_t every_;
  std::vector<int64_t> epochs_;
};

/// How often each label counts in the loss; labels that are not named count once.
using ClassWeight = std::map<int64_t, double>;

struct FitOptions {
  int64_t epochs = 1;
  std::optional<int64_t> batch_size = {};  ///< Default 32.
  int verbose = 1;                         ///< 0: silent; 1: a bar; 2: a line for each epoch.
  double validation_split = 0;
  ValidationData validation_data = {};
  ShuffleArg shuffle = true;
  ClassWeight class_weight = {};
  TensorStruct sample_weight = {};
  int64_t initial_epoch = 0;
  std::optional<int64_t> steps_per_epoch = {};
  std::optional<int64_t> validation_steps = {};
  std::optional<int64_t> validation_batch_size = {};  ///< Default: batch_size.
  ValidationFreq validation_freq = 1;
  Callbacks callbacks = {};
};

/// The samples of a batch: as given, or as many as make `steps` batches, or 32.
int64_t batch_size_of(std::optional<int64_t> given, std::optional<int64_t> steps, int64_t samples);

struct EvaluateOptions {
  std::optional<int64_t> batch_size = {};
  int verbose = 1;
  TensorStruct sample_weight = {};
  std::optional<int64_t> steps = {};
  Callbacks callbacks = {};
};

struct PredictOptions {
  std::optional<int64_t> batch_size = {};
  int verbose = 0;  ///< Keras's default is a bar; a library prints none unasked.
  std::optional<int64_t> steps = {};
  Callbacks callbacks = {};
};

struct TrainOnBatchOptions {
  TensorStruct sample_weight = {};
  ClassWeight class_weight = {};
};

}  // namespace cornu
