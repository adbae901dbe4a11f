#include "framework/ops/softmax_cross_entropy.h"

#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/ops/one_hot.h"
#include "framework/ops/operators.h"
#include "framework/ops/reduce.h"
#include "framework/ops/softmax.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &logits = args.in[0], &labels = args.in[1];
  if (logits.shape.ranked() && logits.shape.ndim() == 0)
    fail<ShapeError>(
        "softmax_cross_entropy: logits is a scalar.\n  hint: its last axis counts the "
        "classes.");
  if (!logits.shape.ranked() || !labels.shape.ranked())
    return {{logits.dtype, labels.shape, logits.device}};
  Shape expected = logits.shape.sub(0, logits.shape.ndim() - 1), shape;
  if (labels.shape.ndim() != expected.ndim() || !broadcast(expected, labels.shape, shape) ||
      (expected.known() && labels.shape.known() && !(expected == labels.shape)))
    fail<ShapeError>("softmax_cross_entropy: shapes do not fit: logits is ", logits, ", labels is ",
                     labels, ".\n  hint: labels must be ", expected,
                     ", one class index for each row of logits.");
  return {{logits.dtype, shape, logits.device}};
}

Tensor hot(const Tensor& logits, const Tensor& labels) {
  return ops::one_hot(labels, {.num_classes = logits.shape()[-1], .dtype = logits.dtype()});
}

Tensors vjp(const VjpArgs& args) {
  return {apply_one(softmax_cross_entropy_grad_def, {args.in[0], args.in[1], args.dout[0]}),
          Tensor()};
}

Tensors decompose(const Tensors& in, const Attrs&) {
  return {-ops::sum(ops::log_softmax(in[0]) * hot(in[0], in[1]), {.axis = -1})};
}

}  // namespace

void check_label(int64_t label, int64_t row, int64_t classes) {
  if (label >= 0 && label < classes) return;
  fail<ValueError>("softmax_cross_entropy: the label ", label, " of row ", row,
                   " is no class.\n  hint: labels must be from 0 to ", classes - 1, ".");
}

constinit const OpDef softmax_cross_entropy_def{
    .name = "softmax_cross_entropy",
    .doc = "Cross entropy of integer labels and the softmax of logits.",
    .inputs = {{"logits", kFloating}, {"labels", kInteger}},
    .infer = infer,
    .vjp = vjp,
    .decompose = decompose};

Tensor ops::softmax_cross_entropy(const Tensor& logits, const Tensor& labels) {
  return apply_one(softmax_cross_entropy_def, {logits, labels});
}

}  // namespace cornu
