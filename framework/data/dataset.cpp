#include "framework/data/dataset.h"

#include <cmath>

#include "framework/base/error.h"

namespace cornu {

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
  dataset.stop_ = first ? first->shape()[0] : 0;
  dataset.x_ = std::move(x);
  dataset.y_ = std::move(y);
  dataset.sample_weight_ = std::move(sample_weight);
  return dataset;
}

Dataset Dataset::rows(int64_t start, int64_t stop) const {
  if (start < 0 || stop < start || stop > size())
    fail<ValueError>("data: rows ", start, " to ", stop, " of ", size(), " samples.");
  Dataset part = *this;
  part.stop_ = start_ + stop;
  part.start_ = start_ + start;
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
  CORNU_CHECK(start_ == 0, "weights of a part");
  Dataset weighted = *this;
  weighted.sample_weight_ = sample_weight;
  return weighted;
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
