#include "framework/ops/repeat.h"

#include <algorithm>
#include <cstdint>

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/take.h"

namespace cornu {

namespace {

void check_repeats(std::string_view op, const Sizes& repeats) {
  for (const int64_t count : repeats.given()) {
    if (count < 0) fail<ValueError>(op, ": repeats holds ", count, "; it must not be negative.");
    if (count > INT32_MAX)  // the product with a size still is an int64_t
      fail<ValueError>(op, ": repeats holds ", count, "; it must be at most ", INT32_MAX, ".");
  }
}

int64_t times(int64_t size, int64_t count) { return size == unknown ? unknown : size * count; }

/// x with axes of size 1 at `places`, which then have `counts` elements, merged with the axis
/// behind (`behind`) or before them.
Tensor repeated(const Tensor& x, const std::vector<int64_t>& counts, bool behind) {
  Shape apart, spread, merged;
  for (int64_t axis = 0; axis < x.ndim(); ++axis) {
    const int64_t size = x.shape()[axis], count = counts[static_cast<size_t>(axis)];
    merged.push_back(times(size, count));
    if (count != 1 && !behind) apart.push_back(1), spread.push_back(count);
    apart.push_back(size), spread.push_back(size);
    if (count != 1 && behind) apart.push_back(1), spread.push_back(count);
  }
  const Tensor thin = ops::reshape(x, {.newshape = apart});
  return ops::reshape(ops::broadcast_to(thin, {.shape = spread}), {.newshape = merged});
}

/// The place of each element of the result: index i `counts[i]` times.
Tensor places(const std::vector<int64_t>& counts, Device device) {
  std::vector<int64_t> out;
  for (size_t i = 0; i < counts.size(); ++i)
    out.insert(out.end(), static_cast<size_t>(counts[i]), static_cast<int64_t>(i));
  return from_buffer(out.data(), {static_cast<int64_t>(out.size())}, DType::i64, device);
}

}  // namespace

Tensor ops::repeat(const Operand& x, const RepeatOptions& options) {
  if (x.is_symbolic()) return record_symbolic("repeat", {x}, options);
  check_repeats("repeat", options.repeats);
  Tensor t = x.tensor();
  if (any_unranked(t)) return defer("repeat", {t}, options, t.dtype());
  if (!options.axis)
    t = reshape(t, {.newshape = {t.shape().known() ? t.shape().elements() : unknown}});
  const int64_t axis = normalize_axis("repeat", options.axis.value_or(0), t.ndim());
  const std::vector<int64_t>& given = options.repeats.given();
  if (given.size() == 1) {
    std::vector<int64_t> counts(static_cast<size_t>(t.ndim()), 1);
    counts[static_cast<size_t>(axis)] = given[0];
    return repeated(t, counts, true);
  }
  if (t.shape()[axis] != unknown && t.shape()[axis] != static_cast<int64_t>(given.size()))
    fail<ValueError>("repeat: there are ", given.size(), " repeats for axis ", axis, " of ",
                     t.spec(), ".");
  return take(t, places(given, t.spec().device), {.axis = axis});
}

Tensor ops::tile(const Operand& x, const TileOptions& options) {
  if (x.is_symbolic()) return record_symbolic("tile", {x}, options);
  check_repeats("tile", options.repeats);
  Tensor t = x.tensor();
  if (any_unranked(t)) return defer("tile", {t}, options, t.dtype());
  std::vector<int64_t> counts = options.repeats.given();
  const int64_t more = static_cast<int64_t>(counts.size()) - t.ndim();
  if (more > 0) {
    Shape shape;
    for (int64_t i = 0; i < more; ++i) shape.push_back(1);
    t = reshape(t, {.newshape = shape + t.shape()});
  }
  counts.insert(counts.begin(), static_cast<size_t>(std::max<int64_t>(-more, 0)), 1);
  return repeated(t, counts, false);
}

}  // namespace cornu
