#include "framework/model/output_rows.h"

#include "framework/base/error.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/copy.h"

namespace cornu {

bool OutputRows::fits(const Tensor& batch, int64_t samples) const {
  if (!parts_.empty() || batch.shape()[0] != samples || done_ + samples > samples_) return false;
  if (!whole_.defined()) return true;
  return batch.dtype() == whole_.dtype() && batch.shape().with(0, samples_) == whole_.shape();
}

Tensor OutputRows::written() const {
  Spec spec = whole_.spec();
  spec.shape[0] = done_;
  return Tensor::concrete(std::move(spec), whole_.buffer(), whole_.offset());
}

void OutputRows::add(const Tensor& batch, int64_t samples) {
  if (batch.ndim() == 0)
    fail<ShapeError>("predict: an output is a scalar: batches of it cannot be joined.",
                     "\n  hint: keep the batch's axis, or call the model itself.");
  if (!fits(batch, samples)) {
    if (parts_.empty() && whole_.defined()) parts_.push_back(written());
    parts_.push_back(ops::copy(batch));  // the next batch may overwrite what an output shares
    return;
  }
  if (!whole_.defined())
    whole_ = Tensor::empty({batch.dtype(), batch.shape().with(0, samples_), batch.device()});
  const size_t bytes = batch.spec().bytes();
  if (bytes > 0) {
    const size_t at = bytes / static_cast<size_t>(samples) * static_cast<size_t>(done_);
    allocator_of(batch.device())
        .copy_within(static_cast<std::byte*>(whole_.data()) + at, batch.data(), bytes);
  }
  done_ += samples;
}

Tensor OutputRows::joined() const {
  if (parts_.empty()) return done_ == samples_ ? whole_ : ops::copy(written());
  if (parts_.size() == 1) return parts_[0];
  return ops::concatenate({parts_.begin(), parts_.end()}, {.axis = 0});
}

}  // namespace cornu
