#include "framework/ops/image/patches.h"

#include <tuple>

#include "framework/base/error.h"
#include "framework/ops/channels.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/image/images.h"
#include "framework/ops/pad.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take.h"
#include "framework/ops/transpose.h"

namespace cornu {

namespace {

struct Windows {
  std::vector<Window> axes;
  bool same = false;
};

/// How many patches there are along an axis.
int64_t patches(const Windows& windows, size_t i, int64_t size) {
  const Window& window = windows.axes[i];
  if (size == unknown) return unknown;
  if (windows.same) return (size + window.stride - 1) / window.stride;
  return size < window.extent() ? 0 : (size - window.extent()) / window.stride + 1;
}

Windows windows_of(const ExtractPatchesOptions& options) {
  const size_t given = options.size.given().size();
  if (!options.size.single() && given != 2 && given != 3)
    fail<ValueError>("extract_patches: size has ", given, given == 1 ? " number" : " numbers",
                     "; patches have 2 axes or 3.");
  const auto axes = static_cast<int64_t>(options.size.single() ? 2 : given);
  const auto sizes = options.size.expanded("extract_patches", "size", axes);
  const auto strides =
      options.strides ? options.strides->expanded("extract_patches", "strides", axes) : sizes;
  const auto dilations = options.dilation_rate.expanded("extract_patches", "dilation_rate", axes);
  Windows windows{{}, options.padding == Padding::same};
  for (size_t i = 0; i < sizes.size(); ++i)
    windows.axes.push_back({sizes[i], strides[i], dilations[i]});
  return windows;
}

/// Axis `axis` taken apart into patches and their elements.
Tensor apart(const Tensor& x, int64_t axis, const Window& window, int64_t count) {
  const Shape front = x.shape().sub(0, axis), back = x.shape().sub(axis + 1);
  const Shape shape = front + Shape{count, window.size} + back;
  if (window.stride == window.size && window.dilation == 1) {
    const Tensor whole = slice_axis(x, axis, Range(0, count * window.size));
    return ops::reshape(whole, {.newshape = shape});
  }
  std::vector<int64_t> places;
  for (int64_t patch = 0; patch < count; ++patch)
    for (int64_t i = 0; i < window.size; ++i)
      places.push_back(patch * window.stride + i * window.dilation);
  return ops::take(x, from_buffer(places.data(), {count, window.size}, DType::i64, x.device()),
                   {.axis = axis});
}

/// Patches of a batch whose channels are last and whose sizes are known.
Tensor extract(Tensor x, const Windows& windows) {
  const auto axes = static_cast<int64_t>(windows.axes.size());
  Shape result{x.shape()[0]};
  int64_t elements = x.shape()[-1];
  PadAttrs padding;
  for (PadAttrs* attrs = &padding; auto* list : {&attrs->low, &attrs->high, &attrs->interior})
    list->assign(static_cast<size_t>(axes + 2), 0);
  for (size_t i = 0; i < windows.axes.size(); ++i) {
    const int64_t size = x.shape()[static_cast<int64_t>(i) + 1];
    const int64_t count = patches(windows, i, size);
    if (count == 0 && !windows.same)
      fail<ShapeError>("extract_patches: axis ", i + 1, " of a batch of ", x.spec(),
                       " is shorter than a patch of ", windows.axes[i].extent(),
                       ".\n  hint: padding = \"same\" keeps small images usable.");
    if (windows.same)
      std::tie(padding.low[i + 1], padding.high[i + 1]) = same_padding(size, windows.axes[i]);
    result.push_back(count);
    elements *= windows.axes[i].size;
  }
  result.push_back(elements);
  x = pad_general(x, padding);
  std::vector<int64_t> order = {0};
  for (int64_t axis = 0; axis < axes; ++axis) {
    x = apart(x, 2 * axis + 1, windows.axes[static_cast<size_t>(axis)], result[axis + 1]);
    order.push_back(2 * axis + 1);
  }
  for (int64_t axis = 0; axis < axes; ++axis) order.push_back(2 * axis + 2);
  order.push_back(2 * axes + 1);
  return ops::reshape(ops::transpose(x, {.axes = order}), {.newshape = result});
}

}  // namespace

namespace ops::image {

Tensor extract_patches(const Operand& images, const ExtractPatchesOptions& options) {
  const Windows windows = windows_of(options);
  if (images.is_symbolic()) return record_symbolic("image::extract_patches", {images}, options);
  const Tensor x = images.tensor();
  if (any_unranked(x)) return defer("image::extract_patches", {x}, options, x.dtype());
  const auto axes = static_cast<int64_t>(windows.axes.size());
  if (x.ndim() != axes + 1 && x.ndim() != axes + 2)
    fail<ShapeError>("extract_patches: ", x.spec(), " is neither one with ", axes,
                     " spatial axes and channels nor a batch of them.\n  hint: patches of volumes "
                     "have three sizes.");
  const bool last = options.data_format == DataFormat::channels_last;
  const int64_t first = x.ndim() - axes - (last ? 1 : 0),
                channels = last ? -1 : x.ndim() - axes - 1;
  if (!x.shape().sub(first, first + axes).known() || x.shape()[channels] == unknown) {
    Shape shape = x.shape();
    for (size_t i = 0; i < windows.axes.size(); ++i) {
      int64_t& size = shape[first + static_cast<int64_t>(i)];
      size = patches(windows, i, size);
      if (shape[channels] != unknown) shape[channels] *= windows.axes[i].size;
    }
    return defer_images("image::extract_patches", {x}, options, x.dtype(), shape);
  }
  const bool single = x.ndim() == axes + 1;
  const Tensor y = with_channels_last(single ? expand_dims(x, {.axis = 0}) : x, options.data_format,
                                      [&](const Tensor& batch) { return extract(batch, windows); });
  return single ? squeeze(y, {.axis = 0}) : y;
}

Tensor extract_patches_3d(const Operand& volumes, const ExtractPatchesOptions& options) {
  ExtractPatchesOptions cube = options;
  cube.size = Sizes(options.size.expanded("extract_patches_3d", "size", 3));
  return extract_patches(volumes, cube);
}

}  // namespace ops::image

}  // namespace cornu
