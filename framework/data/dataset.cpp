#include "framework/data/dataset.h"

#include <cmath>

#include "framework/base/error.h"

namespace cornu {

namespace {

/// The rows [start, stop) of each tensor, in the memory of the whole.
TensorStruct rows_of(const TensorStruct& tensors, int64_t start, int64_t stop) {
  Tensors parts;
  for (const Tensor& whole : tensors.flat()) {
    const size_t row = Spec{whole.dtype(), whole.shape().sub(1), {}}.bytes();
    Spec spec = whole.spec();
    spec.shape[0] = stop - start;
    parts.push_back(Tensor::concrete(std::move(spec), whole.buffer(),
                                     whole.offset() + static_cast<size_t>(start) * row));
  }
  return tensors.with(std::move(parts));
}

}  // namespace

Dataset make_dataset(TensorStruct x, TensorStruct y, TensorStruct sample_weight) {
  const Tensor* first = nullptr;
  const auto check = [&](const TensorStruct& tensors, std::string_view what) {
    for (const Tensor& tensor : tensors.flat()) {
      if (tensor.ndim() == 0)
        fail<ShapeError>("data: ", what, " is a scalar.\n  hint: the first axis counts samples.");
      if (!first) first = &tensor;
      if (tensor.shape()[0] != first->shape()[0])
        fail<ShapeError>("data: numbers of samples differ: ", first->spec(), " has ",
                         first->shape()[0], ", ", what, " ", tensor.spec(), " has ",
                         tensor.shape()[0], ".");
    }
  };
  check(x, "x");
  check(y, "y");
  check(sample_weight, "sample_weight");
  Dataset dataset;
  dataset.size_ = first ? first->shape()[0] : 0;
  dataset.x_ = std::move(x);
  dataset.y_ = std::move(y);
  dataset.sample_weight_ = std::move(sample_weight);
  return dataset;
}

Dataset Dataset::rows(int64_t start, int64_t stop) const {
  if (start < 0 || stop < start || stop > size())
    fail<ValueError>("data: rows ", start, " to ", stop, " of ", size(), " samples.");
  Dataset part;
  part.x_ = rows_of(x_, start, stop);
  part.y_ = rows_of(y_, start, stop);
  part.sample_weight_ = rows_of(sample_weight_, start, stop);
  part.size_ = stop - start;
  part.class_names_ = class_names_;
  return part;
}

Dataset Dataset::inputs() const {
  Dataset inputs = *this;
  inputs.y_ = TensorStruct();
  inputs.sample_weight_ = TensorStruct();
  return inputs;
}

Dataset Dataset::unweighted() const {
  Dataset plain = *this;
  plain.sample_weight_ = TensorStruct();
  return plain;
}

Dataset Dataset::with_sample_weight(const TensorStruct& sample_weight) const {
  for (const Tensor& weight : sample_weight.flat())
    if (weight.ndim() == 0 || weight.shape()[0] != size())
      fail<ShapeError>("data: sample_weight is ", weight.spec(), " for ", size(), " samples.");
  Dataset weighted = *this;
  weighted.sample_weight_ = sample_weight;
  return weighted;
}

Dataset Dataset::with_class_names(std::vector<std::string> names) const {
  Dataset named = *this;
  named.class_names_ = std::move(names);
  return named;
}

std::pair<Dataset, Dataset> Dataset::split(double fraction) const {
  if (!(fraction > 0 && fraction < 1))
    fail<ValueError>("validation_split must be above 0 and below 1, not ", fraction, ".");
  const auto at = static_cast<int64_t>(std::floor(static_cast<double>(size()) * (1 - fraction)));
  if (at == 0 || at == size())
    fail<ValueError>("validation_split: ", fraction, " of ", size(), " samples leaves none to ",
                     at == 0 ? "train" : "validate", " on.");
  return {rows(0, at), rows(at, size())};
}

namespace data {

Dataset from_arrays(const TensorStruct& x, const TensorStruct& y,
                    const TensorStruct& sample_weight) {
  return make_dataset(x, y, sample_weight);
}

}  // namespace data

}  // namespace cornu
