#pragma once

#include <vector>

#include "framework/base/field_containers.h"
#include "framework/ir/op_def.h"
#include "framework/tensor/fields.h"

namespace cornu {

/// Instructions of four numbers: an elementwise row's id and three registers, of which the row uses
/// as many as it has operands. In text by the rows' names: `["multiply 0 1", "add 2 1"]`.
struct FusedCode : std::vector<int64_t> {
  using vector::vector;
};

/// Elementwise rows in sequence over registers: the inputs are the registers 0, 1, …, then comes
/// one per instruction. All values are of `compute` (f32, f64, i32, i64 or u64): halves, booleans
/// (0 or 1) and small integers are converted when loaded and stored.
struct FusedProgram {
  DType compute = DType::f32;
  /// What each instruction's result is rounded to, as the ops alone would be: f16, bf16, a small
  /// integer, or `compute` itself.
  DType rounding = DType::f32;
  FusedCode code;
  std::vector<int64_t> results;  ///< The registers that are outputs.
  std::vector<DType> dtypes;     ///< Their element types.

  static void fields(auto& field, auto& config) {
    field("compute", config.compute, "The type of all registers.");
    field("rounding", config.rounding, "What each result is rounded to.");
    field("code", config.code, "Rows and their registers.");
    field("results", config.results, "The registers that are outputs.");
    field("dtypes", config.dtypes, "The outputs' element types.");
  }

  size_t size() const { return code.size() / 4; }
  int row(size_t instruction) const { return static_cast<int>(code[4 * instruction]); }
  int64_t operand(size_t instruction, size_t i) const { return code[4 * instruction + 1 + i]; }
  int arity(size_t instruction) const;
  /// Appends an instruction; returns its register, given the number of inputs.
  int64_t add(int64_t inputs, int row, int64_t a, int64_t b = 0, int64_t c = 0);
};

/// InternalError where a program of so many inputs is not well formed.
void check_program(const FusedProgram& program, size_t inputs);

/// The outputs of a program on tensors, op by op.
Tensors run_program(const FusedProgram& program, const Tensors& in);

/// The program of one row alone, for operands of `dtype`.
FusedProgram program_of_row(int row, DType dtype);

template <>
struct FieldTraits<FusedCode> {
  static std::string type_name() { return "list of instructions"; }
  static Json to_json(const FusedCode& code);
  static FusedCode from_json(const Json& json, const ReadContext& context);
  static bool equal(const FusedCode& a, const FusedCode& b) { return a == b; }
  static size_t hash(const FusedCode& code);
  static Json schema();
};

namespace ops {

/// Runs a program on operands that broadcast against each other.
Tensors fused(const Tensors& in, const FusedProgram& program);

}  // namespace ops

}  // namespace cornu
