#pragma once

#include <utility>

#include "framework/ops/channels.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/operand.h"
#include "framework/ops/public.h"

/// What operations on images share: one image [height, width, channels], or a batch of them; with
/// channels first [channels, height, width].
namespace cornu {

/// The axes of images, from the front.
struct ImageAxes {
  int64_t height = 0, width = 1, channels = 2;
};

/// ShapeError naming the operation where x, of a known rank, is no image and no batch of them.
ImageAxes image_axes(std::string_view op, const Spec& x, DataFormat format);
/// DTypeError unless x is floating.
void check_floating_images(std::string_view op, const Spec& x);

/// A call of a public function that needs sizes, or a rank, which are not known yet (`defer`); the
/// result has that shape, of which one size may be unknown.
Tensor defer_images(std::string_view function, std::initializer_list<Operand> operands,
                    const Attrs& options, DType dtype, const Shape& shape);

/// The numbers 0 to size - 1 along an axis of that shape, of x's element type.
Tensor numbered(int64_t size, const Shape& shape, const Tensor& x);

/// `f` of x as a batch with its channels last; the result has x's rank and format.
template <class F>
Tensor on_batch(const Tensor& x, DataFormat format, F&& f) {
  if (x.ndim() != 3) return with_channels_last(x, format, std::forward<F>(f));
  const Tensor batch = ops::expand_dims(x, {.axis = 0});
  return ops::squeeze(with_channels_last(batch, format, std::forward<F>(f)), {.axis = 0});
}

}  // namespace cornu
