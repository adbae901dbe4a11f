#include <algorithm>
#include <cstring>
#include <vector>

#include "framework/base/error.h"
#include "framework/data/dataset.h"
#include "framework/data/permutation.h"

namespace cornu {

namespace {

/// Bytes of one sample.
size_t row_bytes(const Tensor& tensor) {
  return Spec{tensor.dtype(), tensor.shape().sub(1), {}}.bytes();
}

/// One array, and the place where its rows of a batch are put together.
class Column {
 public:
  Column(const Tensor& array, int64_t batch_size)
      : array_(array), row_bytes_(row_bytes(array)), batch_size_(batch_size) {
    if (array.device().kind == DeviceKind::cpu) {
      rows_ = static_cast<const std::byte*>(array.data());
    } else {
      host_.resize(array.spec().bytes());
      array.copy_to(host_.data());
      rows_ = host_.data();
      staging_.resize(static_cast<size_t>(batch_size) * row_bytes_);
    }
  }

  /// The rows `order[0]` … as a tensor.
  Tensor gather(const int64_t* order, int64_t count, bool reuse) {
    Tensor& kept = count == batch_size_ ? full_ : last_;
    if (!reuse || !kept.defined() || kept.shape()[0] != count)
      kept = Tensor::empty({array_.dtype(), array_.shape().with(0, count), array_.device()});
    std::byte* to = staging_.empty() ? static_cast<std::byte*>(kept.data()) : staging_.data();
    for (int64_t i = 0; i < count; ++i)
      std::memcpy(to + static_cast<size_t>(i) * row_bytes_,
                  rows_ + static_cast<size_t>(order[i]) * row_bytes_, row_bytes_);
    if (!staging_.empty())
      kept.buffer()->from_host(to, kept.offset(), static_cast<size_t>(count) * row_bytes_);
    return kept;
  }

 private:
  Tensor array_;
  size_t row_bytes_;
  int64_t batch_size_;
  const std::byte* rows_;
  std::vector<std::byte> host_, staging_;  // of arrays on other devices
  Tensor full_, last_;                     // batches of the usual and of the last size
};

}  // namespace

/// Batches from arrays.
class ArrayReader final : public BatchReader {
 public:
  ArrayReader(const Dataset& dataset, const BatchOptions& options)
      : size_(dataset.size()), options_(options) {
    if (options.batch_size < 1)
      fail<ValueError>("batch_size must be at least 1, not ", options.batch_size, ".");
    options_.batch_size = std::min(options.batch_size, std::max<int64_t>(1, size_));
    const auto open = [&](const TensorStruct& tensors, std::vector<Column>& columns) {
      for (const Tensor& tensor : tensors.flat()) columns.emplace_back(tensor, options_.batch_size);
    };
    open(dataset.x(), x_);
    open(dataset.y(), y_);
    open(dataset.sample_weight(), sample_weight_);
    order_.resize(static_cast<size_t>(size_));
  }

  void start(uint64_t epoch) override {
    at_ = 0;
    for (size_t i = 0; i < order_.size(); ++i) order_[i] = static_cast<int64_t>(i);
    if (options_.shuffle == Shuffle::samples) order_ = permutation(size_, options_.seed, epoch);
    if (options_.shuffle == Shuffle::batches) shuffle_batches(epoch);
  }

  bool next(Batch& batch) override {
    if (at_ >= size_) return false;
    const int64_t count = std::min(options_.batch_size, size_ - at_);
    const auto fill = [&](std::vector<Column>& columns, Tensors& out) {
      out.resize(columns.size());
      for (size_t c = 0; c < columns.size(); ++c)
        out[c] = columns[c].gather(order_.data() + at_, count, options_.reuse);
    };
    fill(x_, batch.x);
    fill(y_, batch.y);
    fill(sample_weight_, batch.sample_weight);
    at_ += count;
    return true;
  }

  void reseed(uint64_t seed) override { options_.seed = seed; }

  void skip(int64_t batches) override {
    at_ = batches < this->batches() ? at_ + batches * options_.batch_size : size_;
    at_ = std::min(at_, size_);
  }

  int64_t batches() const override {
    return (size_ + options_.batch_size - 1) / options_.batch_size;
  }

 private:
  /// Keras's "batch": whole batches change places, the last, smaller one stays.
  void shuffle_batches(uint64_t epoch) {
    const int64_t size = options_.batch_size, whole = size_ / size;
    const std::vector<int64_t> places = permutation(whole, options_.seed, epoch);
    for (int64_t b = 0; b < whole; ++b)
      for (int64_t i = 0; i < size; ++i)
        order_[static_cast<size_t>(b * size + i)] = places[static_cast<size_t>(b)] * size + i;
  }

  std::vector<Column> x_, y_, sample_weight_;
  int64_t size_, at_ = 0;
  BatchOptions options_;
  std::vector<int64_t> order_;
};

std::unique_ptr<BatchReader> Dataset::read(const BatchOptions& options) const {
  return std::make_unique<ArrayReader>(*this, options);
}

}  // namespace cornu
