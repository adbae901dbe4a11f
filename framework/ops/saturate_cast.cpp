#include "framework/ops/saturate_cast.h"

#include <algorithm>
#include <bit>

#include "framework/ops/cast.h"
#include "framework/ops/clip.h"
#include "framework/ops/float_limits.h"
#include "framework/ops/public.h"

namespace cornu::ops {

namespace {

/// The whole numbers that a type holds, as far as 64 bits reach.
struct WholeRange {
  int64_t low;
  uint64_t high;
};

WholeRange whole_range(DType dtype) {
  constexpr uint64_t kAll = ~uint64_t{0};
  if (dtype == DType::boolean) return {0, 1};
  if (dtype == DType::f16) return {-65504, 65504};
  const auto bits = is_floating(dtype) ? 64 : static_cast<int>(size_of(dtype)) * 8;
  if (is_unsigned_integer(dtype)) return {0, kAll >> (64 - bits)};
  const uint64_t half = kAll >> (65 - bits);
  return {-1 - static_cast<int64_t>(half), is_floating(dtype) ? kAll : half};
}

/// The first bits of a number, as many as a floating type keeps.
double towards_zero(uint64_t number, DType dtype) {
  const int digits = dtype == DType::f16    ? 11
                     : dtype == DType::bf16 ? 8
                     : dtype == DType::f32  ? 24
                                            : 53;
  const int dropped = std::max(0, static_cast<int>(std::bit_width(number)) - digits);
  return static_cast<double>(number >> dropped << dropped);
}

Tensor cut_floating(const Tensor& x, DType to) {
  const double most = largest_finite(x.dtype());
  const WholeRange ends = whole_range(to);
  const bool whole = !is_floating(to) || to == DType::f16;
  const double high = whole ? towards_zero(ends.high, x.dtype()) : largest_finite(to);
  const double low = whole ? static_cast<double>(ends.low) : -high;
  const double lowest = std::max(-most, to == DType::f16 ? -high : low),
               highest = std::min(most, high);
  const auto bound = [&](double end) { return Operand(end).as(x.dtype(), x.device()); };
  return at_least(at_most(x, bound(highest)), bound(lowest));
}

Tensor cut_integers(Tensor x, DType to) {
  const WholeRange from = whole_range(x.dtype()), ends = whole_range(to);
  const auto bound = [&](int64_t end) { return Operand(end).as(x.dtype(), x.device()); };
  if (ends.low > from.low) x = at_least(x, bound(ends.low));
  if (ends.high < from.high) x = at_most(x, bound(static_cast<int64_t>(ends.high)));
  return x;
}

}  // namespace

Tensor saturate_cast(const Operand& x, DType dtype) {
  if (x.is_symbolic()) return record_symbolic("saturate_cast", {x}, CastOptions{dtype});
  const Tensor t = x.tensor();
  return cast(is_floating(t.dtype()) ? cut_floating(t, dtype) : cut_integers(t, dtype), dtype);
}

}  // namespace cornu::ops
