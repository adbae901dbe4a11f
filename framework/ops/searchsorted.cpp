#include "framework/ops/searchsorted.h"

#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &sequence = args.in[0], &values = args.in[1];
  if (sequence.dtype != values.dtype)
    fail<DTypeError>("searchsorted: the sequence is ", sequence, ", the values are ", values, ".");
  if (sequence.shape.ranked() && sequence.shape.ndim() != 1)
    fail<ShapeError>("searchsorted: the sorted sequence must be 1-D, not ", sequence,
                     ".\n  hint: vectorized_map goes along other axes.");
  return {{DType::i32, values.shape, values.device}};
}

Tensor search(const Operand& sequence, const Operand& values, SearchSide side) {
  const OperandList both = {sequence, values};
  return apply_one(searchsorted_def, both.promoted(), SearchSortedOptions{side});
}

}  // namespace

constinit const OpDef searchsorted_def{.name = "searchsorted",
                                       .doc = "Where values belong in a sorted sequence.",
                                       .inputs = {{"sorted_sequence"}, {"values"}},
                                       .attrs = attrs_of<SearchSortedOptions>,
                                       .infer = infer,
                                       .no_gradient = "an index does not change smoothly"};

namespace ops {

Tensor searchsorted(const Operand& sorted_sequence, const Operand& values,
                    const SearchSortedOptions& options) {
  if (any_symbolic(sorted_sequence, values))
    return record_symbolic("searchsorted", {sorted_sequence, values}, options);
  return search(sorted_sequence, values, options.side);
}

Tensor digitize(const Operand& x, const Operand& bins) {
  if (any_symbolic(x, bins)) return record_symbolic("digitize", {x, bins});
  const Tensor bounds = bins.tensor();
  if (bounds.shape().ranked() && bounds.ndim() != 1)
    fail<ShapeError>("digitize: bins must be 1-D, not ", bounds.spec(), ".");
  return search(bounds, x, SearchSide::right);
}

}  // namespace ops

}  // namespace cornu
