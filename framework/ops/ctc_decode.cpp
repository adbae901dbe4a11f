#include "framework/ops/ctc_decode.h"

#include "framework/base/error.h"
#include "framework/ops/argmax.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/cumsum.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/operators.h"
#include "framework/ops/pad.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/softmax.h"
#include "framework/ops/sort.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take_along_axis.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

int64_t blank_of(const Shape& logits, const CTCDecodeOptions& options) {
  const int64_t classes = logits[2], given = options.mask_index.value_or(-1);
  if (classes == unknown) {
    if (given < 0)
      fail<ShapeError>("ctc_decode: mask_index is ", given, ", but the number of classes is not ",
                       "known: ", logits, ".");
    return given;
  }
  if (given < -classes || given >= classes)
    fail<ValueError>("ctc_decode: mask_index is ", given, ", but there are ", classes, " classes.");
  return given < 0 ? given + classes : given;
}

Tensors greedy(const Tensor& x, const Tensor& lengths, int64_t blank, bool merge) {
  const Tensor best = ops::cast(ops::argmax(x, {.axis = -1}), DType::i32);
  const Tensor place = ops::cumsum(ones_like(best), {.axis = 1});  // from 1
  const Tensor inside = ops::less_equal(place, ops::expand_dims(lengths, {.axis = 1}));
  Tensor kept = ops::logical_and(inside, ops::not_equal(best, blank));
  if (merge) {
    const Tensor before = slice_axis(
        pad_general(best, {.low = {0, 1}, .high = {0, 0}, .interior = {0, 0}, .value = -1}), 1,
        {0, -1});
    kept = ops::logical_and(kept, ops::not_equal(best, before));
  }
  // What is kept comes first, in its order.
  constexpr int kBehind = 1 << 30;
  const Tensor order = ops::argsort(ops::where(kept, place, place + kBehind), {.axis = 1});
  const Tensor count = ops::sum(ops::cast(kept, DType::i32), {.axis = 1, .keepdims = true});
  const Tensor labels =
      ops::where(ops::less_equal(place, count), ops::take_along_axis(best, order, {.axis = 1}), -1);
  const Tensor score =
      ops::sum(ops::where(inside, ops::max(x, {.axis = -1}), 0.0), {.axis = 1, .keepdims = true});
  return {ops::expand_dims(labels, {.axis = 0}), -score};
}

}  // namespace

Tensors ops::ctc_decode(const Operand& inputs, const Operand& sequence_lengths,
                        const CTCDecodeOptions& options) {
  if (any_symbolic(inputs, sequence_lengths))
    return record_symbolic_call(public_op("ctc_decode"), {{inputs, sequence_lengths}, {}}, options);
  const Tensor x = inputs.as(inputs.tensor().dtype() == DType::f64 ? DType::f64 : DType::f32);
  const Tensor lengths = sequence_lengths.as(DType::i32);
  for (const Tensor* operand : {&x, &lengths}) {
    const bool first = operand == &x;
    if (!operand->shape().ranked() || operand->ndim() != (first ? 3 : 1))
      fail<ShapeError>("ctc_decode: ", first ? "inputs" : "sequence_lengths", " is ",
                       operand->spec(), "; it must be ",
                       first ? "[batch, frames, classes]." : "[batch].");
  }
  const int64_t batch = x.shape()[0], given = lengths.shape()[0];
  if (batch != given && batch != unknown && given != unknown)
    fail<ShapeError>("ctc_decode: inputs is ", x.spec(), " and sequence_lengths ", lengths.spec(),
                     "; they must have the same batch.");
  const int64_t blank = blank_of(x.shape(), options);
  if (options.strategy == CTCStrategy::greedy)
    return greedy(x, lengths, blank, options.merge_repeated);
  return apply(ctc_beam_search_def, {log_softmax(x), lengths},
               BeamSearchAttrs{options.beam_width, options.top_paths, blank});
}

}  // namespace cornu
