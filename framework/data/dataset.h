#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "framework/tensor/tensor_struct.h"

namespace cornu {

/// What a step of training sees: the flattened inputs, targets and sample weights.
struct Batch {
  Tensors x, y, sample_weight;
  int64_t size() const { return x.empty() ? 0 : x[0].shape()[0]; }
};

enum class Shuffle : uint8_t { none, samples, batches };

struct BatchOptions {
  int64_t batch_size = 32;
  Shuffle shuffle = Shuffle::none;  ///< Anew each epoch.
  uint64_t seed = 0;
  /// Each batch overwrites the tensors of the one before: nothing is allocated.
  bool reuse = true;
};

/// Gives the batches of one epoch after the other; the last may be smaller.
class BatchReader {
 public:
  virtual ~BatchReader() = default;
  virtual void start(uint64_t epoch) = 0;
  /// From the next start on as if the options had this seed.
  virtual void reseed(uint64_t seed) = 0;
  /// Leaves batches of this epoch out.
  virtual void skip(int64_t batches) = 0;
  /// False at the epoch's end.
  virtual bool next(Batch& batch) = 0;
  /// Of an epoch; unknown where only its end will tell.
  virtual int64_t batches() const = 0;
};

/// Samples to train, evaluate or predict on: tensors side by side along their first axis.
class Dataset {
 public:
  Dataset() = default;

  const TensorStruct& x() const { return x_; }
  const TensorStruct& y() const { return y_; }
  const TensorStruct& sample_weight() const { return sample_weight_; }
  int64_t size() const { return size_; }
  /// What the labels 0, 1, … mean; empty where nobody said.
  const std::vector<std::string>& class_names() const { return class_names_; }
  bool empty() const { return x_.empty(); }
  /// The samples [start, stop); shares the elements.
  Dataset rows(int64_t start, int64_t stop) const;
  /// The same samples without targets and weights.
  Dataset inputs() const;
  /// The same samples, each of which counts once.
  Dataset unweighted() const;
  /// The same samples with other weights.
  Dataset with_sample_weight(const TensorStruct& sample_weight) const;
  /// The same samples, whose labels mean these.
  Dataset with_class_names(std::vector<std::string> names) const;
  /// The first samples, and the share `fraction` of them from the end, as Keras's
  /// validation_split; ValueError where one side is empty.
  std::pair<Dataset, Dataset> split(double fraction) const;

  std::unique_ptr<BatchReader> read(const BatchOptions& options) const;

 private:
  friend Dataset make_dataset(TensorStruct x, TensorStruct y, TensorStruct sample_weight);

  TensorStruct x_, y_, sample_weight_;
  int64_t size_ = 0;
  std::vector<std::string> class_names_;
};

namespace data {

/// Samples from arrays whose first axes agree; ShapeError otherwise.
Dataset from_arrays(const TensorStruct& x, const TensorStruct& y = {},
                    const TensorStruct& sample_weight = {});

}  // namespace data

}  // namespace cornu
