#include "framework/ops/ctc_loss.h"

#include "framework/base/error.h"
#include "framework/ops/arange.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/logsumexp.h"
#include "framework/ops/operators.h"
#include "framework/ops/pad.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/scan.h"
#include "framework/ops/softmax.h"
#include "framework/ops/stop_gradient.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take_along_axis.h"
#include "framework/ops/transpose.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

constexpr DTypeSet kWide = bit(DType::f32) | bit(DType::f64);

bool differ(int64_t a, int64_t b) { return a != b && a != unknown && b != unknown; }

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& logits = args.in[0];
  constexpr int64_t kAxes[] = {3, 2, 1, 1};
  constexpr const char *kNames[] = {"output", "target", "target_length", "output_length"},
                       *kShapes[] = {"[batch, frames, classes]", "[batch, labels]", "[batch]",
                                     "[batch]"};
  Spec out{logits.dtype, {unknown}, logits.device};
  for (size_t i = 0; i < 4; ++i) {
    const Shape& shape = args.in[i].shape;
    if (!shape.ranked()) continue;
    if (shape.ndim() != kAxes[i])
      fail<ShapeError>("ctc_loss: ", kNames[i], " is ", args.in[i], "; it must be ", kShapes[i],
                       ".");
    if (differ(shape[0], out.shape[0]))
      fail<ShapeError>("ctc_loss: ", kNames[i], " is ", args.in[i], ", but the batch has ",
                       out.shape[0], " samples.");
    if (out.shape[0] == unknown) out.shape[0] = shape[0];
  }
  if (!logits.shape.ranked()) return {out};
  const int64_t classes = logits.shape[2], blank = args.as<CTCLossOptions>().mask_index;
  if (classes != unknown && (blank < -classes || blank >= classes))
    fail<ValueError>("ctc_loss: mask_index is ", blank, ", but there are ", classes, " classes.");
  return {out};
}

Tensors vjp(const VjpArgs& args) {
  const Tensor dlogits =
      apply_one(ctc_loss_grad_def, {args.in[0], args.in[1], args.in[2], args.in[3], args.dout[0]},
                args.attrs);
  return {dlogits, Tensor(), Tensor(), Tensor()};
}

/// `count` states later, kNever where there are none before.
Tensor later(const Tensor& states, int64_t count) {
  const Tensor padded =
      pad_general(states, {.low = {0, count}, .high = {0, 0}, .interior = {0, 0}, .value = kNever});
  return slice_axis(padded, 1, {0, states.shape()[1]});
}

Tensor log_sum(const Tensor& a, const Tensor& b, const Tensor& c) {
  const Tensor top = ops::stop_gradient(ops::maximum(ops::maximum(a, b), c));
  return top + ops::log(ops::exp(a - top) + ops::exp(b - top) + ops::exp(c - top));
}

