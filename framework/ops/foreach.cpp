#include "framework/ops/foreach.h"

#include "framework/base/error.h"
#include "framework/ops/def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const ForeachAttrs& attrs = args.as<ForeachAttrs>();
  const auto scalars = static_cast<size_t>(attrs.scalars), roles = static_cast<size_t>(attrs.roles);
  check_program(attrs.program, scalars + roles);
  CORNU_CHECK(args.in.size() >= scalars && (args.in.size() - scalars) % roles == 0, "foreach of ",
              args.in.size(), " inputs, ", scalars, " scalars and ", roles, " roles");
  for (size_t i = 0; i < scalars; ++i)
    if (args.in[i].shape.ndim() != 0)
      fail<ShapeError>("foreach: scalar ", i, " is ", args.in[i], "; it must have one element.");
  const size_t tensors = attrs.tensors(args.in.size());
  std::vector<Spec> out;
  for (size_t j = 0; j < tensors; ++j)
    for (size_t role = 1; role < roles; ++role) {
      const Spec &first = args.in[scalars + j], &other = args.in[scalars + role * tensors + j];
      if (first.shape != other.shape)
        fail<ShapeError>("foreach: tensor ", j, " is ", first, " in role 0 and ", other,
                         " in role ", role, ".");
    }
  for (const DType dtype : attrs.program.dtypes)
    for (size_t j = 0; j < tensors; ++j)
      out.push_back({dtype, args.in[scalars + j].shape, args.in[0].device});
  return out;
}

Tensors decompose(const Tensors& in, const Attrs& packed) {
  const ForeachAttrs& attrs = packed.as<ForeachAttrs>();
  const auto scalars = static_cast<size_t>(attrs.scalars);
  const size_t tensors = attrs.tensors(in.size()), results = attrs.program.results.size();
  Tensors out(results * tensors);
  for (size_t j = 0; j < tensors; ++j) {
    Tensors registers(in.begin(), in.begin() + attrs.scalars);
    for (size_t role = 0; role < static_cast<size_t>(attrs.roles); ++role)
      registers.push_back(in[scalars + role * tensors + j]);
    const Tensors made = run_program(attrs.program, registers);
    for (size_t k = 0; k < results; ++k) out[k * tensors + j] = made[k];
  }
  return out;
}

}  // namespace

constinit const OpDef foreach_def{.name = "foreach",
                                  .doc = "One elementwise program over many tensors alike.",
                                  .inputs = {{"x"}},
                                  .outputs = {{"y"}},
                                  .variadic = true,
                                  .variadic_outputs = true,
                                  .attrs = attrs_of<ForeachAttrs>,
                                  .infer = infer,
                                  .decompose = decompose};

namespace ops {

Tensors foreach (const Tensors& in, const ForeachAttrs& attrs) {
  return apply(foreach_def, in, attrs);
}

}  // namespace ops

}  // namespace cornu
