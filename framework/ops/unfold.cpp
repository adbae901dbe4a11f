#include "framework/ops/unfold.h"

#include <array>

#include "framework/base/error.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/pad.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take.h"
#include "framework/ops/transpose.h"

namespace cornu {

namespace {

/// Blocks along one spatial axis.
struct Blocks {
  int64_t size = 0;  ///< of the padded axis
  int64_t padding = 0;
  Window window;
  int64_t count = 0;

  /// Where each block's elements lie: [window, blocks].
  Tensor places(Device device) const {
    std::vector<int64_t> places;
    for (int64_t tap = 0; tap < window.size; ++tap)
      for (int64_t block = 0; block < count; ++block)
        places.push_back(tap * window.dilation + block * window.stride);
    return from_buffer(places.data(), {window.size, count}, DType::i64, device);
  }
};

int64_t padding_of(std::string_view op, const Sizes& padding, size_t axis) {
  const std::vector<int64_t>& given = padding.given();
  if (!padding.single() && given.size() != 2)
    fail<ValueError>(op, ": padding has ", given.size(), given.size() == 1 ? " size" : " sizes",
                     ", there are 2 spatial axes.");
  const int64_t size = given[padding.single() ? 0 : axis];
  if (size < 0 || size > INT32_MAX)
    fail<ValueError>(op, ": padding holds ", size, "; it must be from 0 to ", INT32_MAX, ".");
  return size;
}

template <class Options>
std::array<Blocks, 2> blocks_of(std::string_view op, const Options& options,
                                const std::array<int64_t, 2>& image) {
  const std::vector<int64_t> kernel = options.kernel_size.expanded(op, "kernel_size", 2),
                             dilation = options.dilation.expanded(op, "dilation", 2),
                             stride = options.stride.expanded(op, "stride", 2);
  std::array<Blocks, 2> both;
  for (size_t i = 0; i < 2; ++i) {
    Blocks& blocks = both[i];
    blocks.padding = padding_of(op, options.padding, i);
    blocks.size = image[i] + 2 * blocks.padding;
    blocks.window = {kernel[i], stride[i], dilation[i]};
    if (blocks.window.extent() > blocks.size)
      fail<ShapeError>(op, ": a block reaches over ", blocks.window.extent(), " elements, but the ",
                       i == 0 ? "height" : "width", " is ", image[i], ", with padding ",
                       blocks.size, ".");
    blocks.count = (blocks.size - blocks.window.extent()) / blocks.window.stride + 1;
  }
  return both;
}

}  // namespace

Tensor ops::unfold(const Operand& operand, const UnfoldOptions& options) {
  if (operand.is_symbolic()) return record_symbolic("unfold", {operand}, options);
  const Tensor x = operand.tensor();
  const Shape& s = x.shape();
  if (s.ranked() && s.ndim() != 4)
    fail<ShapeError>("unfold: x is ", x.spec(), "; it must have 4 axes.\n",
                     "  hint: [n, channels, height, width].");
  if (!s.ranked() || !s.sub(1).known()) return defer("unfold", {x}, options, x.dtype());
  const auto [rows, columns] = blocks_of("unfold", options, {s[2], s[3]});
  const Device device = x.spec().device;
  const Tensor padded = pad(
      x, {.pad_width = {
              {0, 0}, {0, 0}, {rows.padding, rows.padding}, {columns.padding, columns.padding}}});
  // [n, c, window rows, block rows, window columns, block columns]
  const Tensor taken =
      take(take(padded, rows.places(device), {.axis = 2}), columns.places(device), {.axis = 4});
  return reshape(transpose(taken, {.axes = {{0, 1, 2, 4, 3, 5}}}),
                 {.newshape = {s[0], s[1] * rows.window.size * columns.window.size,
                               rows.count * columns.count}});
}

Tensor ops::fold(const Operand& operand, const FoldOptions& options) {
  if (operand.is_symbolic()) return record_symbolic("fold", {operand}, options);
  const Tensor x = operand.tensor();
  const Shape& s = x.shape();
  if (s.ranked() && s.ndim() != 3)
    fail<ShapeError>("fold: x is ", x.spec(), "; it must have 3 axes.\n",
                     "  hint: [n, channels * block, blocks], as unfold makes them.");
  if (!s.ranked() || !s.sub(1).known()) return defer("fold", {x}, options, x.dtype());
  const std::vector<int64_t> size = options.output_size.expanded("fold", "output_size", 2);
  const auto [rows, columns] = blocks_of("fold", options, {size[0], size[1]});
  const int64_t block = rows.window.size * columns.window.size;
  if (s[1] % block != 0)
    fail<ShapeError>("fold: axis 1 of ", x.spec(), " is no multiple of a block's ", block,
                     " elements.");
  if (s[2] != rows.count * columns.count)
    fail<ShapeError>("fold: x is ", x.spec(), " and has ", s[2], " blocks; an image of ", size[0],
                     " by ", size[1], " has ", rows.count * columns.count, ".");
  const Tensor apart =
      transpose(reshape(x, {.newshape = {s[0], s[1] / block, rows.window.size, columns.window.size,
                                         rows.count, columns.count}}),
                {.axes = {{0, 1, 2, 4, 3, 5}}});
  const Device device = x.spec().device;
  const Tensor y = scatter_add(scatter_add(apart, columns.places(device), {4, columns.size}),
                               rows.places(device), {2, rows.size});
  StridedSliceAttrs inner;
  inner.add({0, INT64_MAX});
  inner.add({0, INT64_MAX});
  inner.add({rows.padding, rows.padding + size[0]});
  inner.add({columns.padding, columns.padding + size[1]});
  return rows.padding + columns.padding == 0 ? y : strided_slice(y, inner);
}

}  // namespace cornu
