#include "framework/ops/split.h"

#include "framework/ops/concatenate.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

size_t Sections::parts() const {
  return places_ ? places_->size() + 1 : static_cast<size_t>(std::max<int64_t>(count_, 0));
}

std::vector<int64_t> Sections::sizes(int64_t size, const Spec& x, int64_t axis) const {
  if (!places_) {
    if (count_ < 1)
      fail<ValueError>("split: the number of sections is ", count_, "; it must be at least 1.");
    if (size != unknown && size % count_ != 0)
      fail<ShapeError>("split: axis ", axis, " of ", x, " does not divide into ", count_,
                       " equal parts.");
    return std::vector<int64_t>(parts(), size == unknown ? unknown : size / count_);
  }
  std::vector<int64_t> out;
  int64_t before = 0;
  for (const int64_t place : *places_) {
    if (place < before || (size != unknown && place > size))
      fail<ShapeError>("split: indices [", join(*places_), "] do not rise from 0 to the size of ",
                       "axis ", axis, " of ", x, ".");
    out.push_back(place - before);
    before = place;
  }
  out.push_back(size == unknown ? unknown : size - before);
  return out;
}

Json FieldTraits<Sections>::to_json(const Sections& value) {
  if (!value.places()) return value.count();
  return FieldTraits<std::vector<int64_t>>::to_json(*value.places());
}

Sections FieldTraits<Sections>::from_json(const Json& json, const ReadContext& context) {
  if (!json.is_array()) return FieldTraits<int64_t>::from_json(json, context);
  return Sections(FieldTraits<std::vector<int64_t>>::from_json(json, context));
}

size_t FieldTraits<Sections>::hash(const Sections& value) {
  if (!value.places()) return FieldTraits<int64_t>::hash(value.count());
  return FieldTraits<std::vector<int64_t>>::hash(*value.places());
}

Json FieldTraits<Sections>::schema() {
  return Json::object().set("anyOf", Json::Array{FieldTraits<int64_t>::schema(),
                                                 FieldTraits<std::vector<int64_t>>::schema()});
}

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const SplitOptions& options = args.as<SplitOptions>();
  const bool ranked = x.shape.ranked();
  const int64_t axis = ranked ? normalize_axis("split", options.axis, x.shape.ndim()) : 0;
  const int64_t whole = ranked ? x.shape[axis] : unknown;
  std::vector<Spec> out;
  for (const int64_t size : options.indices_or_sections.sizes(whole, x, axis))
    out.push_back({x.dtype, ranked ? x.shape.with(axis, size) : x.shape, x.device});
  return out;
}

Tensors vjp(const VjpArgs& args) {
  Tensors parts = args.dout;
  for (size_t i = 0; i < parts.size(); ++i)
    if (!parts[i].defined()) parts[i] = zeros_like(args.out[i]);
  return {ops::concatenate(parts, {.axis = args.as<SplitOptions>().axis})};
}

}  // namespace

constinit const OpDef split_def{.name = "split",
                                .doc = "The parts of a tensor along an axis.",
                                .inputs = {{"x"}},
                                .variadic_outputs = true,
                                .attrs = attrs_of<SplitOptions>,
                                .infer = infer,
                                .vjp = vjp};

namespace ops {

Tensors split(const Operand& x, const SplitOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("split"), {{x}, {}}, options);
  return apply(split_def, {x.tensor()}, options);
}

Tensors unstack(const Operand& x, const UnstackOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("unstack"), {{x}, {}}, options);
  const Tensor tensor = x.tensor();
  if (!tensor.shape().ranked())
    fail<ShapeError>("unstack: the rank of x is not known: ", tensor.spec(), ".");
  const int64_t axis = normalize_axis("unstack", options.axis, tensor.ndim());
  const int64_t size = tensor.shape()[axis];
  if (size == unknown && !options.num)
    fail<ValueError>("unstack: the size of axis ", axis, " of ", tensor.spec(),
                     " is not known.\n  hint: give num.");
  if (options.num && size != unknown && *options.num != size)
    fail<ShapeError>("unstack: num is ", *options.num, ", but axis ", axis, " of ", tensor.spec(),
                     " has size ", size, ".");
  const int64_t count = size == unknown ? *options.num : size;
  if (count == 0) return {};
  Tensors parts = split(tensor, {.indices_or_sections = count, .axis = axis});
  for (Tensor& part : parts) part = squeeze(part, {.axis = Axes(axis)});
  return parts;
}

}  // namespace ops

}  // namespace cornu
