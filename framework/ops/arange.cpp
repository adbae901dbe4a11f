#include "framework/ops/arange.h"

#include <cmath>

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/where.h"

namespace cornu::ops {

namespace {

double real_of(const Operand& x) { return x.is_number() ? x.real() : x.tensor().item<double>(); }

bool is_real(const Operand& x) {
  return x.is_number() ? x.weak_kind() == WeakKind::floating : is_floating(x.tensor().dtype());
}

}  // namespace

Tensor arange(const Operand& start, const std::optional<Operand>& stop,
              const std::optional<Operand>& step, const ArangeOptions& options) {
  const double from = stop ? real_of(start) : 0, to = real_of(stop ? *stop : start);
  const double by = step ? real_of(*step) : 1;
  if (by == 0) fail<ValueError>("arange: the step is 0.");
  const bool real = is_real(start) || (stop && is_real(*stop)) || (step && is_real(*step));
  const DType dtype = options.dtype.value_or(real ? DType::f32 : DType::i32);
  const double count = std::max(0.0, std::ceil((to - from) / by));
  std::vector<double> values(static_cast<size_t>(count));
  for (size_t i = 0; i < values.size(); ++i) values[i] = from + static_cast<double>(i) * by;
  return detail::from_literals(values.data(), {static_cast<int64_t>(values.size())}, dtype);
}

Tensor linspace(const Operand& start, const Operand& stop, const LinspaceOptions& options) {
  if (any_symbolic(start, stop)) return record_symbolic("linspace", {start, stop}, options);
  if (options.num < 0)
    fail<ValueError>("linspace: num is ", options.num, "; it must not be negative.");
  if (options.retstep)
    fail<ValueError>("linspace: retstep would give two results.\n  hint: compute the step.");
  const Operand ends[] = {start, stop};
  const DType given = options.dtype.value_or(result_type(ends)), work = to_floating(given);
  const Device device = device_of(ends);
  const Tensor first = start.as(work, device), last = stop.as(work, device);
  const Tensor span = last - first;
  if (!span.shape().ranked())
    fail<ShapeError>("linspace: the rank of its ends is not known: ", span.spec(), ".");
  const int64_t axis = normalize_axis("linspace", options.axis, span.ndim() + 1);
  Shape along{options.num};
  for (int64_t after = axis; after < span.ndim(); ++after) along.push_back(1);
  const Tensor numbers = to_device(arange(options.num, {}, {}, {.dtype = work}), device);
  const Tensor index = reshape(numbers, {.newshape = along});
  const int64_t steps = options.endpoint ? options.num - 1 : options.num;
  const Axes at(axis);
  const Tensor distance =
      expand_dims(span * (1.0 / static_cast<double>(std::max<int64_t>(steps, 1))), {.axis = at});
  Tensor y =
      expand_dims(broadcast_to(first, {.shape = span.shape()}), {.axis = at}) + index * distance;
  if (options.endpoint && options.num > 1)
    y = where(index > static_cast<double>(options.num) - 1.5,
              expand_dims(broadcast_to(last, {.shape = span.shape()}), {.axis = at}), y);
  return cast(y, options.dtype.value_or(work));
}

Tensor logspace(const Operand& start, const Operand& stop, const LogspaceOptions& options) {
  if (any_symbolic(start, stop)) return record_symbolic("logspace", {start, stop}, options);
  const Tensor powers = linspace(start, stop,
                                 {.num = options.num,
                                  .endpoint = options.endpoint,
                                  .dtype = options.dtype,
                                  .axis = options.axis});
  return power(scalar(options.base, powers.dtype(), powers.device()), powers);
}

Tensor geomspace(const Operand& start, const Operand& stop, const GeomspaceOptions& options) {
  if (any_symbolic(start, stop)) return record_symbolic("geomspace", {start, stop}, options);
  const Operand ends[] = {start, stop};
  const DType dtype = options.dtype.value_or(to_floating(result_type(ends)));
  const Device device = device_of(ends);
  const Tensor first = start.as(dtype, device), last = stop.as(dtype, device);
  const Tensor y = exp(linspace(
      log(abs(first)), log(abs(last)),
      {.num = options.num, .endpoint = options.endpoint, .dtype = dtype, .axis = options.axis}));
  const Tensor direction = sign(first);
  if (direction.ndim() == 0) return y * direction;
  return y * expand_dims(
                 direction,
                 {.axis = Axes(normalize_axis("geomspace", options.axis, direction.ndim() + 1))});
}

Tensors meshgrid(const VariadicOperands& x, const MeshgridOptions& options) {
  if (x.any_symbolic())
    return record_symbolic_call(public_op("meshgrid"), {{x.begin(), x.end()}, {}}, options);
  const int64_t count = static_cast<int64_t>(x.size());
  const bool turned = options.indexing == Indexing::xy && count > 1;
  Tensors along;
  Shape whole;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t axis = turned && i < 2 ? 1 - i : i;
    const Tensor vector = x[static_cast<size_t>(i)].tensor();
    if (!vector.shape().ranked() || vector.ndim() > 1)
      fail<ShapeError>("meshgrid: each operand must be a vector, got ", vector.spec(), ".");
    Shape shape(std::vector<int64_t>(static_cast<size_t>(count), 1));
    shape[axis] = vector.ndim() == 0 ? 1 : vector.shape()[0];
    along.push_back(reshape(vector, {.newshape = shape}));
  }
  for (int64_t axis = 0; axis < count; ++axis) {
    const int64_t owner = turned && axis < 2 ? 1 - axis : axis;
    whole.push_back(along[static_cast<size_t>(owner)].shape()[axis]);
  }
  for (Tensor& part : along) part = broadcast_to(part, {.shape = whole});
  return along;
}

}  // namespace cornu::ops