/// The forward algorithm: frame by frame, each sample's log probability of being in each of the
/// states blank, label, blank, …
Tensors decompose(const Tensors& in, const Attrs& attrs) {
  const Tensor& logits = in[0];
  const Shape& shape = logits.shape();
  const int64_t batch = shape[0], frames = shape[1], most = in[1].shape()[1];
  const int64_t states = 2 * most + 1, given = attrs.as<CTCLossOptions>().mask_index;
  const int64_t blank = given < 0 ? given + shape[2] : given;
  const Device device = logits.spec().device;
  const auto count = [&](int64_t n) { return to_device(ops::arange(n), device); };
  const auto number = [&](double value) { return scalar(value, logits.dtype(), device); };
  const auto column = [](const Tensor& x) {
    return ops::expand_dims(ops::cast(x, DType::i32), {.axis = 1});
  };
  const Tensor length = column(in[2]), stop = column(in[3]), last = length * 2;
  const Tensor place = count(states);
  const Tensor labels =
      ops::where(ops::less(count(most), length), ops::cast(in[1], DType::i32), blank);
  const Tensor blanks = zeros_like(labels) + blank;
  const Tensor spelled = ops::concatenate(
      {ops::reshape(ops::stack({blanks, labels}, {.axis = 2}), {.newshape = {batch, 2 * most}}),
       ops::broadcast_to(scalar(blank, DType::i32, device), {.shape = {batch, 1}})},
      {.axis = 1});
  const Tensor emitted = ops::take_along_axis(
      ops::log_softmax(logits),
      ops::broadcast_to(ops::expand_dims(spelled, {.axis = 1}), {.shape = {batch, frames, states}}),
      {.axis = 2});
  const Tensor before =
      pad_general(spelled, {.low = {0, 2}, .high = {0, 0}, .interior = {0, 0}, .value = -1});
  const Tensor may_skip = ops::logical_and(
      ops::logical_and(ops::equal(ops::mod(place, 2), 1), ops::greater_equal(place, 3)),
      ops::not_equal(spelled, slice_axis(before, 1, {0, states})));
  const Tensor skip = ops::where(may_skip, number(0), number(kNever));

  // As if a blank had been before the first frame: a sample without frames ends there too.
  const Tensor first = ops::broadcast_to(
      ops::where(ops::equal(place, 0), number(0), number(kNever)), {.shape = {batch, states}});
  const auto step = [&](const Tensors& carries, const Tensors& in) {
    const Tensor& now = carries[0];
    const Tensor next = log_sum(now, later(now, 1), later(now, 2) + skip) + in[0];
    return ops::ScanStep{{ops::where(ops::greater(stop, in[1]), next, now)}, {}};
  };
  const Tensor end =
      ops::scan(step, {first}, {ops::swapaxes(emitted, {0, 1}), count(frames)}).carries[0];
  const Tensor at_end =
      ops::where(ops::greater(place, last), number(kNever),
                 ops::where(ops::greater_equal(place, last - 1), number(0), number(kUnfinished)));
  return {-ops::logsumexp(end + at_end, {.axis = 1})};
}

}  // namespace

constinit const OpDef ctc_loss_def{
    .name = "ctc_loss",
    .doc = "How improbable frames of logits make sequences of labels.",
    .inputs = {{"logits", kWide},
               {"labels", bit(DType::i32)},
               {"label_length", bit(DType::i32)},
               {"logit_length", bit(DType::i32)}},
    .attrs = attrs_of<CTCLossOptions>,
    .infer = infer,
    .vjp = vjp,
    .decompose = decompose};

void check_ctc_lengths(int64_t sample, int64_t label_length, int64_t most_labels,
                       int64_t logit_length, int64_t frames) {
  if (label_length < 0 || label_length > most_labels)
    fail<ValueError>("ctc_loss: target_length of sample ", sample, " is ", label_length,
                     "; it must be from 0 to ", most_labels, ".");
  if (logit_length < 0 || logit_length > frames)
    fail<ValueError>("ctc_loss: output_length of sample ", sample, " is ", logit_length,
                     "; it must be from 0 to ", frames, ".");
}

void check_ctc_label(int64_t sample, int64_t label, int64_t classes) {
  if (label >= 0 && label < classes) return;
  fail<ValueError>("ctc_loss: the label ", label, " of sample ", sample,
                   " is no class.\n  hint: labels must be from 0 to ", classes - 1, ".");
}

Tensor ops::ctc_loss(const Operand& target, const Operand& output, const Operand& target_length,
                     const Operand& output_length, const CTCLossOptions& options) {
  if (any_symbolic(target, output, target_length, output_length))
    return record_symbolic("ctc_loss", {target, output, target_length, output_length}, options);
  const DType dtype = output.tensor().dtype() == DType::f64 ? DType::f64 : DType::f32;
  return apply_one(ctc_loss_def,
                   {output.as(dtype), target.as(DType::i32), target_length.as(DType::i32),
                    output_length.as(DType::i32)},
                   options);
}

}  // namespace cornu
