#include "framework/ir/op_def.h"

namespace cornu {

std::vector<Spec> same_as_input(const InferArgs& args) { return {args.in[0]}; }

namespace {

std::string names_of(DTypeSet types) {
  if (types == kFloating) return "a floating type";
  if (types == kInteger) return "an integer type";
  if (types == kNumeric) return "a number";
  if (types == (kInteger | kBoolean)) return "an integer type or bool";
  std::vector<std::string> names;
  for (int i = 0; i < kDTypeCount; ++i)
    if (types >> i & 1) names.emplace_back(short_name(static_cast<DType>(i)));
  return join(names, " or ");
}

}  // namespace

void check_inputs(const OpDef& def, std::span<const Spec> in) {
  const size_t least = def.variadic ? def.inputs.size() - 1 : def.inputs.size();
  const bool fits = def.variadic ? in.size() >= least : in.size() == least;
  CORNU_CHECK(fits, def.name, " takes ", def.inputs.size(), " inputs, got ", in.size());
  for (size_t i = 0; i < in.size(); ++i) {
    const InputDef& input = def.inputs[std::min(i, def.inputs.size() - 1)];
    if (!(input.types & bit(in[i].dtype)))
      fail<DTypeError>(def.name, ": ", input.name, " is ", in[i], "; it must be ",
                       names_of(input.types), ".");
    if (in[i].device != in[0].device)
      fail<DeviceError>(def.name, ": ", def.inputs[0].name, " is on ", in[0].device, ", ",
                        input.name, " is on ", in[i].device,
                        ".\n  hint: to_device(x, device) moves a tensor.");
  }
}

std::vector<Spec> infer_outputs(const OpDef& def, std::span<const Spec> in, const Attrs& attrs,
                                std::span<const Ref<Graph>> subgraphs) {
  std::vector<Spec> out = def.infer({def, in, attrs, subgraphs});
  if (!in.empty())
    for (Spec& spec : out) spec.device = in[0].device;
  return out;
}

}  // namespace cornu
