#include "framework/ops/image/scale_and_translate.h"

#include <numbers>

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/image/images.h"
#include "framework/ops/matmul.h"
#include "framework/ops/operators.h"
#include "framework/ops/reduce.h"
#include "framework/ops/split.h"
#include "framework/ops/transpose.h"
#include "framework/ops/where.h"

namespace cornu {

namespace {

Tensor lanczos(const Tensor& x, double radius) {
  const double pi = std::numbers::pi;
  const Tensor y = ops::sin(x * pi) * ops::sin(x * (pi / radius)) * radius;
  const Tensor safe = ops::where(x > 1e-3, ops::square(x) * (pi * pi), 1);
  return ops::where(x > radius, 0, ops::where(x > 1e-3, y / safe, 1));
}

/// The weights of elements at these distances, which are not negative.
Tensor weights_at(const Tensor& x, ScaleMethod method) {
  switch (method) {
    case ScaleMethod::linear:
    case ScaleMethod::bilinear:
    case ScaleMethod::trilinear:
    case ScaleMethod::triangle:
      return ops::maximum(1 - x, 0);
    case ScaleMethod::cubic:
    case ScaleMethod::bicubic:
    case ScaleMethod::tricubic: {
      const Tensor near = (x * 1.5 - 2.5) * x * x + 1, far = ((x * -0.5 + 2.5) * x - 4) * x + 2;
      return ops::where(x >= 2, 0, ops::where(x >= 1, far, near));
    }
    case ScaleMethod::lanczos3:
      return lanczos(x, 3);
    case ScaleMethod::lanczos5:
      return lanczos(x, 5);
  }
  fail<InternalError>("an unknown method");
}

/// What `to` results along an axis are made of: [from, to].
Tensor weights(int64_t from, int64_t to, const Tensor& scale, const Tensor& translation,
               const ScaleAndTranslateOptions& options) {
  const Tensor inverse = 1 / scale;
  const Tensor at = (numbered(to, {1, to}, scale) + 0.5) * inverse - translation * inverse - 0.5;
  Tensor distance = ops::abs(at - numbered(from, {from, 1}, scale));
  if (options.antialias) distance = distance / ops::maximum(inverse, 1);
  const Tensor raw = weights_at(distance, options.method);
  const Tensor total = ops::sum(raw, {.axis = 0, .keepdims = true});
  const Tensor sure = ops::abs(total) > 1000 * 1.1920928955078125e-07;  // eps of float32
  const Tensor scaled = ops::where(sure, raw / ops::where(sure, total, 1), 0);
  const Tensor inside = ops::logical_and(at >= -0.5, at <= static_cast<double>(from) - 0.5);
  return ops::where(inside, scaled, 0);
}

void check(const Tensor& x, const Shape& output_shape, const Tensor& scale,
           const Tensor& translation, const ScaleAndTranslateOptions& options) {
  if (!x.shape().ranked())
    fail<ShapeError>("scale_and_translate: how many axes images have must be known.");
  if (output_shape.ndim() != x.ndim())
    fail<ShapeError>("scale_and_translate: output_shape ", output_shape, " has other axes than ",
                     x.spec(), ".");
  const Shape each{static_cast<int64_t>(options.spatial_dims.size())};
  if (scale.shape() != each || translation.shape() != each)
    fail<ShapeError>("scale_and_translate: scale is ", scale.spec(), ", translation ",
                     translation.spec(), "; both must be ", each,
                     ", one number for each of spatial_dims.");
  for (const int64_t axis : options.spatial_dims) {
    const int64_t i = normalize_axis("scale_and_translate", axis, x.ndim());
    const int64_t size = output_shape[i];
    if (x.shape()[i] == unknown)
      fail<ShapeError>("scale_and_translate: images are ", x.spec(), "; the size of axis ", i,
                       " must be known.");
    if (size < 0)
      fail<ShapeError>("scale_and_translate: output_shape holds ", size,
                       "; sizes are not negative.");
  }
}

}  // namespace

Tensor ops::image::scale_and_translate(const Operand& images, const Shape& output_shape,
                                       const Operand& scale, const Operand& translation,
                                       const ScaleAndTranslateOptions& options) {
  if (any_symbolic(images, scale, translation)) {
    Argument::List sizes;
    for (const int64_t size : output_shape) sizes.emplace_back(size);
    return record_symbolic("image::scale_and_translate", {images, sizes, scale, translation},
                           options);
  }
  const Tensor x = images.tensor();
  const Operand both[] = {scale, translation};
  const DType numbers = to_floating(result_type(both));
  const Tensor scales = scale.as(numbers), translations = translation.as(numbers);
  check(x, output_shape, scales, translations, options);
  if (options.spatial_dims.empty()) return x.with_mask(Tensor()).with_logits(Tensor());
  const Tensors factors = unstack(scales), offsets = unstack(translations);
  Tensor y = cast(x, to_floating(x.dtype()));
  for (size_t i = 0; i < options.spatial_dims.size(); ++i) {
    const int64_t axis = normalize_axis("scale_and_translate", options.spatial_dims[i], x.ndim());
    const Tensor w = weights(x.shape()[axis], output_shape[axis], factors[i], offsets[i], options);
    const Tensor last = swapaxes(y, {.axis1 = axis, .axis2 = -1});
    y = swapaxes(matmul(last, cast(w, y.dtype())), {.axis1 = axis, .axis2 = -1});
  }
  if (is_floating(x.dtype())) return y;
  const Tensor low = cast(min(x), y.dtype()), high = cast(max(x), y.dtype());
  return cast(minimum(maximum(round(y), low), high), x.dtype());
}

}  // namespace cornu
