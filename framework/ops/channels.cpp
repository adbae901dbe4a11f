#include "framework/ops/channels.h"

#include "framework/ops/transpose.h"

namespace cornu {

Tensor channels_to_last(const Tensor& x) {
  std::vector<int64_t> axes = {0};
  for (int64_t axis = 2; axis < x.ndim(); ++axis) axes.push_back(axis);
  axes.push_back(1);
  return ops::transpose(x, {.axes = axes});
}

Tensor channels_to_first(const Tensor& x) {
  std::vector<int64_t> axes = {0, x.ndim() - 1};
  for (int64_t axis = 1; axis < x.ndim() - 1; ++axis) axes.push_back(axis);
  return ops::transpose(x, {.axes = axes});
}

}  // namespace cornu
