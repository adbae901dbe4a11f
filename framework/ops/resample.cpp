#include "framework/ops/resample.h"

#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

/// How many axes change.
size_t count(const ResampleAttrs& attrs) {
  return attrs.size.empty() ? attrs.factor.size() : attrs.size.size();
}

int64_t new_size(const ResampleAttrs& attrs, size_t i, int64_t size) {
  if (!attrs.size.empty()) return attrs.size[i];
  return size == unknown ? unknown : size * attrs.factor[i];
}

/// The axes' sizes in x become those in y.
ResampleTable table(const ResampleAttrs& attrs, int64_t from, int64_t to) {
  if (!attrs.transposed) return interpolation_table(attrs.interpolation, from, to, attrs.antialias);
  return transposed_table(interpolation_table(attrs.interpolation, to, from, attrs.antialias), to);
}

std::vector<Spec> infer(const InferArgs& args) {
  const ResampleAttrs& attrs = args.as<ResampleAttrs>();
  Spec out = args.in[0];
  const size_t axes = count(attrs);
  CORNU_CHECK(axes == 1 || axes == 2, "resample changes one axis or two, not ", axes);
  for (const int64_t to : attrs.size.empty() ? attrs.factor : attrs.size)
    if (to < 1) fail<ValueError>("resample: sizes and factors are at least 1, not ", to, ".");
  if (!out.shape.ranked()) return {out};
  const int64_t first = normalize_axis("resample", attrs.axis, out.shape.ndim());
  normalize_axis("resample", first + static_cast<int64_t>(axes) - 1, out.shape.ndim());
  for (size_t i = 0; i < axes; ++i) {
    int64_t& size = out.shape[first + static_cast<int64_t>(i)];
    if (size == 0)
      fail<ShapeError>("resample: ", args.in[0], " has nothing along axis ",
                       first + static_cast<int64_t>(i), " to interpolate between.");
    size = new_size(attrs, i, size);
  }
  return {out};
}

/// The map is linear: its gradient is the transposed one, whose gradient it is.
Tensors vjp(const VjpArgs& args) {
  ResampleAttrs attrs = args.as<ResampleAttrs>();
  const Shape& shape = args.in[0].shape();
  const int64_t first = normalize_axis("resample", attrs.axis, shape.ndim());
  attrs.size = shape.sub(first, first + static_cast<int64_t>(count(attrs))).to_vector();
  attrs.factor.clear();
  attrs.transposed = !attrs.transposed;
  return {ops::resample(args.dout[0], attrs)};
}

}  // namespace

Resampling::Resampling(const ResampleAttrs& attrs, const Shape& x, const Shape& y) {
  const int64_t axis = normalize_axis("resample", attrs.axis, x.ndim());
  outer = x.sub(0, axis).elements();
  rows = x[axis];
  to_rows = table(attrs, rows, y[axis]);
  if (count(attrs) == 1) {
    inner = x.sub(axis + 1).elements();
    to_columns = {{0, 1}, {0}, {1}};
    return;
  }
  columns = x[axis + 1];
  inner = x.sub(axis + 2).elements();
  to_columns = table(attrs, columns, y[axis + 1]);
}

constinit const OpDef resample_def{.name = "resample",
                                   .doc = "One axis or two interpolated to other sizes.",
                                   .inputs = {{"x", kFloating}},
                                   .attrs = attrs_of<ResampleAttrs>,
                                   .infer = infer,
                                   .vjp = vjp};

Tensor ops::resample(const Tensor& x, const ResampleAttrs& attrs) {
  return apply_one(resample_def, {x}, attrs);
}

}  // namespace cornu
