#include "layers/merge.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

/// The last axes of both, but for the batch's, are equal or 1 or not known.
bool fit(const Shape& a, const Shape& b) {
  for (int64_t i = 1; i < std::min(a.ndim(), b.ndim()); ++i)
    if (a[-i] != b[-i] && a[-i] != 1 && b[-i] != 1 && a[-i] != unknown && b[-i] != unknown)
      return false;
  return true;
}

void check_pair(const Shape& a, const Shape& b) {
  if (!a.ranked() || !b.ranked() || a.ndim() == 0 || b.ndim() == 0) return;
  if (a[0] != b[0] && a[0] != unknown && b[0] != unknown)
    fail<ShapeError>("it cannot merge batches of different sizes: ", a, " and ", b, ".");
  if (!fit(a, b))
    fail<ShapeError>("it cannot merge inputs whose sizes differ: ", a, " and ", b, ".");
}

}  // namespace

void Merge::build_many(const Shapes& inputs) {
  if (inputs.empty()) fail<ValueError>("it merges a list of inputs, and got none.");
  for (size_t i = 0; i < inputs.size(); ++i)
    for (size_t j = i + 1; j < inputs.size(); ++j) check_pair(inputs[i], inputs[j]);
}

TensorStruct Merge::call_struct(const TensorStruct& inputs, const CallContext& context) {
  if (inputs.kind() == TensorStruct::Kind::one)
    fail<ValueError>("it merges a list of inputs, not one tensor: ", inputs.single().spec(), ".");
  return Layer::call_struct(inputs, context);
}

Tensors Merge::call_many(const Tensors& inputs, const CallContext&) {
  int64_t ndim = 0;
  for (const Tensor& input : inputs) ndim = std::max(ndim, input.ndim());
  Tensors aligned, masks;
  for (Tensor input : inputs) {
    Tensor mask = input.mask();
    while (mask.defined() && mask.ndim() < input.ndim())
      mask = ops::expand_dims(mask, {.axis = -1});
    while (input.ndim() < ndim) {
      input = ops::expand_dims(input, {.axis = 1});
      if (mask.defined()) mask = ops::expand_dims(mask, {.axis = 1});
    }
    aligned.push_back(input);
    masks.push_back(mask);
  }
  return {merge(aligned, masks)};
}

Tensors Merge::compute_mask(const Tensors&, const Tensors& masks) {
  Tensor merged;
  for (const Tensor& mask : masks) {
    if (!mask.defined()) return {Tensor()};
    merged = merged.defined() ? ops::logical_or(merged, mask) : mask;
  }
  return {merged};
}

Tensor Merge::fold(Function function, const Tensors& inputs) {
  Tensor merged = inputs[0];
  for (size_t i = 1; i < inputs.size(); ++i) merged = function(merged, inputs[i]);
  return merged;
}

Tensor Merge::fold(Function function, const Tensors& inputs, const Tensors& masks) {
  Tensor merged = inputs[0], counts = masks[0];
  for (size_t i = 1; i < inputs.size(); ++i) {
    Tensor next = inputs[i];
    const Tensor& mask = masks[i];
    if (mask.defined()) next = ops::where(mask, next, merged);
    if (counts.defined()) merged = ops::where(counts, merged, next);
    counts = mask.defined() && counts.defined() ? Tensor(ops::logical_or(counts, mask)) : Tensor();
    merged = function(merged, next);
  }
  return merged;
}

}  // namespace cornu
