#include "framework/ops/diagonal.h"

#include <algorithm>
#include <cstdlib>

#include "framework/base/error.h"
#include "framework/ops/arange.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/operators.h"
#include "framework/ops/pad.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/transpose.h"
#include "framework/ops/where.h"

namespace cornu::ops {

namespace {

/// column - row of each place of [rows, columns].
Tensor distances(int64_t rows, int64_t columns, Device device) {
  const Tensor row = to_device(arange(rows), device), column = to_device(arange(columns), device);
  return column - expand_dims(row, {.axis = 1});
}

int64_t known_size(std::string_view op, const Tensor& x, int64_t axis) {
  const int64_t size = x.shape()[axis];
  if (size == unknown)
    fail<ShapeError>(op, ": the size of axis ", axis, " of ", x.spec(), " is not known.");
  return size;
}

/// The vector on a diagonal of zeros: its elements stand one row and one column apart.
Tensor on_diagonal(std::string_view op, const Tensor& vector, int64_t k) {
  const int64_t count = known_size(op, vector, 0), size = count + std::abs(k);
  if (count == 0) return zeros({size, size}, vector.dtype());
  const int64_t first = k >= 0 ? k : -k * size;
  const int64_t last = first + (count - 1) * (size + 1);
  const Tensor flat = pad_general(
      vector, {.low = {first}, .high = {size * size - 1 - last}, .interior = {size}, .value = 0});
  return reshape(flat, {.newshape = {size, size}});
}

/// Checked sizes of eye and tri.
std::pair<int64_t, int64_t> sizes_of(std::string_view op, int64_t rows, const EyeOptions& options) {
  const int64_t columns = options.M.value_or(rows);
  if (rows < 0 || columns < 0)
    fail<ValueError>(op, ": sizes must not be negative: ", rows, " and ", columns, ".");
  return {rows, columns};
}

Tensor triangle(std::string_view op, const Operand& x, const DiagOptions& options, bool lower) {
  if (x.is_symbolic()) return record_symbolic(op, {x}, options);
  const Tensor tensor = x.tensor();
  if (any_unranked(tensor)) return defer(op, {tensor}, options, tensor.dtype());
  if (tensor.ndim() < 2)
    fail<ShapeError>(op, ": x needs at least 2 axes, got ", tensor.spec(), ".");
  const Tensor row = to_device(arange(known_size(op, tensor, tensor.ndim() - 2)), tensor.device()),
               column =
                   to_device(arange(known_size(op, tensor, tensor.ndim() - 1)), tensor.device()),
               end = expand_dims(row + options.k, {.axis = 1});
  return where(lower ? column <= end : column >= end, tensor,
               scalar(int64_t{0}, tensor.dtype(), tensor.device()));
}

}  // namespace

Tensor diag(const Operand& x, const DiagOptions& options) {
  if (x.is_symbolic()) return record_symbolic("diag", {x}, options);
  const Tensor tensor = x.tensor();
  if (any_unranked(tensor)) return defer("diag", {tensor}, options, tensor.dtype());
  if (tensor.ndim() == 1) return on_diagonal("diag", tensor, options.k);
  if (tensor.ndim() != 2)
    fail<ShapeError>("diag: x must have 1 or 2 axes, got ", tensor.spec(), ".");
  return diagonal(tensor, {.offset = options.k});
}

Tensor diagflat(const Operand& x, const DiagOptions& options) {
  if (x.is_symbolic()) return record_symbolic("diagflat", {x}, options);
  const Tensor tensor = x.tensor();
  if (any_unranked(tensor)) return defer("diagflat", {tensor}, options, tensor.dtype());
  return on_diagonal("diagflat", reshape(tensor, {.newshape = {-1}}), options.k);
}

Tensor diagonal(const Operand& x, const DiagonalOptions& options) {
  if (x.is_symbolic()) return record_symbolic("diagonal", {x}, options);
  const Tensor tensor = x.tensor();
  if (any_unranked(tensor)) return defer("diagonal", {tensor}, options, tensor.dtype());
  const int64_t ndim = tensor.ndim();
  if (ndim < 2) fail<ShapeError>("diagonal: x needs at least 2 axes, got ", tensor.spec(), ".");
  const int64_t row_axis = normalize_axis("diagonal", options.axis1, ndim);
  const int64_t column_axis = normalize_axis("diagonal", options.axis2, ndim);
  if (row_axis == column_axis) fail<ValueError>("diagonal: axis ", row_axis, " is given twice.");
  const int64_t rows = known_size("diagonal", tensor, row_axis),
                columns = known_size("diagonal", tensor, column_axis);
  std::vector<int64_t> order;
  Shape merged;
  for (int64_t axis = 0; axis < ndim; ++axis)
    if (axis != row_axis && axis != column_axis) {
      order.push_back(axis);
      merged.push_back(tensor.shape()[axis]);
    }
  order.insert(order.end(), {row_axis, column_axis});
  merged.push_back(rows * columns);
  const int64_t k = options.offset;
  const int64_t count =
      std::max<int64_t>(0, k >= 0 ? std::min(rows, columns - k) : std::min(rows + k, columns));
  const int64_t first = count == 0 ? 0 : k >= 0 ? k : -k * columns;
  const Tensor flat = reshape(transpose(tensor, {.axes = order}), {.newshape = merged});
  const int64_t stop = count == 0 ? 0 : first + (count - 1) * (columns + 1) + 1;
  return slice_axis(flat, ndim - 2, {first, stop, columns + 1});
}

Tensor trace(const Operand& x, const DiagonalOptions& options) {
  if (x.is_symbolic()) return record_symbolic("trace", {x}, options);
  return sum(diagonal(x, options), {.axis = -1});
}

Tensor tril(const Operand& x, const DiagOptions& options) {
  return triangle("tril", x, options, true);
}
Tensor triu(const Operand& x, const DiagOptions& options) {
  return triangle("triu", x, options, false);
}

Tensor eye(int64_t N, const EyeOptions& options) {
  const auto [rows, columns] = sizes_of("eye", N, options);
  return cast(equal(distances(rows, columns, default_device()), options.k),
              options.dtype.value_or(DType::f32));
}

Tensor tri(int64_t N, const EyeOptions& options) {
  const auto [rows, columns] = sizes_of("tri", N, options);
  return cast(distances(rows, columns, default_device()) <= options.k,
              options.dtype.value_or(DType::f32));
}

Tensor identity(int64_t n, const std::optional<DType>& dtype) { return eye(n, {.dtype = dtype}); }

Tensor vander(const Operand& x, const VanderOptions& options) {
  if (x.is_symbolic()) return record_symbolic("vander", {x}, options);
  const Tensor tensor = x.tensor();
  if (any_unranked(tensor)) return defer("vander", {tensor}, options, tensor.dtype());
  if (tensor.ndim() != 1) fail<ShapeError>("vander: x must be a vector, got ", tensor.spec(), ".");
  const int64_t count = options.N ? *options.N : known_size("vander", tensor, 0);
  if (count < 0) fail<ValueError>("vander: N is ", count, "; it must not be negative.");
  Tensor powers = to_device(arange(count, {}, {}, {.dtype = tensor.dtype()}), tensor.device());
  if (!options.increasing) powers = static_cast<double>(count - 1) - powers;
  return power(expand_dims(tensor, {.axis = -1}), cast(powers, tensor.dtype()));
}

}  // namespace cornu::ops
