#include "framework/ops/get_item.h"

#include "framework/ops/expand_dims.h"
#include "framework/ops/strided_slice.h"

namespace cornu {

namespace {

/// A key taken apart: slices of x's axes, then axes to drop, then axes to add.
struct Indexing {
  const Spec& x;
  StridedSliceAttrs slices = {};
  std::vector<int64_t> dropped = {}, added = {};
  int64_t out_ndim = 0;

  int64_t axis() const { return static_cast<int64_t>(slices.step.size()); }
  void take_index(int64_t index) {
    if (axis() < x.shape.ndim()) {
      const int64_t size = x.shape[axis()];
      if (size != unknown && (index < -size || index >= size))
        fail<ValueError>("slice: index ", index, " is out of range for axis ", axis(), " of ", x,
                         ".");
    }
    dropped.push_back(axis());
    slices.add(index == -1 ? Range(all) : Range(index, index + 1));
    if (index == -1) slices.start.back() = -1;
  }
  void take_all(int64_t count) {
    for (int64_t i = 0; i < count; ++i) slices.add(all);
    out_ndim += count;
  }
  void add(const Argument& key, int64_t axes_of_ellipsis) {
    if (std::holds_alternative<Argument::None>(key.value)) {
      added.push_back(out_ndim++);
    } else if (std::holds_alternative<Argument::Ellipsis>(key.value)) {
      take_all(axes_of_ellipsis);
    } else if (const auto* index = std::get_if<int64_t>(&key.value)) {
      take_index(*index);
    } else if (const auto* range = std::get_if<Range>(&key.value)) {
      if (range->is_index) {
        take_index(range->start);
      } else {
        slices.add(*range);
        ++out_ndim;
      }
    } else {
      fail<ValueError>(
          "slice: a key must be an integer, a slice, an ellipsis or None.",
          key.is_tensor() ? "\n  hint: ops::take gathers by the elements of a tensor." : "");
    }
  }
};

}  // namespace

namespace ops {

Tensor get_item(const Operand& x, const Argument& key) {
  if (x.is_symbolic()) return record_symbolic("get_item", {x, key});
  const Tensor tensor = x.tensor();
  const auto* list = std::get_if<Argument::List>(&key.value);
  const Argument::List keys = list ? *list : Argument::List{key};
  int64_t used = 0, ellipses = 0;
  for (const Argument& one : keys) {
    const bool ellipsis = std::holds_alternative<Argument::Ellipsis>(one.value);
    ellipses += ellipsis;
    used += !ellipsis && !std::holds_alternative<Argument::None>(one.value);
  }
  if (!tensor.shape().ranked() && ellipses > 0)
    fail<ShapeError>("slice: the rank of ", tensor.spec(), " is not known.");
  if (ellipses > 1) fail<ValueError>("slice: more than one ellipsis.");
  if (tensor.shape().ranked() && used > tensor.ndim())
    fail<ValueError>("slice: ", used, " indices for ", tensor.spec(), ".");
  Indexing indexing{tensor.spec()};
  for (const Argument& one : keys) indexing.add(one, tensor.ndim() - used);
  Tensor y = strided_slice(tensor, indexing.slices);
  if (!indexing.dropped.empty()) y = squeeze(y, {.axis = Axes(indexing.dropped)});
  if (!indexing.added.empty()) y = expand_dims(y, {.axis = Axes(indexing.added)});
  return y;
}

}  // namespace ops

Tensor Tensor::operator[](int64_t index) const { return ops::get_item(*this, Argument(index)); }

Tensor Tensor::slice(std::initializer_list<Range> ranges) const {
  return ops::get_item(*this, Argument(Argument::List(ranges.begin(), ranges.end())));
}

}  // namespace cornu
