#include "framework/nn/weighting.h"

#include "framework/ops/ops.h"

namespace cornu {

namespace {

/// `longer` has one axis more, and ends in 1.
void match_longer(Tensor& longer, Tensor& shorter) {
  if (shorter.ndim() == 1)
    shorter = ops::expand_dims(shorter, {.axis = -1});
  else
    longer = ops::squeeze(longer, {.axis = -1});
}

double count_of(const Tensor& values) { return static_cast<double>(values.size()); }

}  // namespace

std::pair<Tensor, Tensor> match_ranks(const Tensor& a, const Tensor& b) {
  Tensor first = a, second = b;
  if (a.ndim() == b.ndim() + 1 && a.shape()[-1] == 1)
    match_longer(first, second);
  else if (b.ndim() == a.ndim() + 1 && b.shape()[-1] == 1)
    match_longer(second, first);
  return {first, second};
}

Tensor divide_no_nan(const Tensor& a, const Tensor& b) {
  const Tensor zero = ops::equal(b, 0.0);
  return ops::where(zero, 0.0, a / ops::where(zero, 1.0, b));
}

Tensor apply_mask(const Tensor& sample_weight, const Tensor& mask, DType dtype,
                  Reduction reduction) {
  if (!mask.defined())
    return sample_weight.defined() ? ops::cast(sample_weight, dtype) : sample_weight;
  Tensor weight = ops::cast(mask, dtype);
  if (reduction == Reduction::mean || reduction == Reduction::sum_over_batch_size)
    weight = weight * divide_no_nan(scalar(count_of(mask), dtype), ops::sum(weight));
  if (!sample_weight.defined()) return weight;
  const auto [places, samples] = match_ranks(weight, ops::cast(sample_weight, dtype));
  return samples * places;
}

Tensor reduce_weighted(const Tensor& values, const Tensor& sample_weight, const Tensor& mask,
                       Reduction reduction) {
  Tensor weighted = values;
  Tensor weight = apply_mask(sample_weight, mask, values.dtype(), reduction);
  if (weight.defined()) {
    std::tie(weighted, weight) = match_ranks(weighted, weight);
    weighted = weighted * weight;
  }
  if (reduction == Reduction::none || weighted.ndim() == 0) return weighted;
  const Tensor sum = ops::sum(weighted);
  if (reduction == Reduction::sum) return sum;
  if (reduction == Reduction::mean_with_sample_weight && weight.defined())
    return divide_no_nan(sum, ops::sum(weight));
  return weighted.size() == 0 ? sum : sum / count_of(weighted);
}

}  // namespace cornu
