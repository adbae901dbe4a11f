#include "framework/ops/array_split.h"

#include "framework/base/error.h"
#include "framework/ops/public.h"

namespace cornu::ops {

namespace {

Tensor with_rank(std::string_view op, const Tensor& x, int64_t least) {
  if (!x.shape().ranked() || x.ndim() < least)
    fail<ShapeError>(op, ": x needs at least ", least, least == 1 ? " axis" : " axes", ", got ",
                     x.spec(), ".");
  return x;
}

}  // namespace

Tensors array_split(const Operand& x, const SplitOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("array_split"), {{x}, {}}, options);
  const Tensor tensor = with_rank("array_split", x.tensor(), 1);
  const Sections& sections = options.indices_or_sections;
  const int64_t axis = normalize_axis("array_split", options.axis, tensor.ndim());
  const int64_t size = tensor.shape()[axis], count = sections.count();
  if (sections.places() || count < 1) return split(tensor, options);
  if (size == unknown)
    fail<ShapeError>("array_split: the size of axis ", axis, " of ", tensor.spec(),
                     " is not known.");
  std::vector<int64_t> places;
  int64_t at = 0;
  for (int64_t part = 0; part + 1 < count; ++part)
    places.push_back(at += size / count + (part < size % count));
  return split(tensor, {.indices_or_sections = Sections(std::move(places)), .axis = axis});
}

Tensors hsplit(const Operand& x, const SectionsOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("hsplit"), {{x}, {}}, options);
  const Tensor tensor = with_rank("hsplit", x.tensor(), 1);
  return split(tensor, {options.indices_or_sections, tensor.ndim() == 1 ? 0 : 1});
}

Tensors vsplit(const Operand& x, const SectionsOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("vsplit"), {{x}, {}}, options);
  return split(with_rank("vsplit", x.tensor(), 2), {options.indices_or_sections, 0});
}

Tensors dsplit(const Operand& x, const SectionsOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("dsplit"), {{x}, {}}, options);
  return split(with_rank("dsplit", x.tensor(), 3), {options.indices_or_sections, 2});
}

}  // namespace cornu::ops
