#include "framework/ops/depth_to_space.h"

#include "framework/base/error.h"
#include "framework/ops/channels.h"
#include "framework/ops/deferred.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/transpose.h"

namespace cornu {

namespace {

struct Rearrangement {
  Shape apart;  ///< [n, h, ·, w, ·, ·]
  std::vector<int64_t> order;
  Shape out;
};

/// Checks what both functions ask of x, and applies `plan(shape)` to x with its channels last.
template <class Plan>
Tensor rearranged(std::string_view op, const Operand& operand, const BlockOptions& options,
                  const Plan& plan) {
  if (operand.is_symbolic()) return record_symbolic(op, {operand}, options);
  if (options.block_size < 2)
    fail<ValueError>(op, ": block_size is ", options.block_size, "; it must be at least 2.");
  if (options.block_size > INT32_MAX)
    fail<ValueError>(op, ": block_size is ", options.block_size, "; it must be at most ", INT32_MAX,
                     ".");
  const Tensor x = operand.tensor();
  if (any_unranked(x)) return defer(op, {x}, options, x.dtype());
  if (x.ndim() != 4)
    fail<ShapeError>(op, ": x is ", x.spec(), "; it must have 4 axes.\n",
                     "  hint: [n, height, width, channels], or [n, channels, height, width] with ",
                     "data_format \"channels_first\".");
  if (!x.shape().sub(1).known()) return defer(op, {x}, options, x.dtype());
  return with_channels_last(x, options.data_format, [&](const Tensor& last) {
    const Rearrangement r = plan(last.shape());
    const Tensor apart = ops::reshape(last, {.newshape = r.apart});
    return ops::reshape(ops::transpose(apart, {.axes = r.order}), {.newshape = r.out});
  });
}

}  // namespace

Tensor ops::depth_to_space(const Operand& x, const BlockOptions& options) {
  return rearranged("depth_to_space", x, options, [&](const Shape& s) -> Rearrangement {
    const int64_t block = options.block_size, depth = s[3] / (block * block);
    if (s[3] % (block * block) != 0)
      fail<ShapeError>("depth_to_space: ", s[3], " channels are no multiple of block_size², ",
                       block * block, ".");
    return {{s[0], s[1], s[2], block, block, depth},
            {0, 1, 3, 2, 4, 5},
            {s[0], s[1] * block, s[2] * block, depth}};
  });
}

Tensor ops::space_to_depth(const Operand& x, const BlockOptions& options) {
  return rearranged("space_to_depth", x, options, [&](const Shape& s) -> Rearrangement {
    const int64_t block = options.block_size;
    for (const int64_t axis : {1, 2})
      if (s[axis] % block != 0)
        fail<ShapeError>("space_to_depth: ", axis == 1 ? "height " : "width ", s[axis],
                         " is no multiple of block_size, ", block, ".");
    return {{s[0], s[1] / block, block, s[2] / block, block, s[3]},
            {0, 1, 3, 2, 4, 5},
            {s[0], s[1] / block, s[2] / block, block * block * s[3]}};
  });
}

}  // namespace cornu
