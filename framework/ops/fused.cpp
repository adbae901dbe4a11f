#include "framework/ops/fused.h"

#include <algorithm>
#include <charconv>

#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const FusedProgram& program = args.as<FusedProgram>();
  check_program(program, args.in.size());
  Shape shape = args.in[0].shape;
  for (const Spec& spec : args.in.subspan(1))
    if (!broadcast(shape, spec.shape, shape))
      fail<ShapeError>("fused: shapes do not broadcast: ", args.in[0], " and ", spec, ".");
  std::vector<Spec> out;
  for (const DType dtype : program.dtypes) out.push_back({dtype, shape, args.in[0].device});
  return out;
}

Tensors decompose(const Tensors& in, const Attrs& attrs) {
  return run_program(attrs.as<FusedProgram>(), in);
}

/// A number read from the front of `text`; -1 where there is none.
int64_t take_number(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  int64_t number = -1;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return number;
}

int find_row(std::string_view name) {
  for (int row = 0; row < kElementwiseRows; ++row)
    if (elementwise_def(row).name == name) return row;
  return -1;
}

}  // namespace

int FusedProgram::arity(size_t instruction) const {
  return elementwise_def(row(instruction)).elementwise->arity;
}

int64_t FusedProgram::add(int64_t inputs, int row, int64_t a, int64_t b, int64_t c) {
  code.insert(code.end(), {row, a, b, c});
  return inputs + static_cast<int64_t>(size()) - 1;
}

void check_program(const FusedProgram& program, size_t inputs) {
  CORNU_CHECK(inputs > 0 && program.code.size() % 4 == 0, "a fused program of ", inputs, " inputs");
  CORNU_CHECK(program.results.size() == program.dtypes.size(), "a fused program's outputs");
  for (size_t i = 0; i < program.size(); ++i) {
    CORNU_CHECK(program.row(i) >= 0 && program.row(i) < kElementwiseRows, "row ", program.row(i));
    for (int k = 0; k < program.arity(i); ++k) {
      const int64_t source = program.operand(i, static_cast<size_t>(k));
      CORNU_CHECK(source >= 0 && source < static_cast<int64_t>(inputs + i), "register ", source);
    }
  }
  for (const int64_t result : program.results)
    CORNU_CHECK(result >= 0 && result < static_cast<int64_t>(inputs + program.size()), "register ",
                result);
}

Tensors run_program(const FusedProgram& program, const Tensors& in) {
  const DType type = program.rounding;
  Shape shape;
  for (const Tensor& tensor : in) CORNU_CHECK(broadcast(shape, tensor.shape(), shape), "fused");
  Tensors registers;
  for (const Tensor& tensor : in) registers.push_back(ops::cast(tensor, type));
  for (size_t i = 0; i < program.size(); ++i) {
    const OpDef& def = elementwise_def(program.row(i));
    Tensors operands;
    for (int k = 0; k < program.arity(i); ++k)
      operands.push_back(
          registers[static_cast<size_t>(program.operand(i, static_cast<size_t>(k)))]);
    if (program.row(i) == row_where) operands[0] = ops::cast(operands[0], DType::boolean);
    registers.push_back(ops::cast(apply_one(def, std::move(operands)), type));
  }
  Tensors out;
  for (size_t k = 0; k < program.results.size(); ++k)
    out.push_back(ops::broadcast_to(
        ops::cast(registers[static_cast<size_t>(program.results[k])], program.dtypes[k]),
        {.shape = shape}));
  return out;
}

FusedProgram program_of_row(int row, DType dtype) {
  FusedProgram program;
  const bool wide = dtype == DType::i64 || dtype == DType::u32;
  program.compute = dtype == DType::f64 || dtype == DType::u64 ? dtype
                    : is_floating(dtype)                       ? DType::f32
                    : wide                                     ? DType::i64
                                                               : DType::i32;
  program.rounding = dtype;
  program.code = {row, 0, 1, 2};
  program.results = {elementwise_def(row).elementwise->arity};
  program.dtypes = {elementwise_result_dtype(elementwise_def(row).elementwise->kind, dtype)};
  return program;
}

Json FieldTraits<FusedCode>::to_json(const FusedCode& code) {
  Json::Array lines;
  for (size_t i = 0; i + 4 <= code.size(); i += 4) {
    const OpDef& def = elementwise_def(static_cast<int>(code[i]));
    std::string line(def.name);
    for (size_t k = 0; k < def.inputs.size(); ++k) line += concat(' ', code[i + 1 + k]);
    lines.push_back(line);
  }
  return lines;
}

FusedCode FieldTraits<FusedCode>::from_json(const Json& json, const ReadContext& context) {
  FusedCode code;
  for (const std::string& line : FieldTraits<std::vector<std::string>>::from_json(json, context)) {
    std::string_view rest = line;
    const std::string_view name = rest.substr(0, rest.find(' '));
    rest.remove_prefix(name.size());
    const int row = find_row(name);
    if (row < 0) fail_expected("rows with registers such as \"add 0 1\"", json, context);
    code.push_back(row);
    for (size_t k = 0; k < 3; ++k) {
      const bool used = k < elementwise_def(row).inputs.size();
      const int64_t source = used ? take_number(rest) : 0;
      if (source < 0) fail_expected("rows with registers such as \"add 0 1\"", json, context);
      code.push_back(source);
    }
  }
  return code;
}

size_t FieldTraits<FusedCode>::hash(const FusedCode& code) {
  size_t h = code.size();
  for (const int64_t word : code) h = hash_combine(h, static_cast<size_t>(word));
  return h;
}

Json FieldTraits<FusedCode>::schema() {
  return Json::object().set("type", "array").set("items", Json::object().set("type", "string"));
}

constinit const OpDef fused_def{.name = "fused",
                                .doc = "A program of elementwise rows in one pass.",
                                .inputs = {{"x"}},
                                .outputs = {{"y"}},
                                .variadic = true,
                                .variadic_outputs = true,
                                .attrs = attrs_of<FusedProgram>,
                                .infer = infer,
                                .decompose = decompose};

namespace ops {

Tensors fused(const Tensors& in, const FusedProgram& program) {
  return apply(fused_def, in, program);
}

}  // namespace ops

}  // namespace cornu
