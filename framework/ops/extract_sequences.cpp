#include "framework/ops/extract_sequences.h"

#include <algorithm>
#include <numeric>

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take.h"

namespace cornu {

namespace {

/// Sequences are made of pieces: as long as what divides their length and their stride.
struct Pieces {
  Pieces(int64_t count, int64_t length, int64_t stride)
      : count(count),
        size(std::gcd(length, stride)),
        each(length / size),
        total(count == 0 ? 0 : ((count - 1) * stride + length) / size),
        stride(stride) {}
  /// The pieces of each sequence, i32[count, each].
  Tensor places(Device device) const {
    std::vector<int32_t> out;
    out.reserve(static_cast<size_t>(count * each));
    for (int64_t sequence = 0; sequence < count; ++sequence)
      for (int64_t piece = 0; piece < each; ++piece)
        out.push_back(static_cast<int32_t>(sequence * (stride / size) + piece));
    return from_buffer(out.data(), {count, each}, DType::i32, device);
  }

  int64_t count, size, each, total, stride;
};

/// Whether a reshape that leaves the axes before the last `kept` alone can be said.
bool knows_sizes(const Shape& shape, int64_t kept) {
  if (!shape.ranked() || shape.ndim() < kept) return false;
  const Shape last = shape.sub(shape.ndim() - kept), first = shape.sub(0, shape.ndim() - kept);
  return last.known() && std::count(first.begin(), first.end(), unknown) <= 1;
}

}  // namespace

void check_sequences(std::string_view op, const ExtractSequencesOptions& options) {
  if (options.sequence_length < 1)
    fail<ValueError>(op, ": sequence_length is ", options.sequence_length,
                     "; it must be at least 1.");
  if (options.sequence_stride < 1)
    fail<ValueError>(op, ": sequence_stride is ", options.sequence_stride,
                     "; it must be at least 1.");
}

Tensor ops::extract_sequences(const Operand& operand, const ExtractSequencesOptions& options) {
  if (operand.is_symbolic()) return record_symbolic("extract_sequences", {operand}, options);
  check_sequences("extract_sequences", options);
  const Tensor x = operand.tensor();
  const Shape& shape = x.shape();
  if (shape.ranked() && shape.ndim() == 0)
    fail<ShapeError>("extract_sequences: x must have at least 1 axis, not ", x.spec(), ".");
  if (!knows_sizes(shape, 1)) return defer("extract_sequences", {x}, options, x.dtype());
  const int64_t axis = x.ndim() - 1, size = shape[-1];
  const auto [length, stride] = options;
  const Shape batch = shape.sub(0, axis);
  const int64_t count = size < length ? 0 : 1 + (size - length) / stride;
  if (count == 0)
    return broadcast_to(expand_dims(slice_axis(x, axis, Range(0, 0)), {.axis = {-1}}),
                        {.shape = batch + Shape{0, length}});
  const Pieces pieces(count, length, stride);
  const Tensor used = slice_axis(x, axis, Range(0, pieces.total * pieces.size));
  if (length == stride) return reshape(used, {.newshape = batch + Shape{count, length}});
  const Tensor apart = reshape(used, {.newshape = batch + Shape{pieces.total, pieces.size}});
  const Tensor taken = take(apart, pieces.places(x.spec().device), {.axis = axis});
  return reshape(taken, {.newshape = batch + Shape{count, length}});
}

Tensor overlapped(const Tensor& sequences, int64_t stride) {
  const Shape& shape = sequences.shape();
  if (!knows_sizes(shape, 2))
    fail<ShapeError>("istft: the numbers of sequences and of axes of x must be known, not ",
                     sequences.spec(), ".");
  const int64_t axis = sequences.ndim() - 2;
  const Shape batch = shape.sub(0, axis);
  const Pieces pieces(shape[-2], shape[-1], stride);
  const Tensor apart =
      ops::reshape(sequences, {.newshape = batch + Shape{pieces.count, pieces.each, pieces.size}});
  const Tensor added = ops::scatter_add(apart, pieces.places(sequences.spec().device),
                                        {.axis = axis, .size = pieces.total});
  return ops::reshape(added, {.newshape = batch + Shape{pieces.total * pieces.size}});
}

}  // namespace cornu
