#pragma once

#include <span>
#include <vector>

#include "framework/backends/cpu/simd/broadcast.h"
#include "framework/backends/cpu/simd/convert.h"
#include "framework/backends/cpu/simd/rows.h"
#include "framework/ops/fused.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

/// A fused program made ready to run: an interpreter that takes each instruction over a tile of
/// elements small enough that all registers stay in the first-level cache. Operands and results of
/// the compute type are read and written where they lie.
class Program {
 public:
  struct Input {
    DType dtype;
    Broadcast broadcast;
  };

  /// Why a program cannot run here; empty: it can.
  static Why declines(const FusedProgram& program, std::span<const DType> inputs);
  Program(const FusedProgram& program, std::vector<Input> inputs);

  /// Whether the output may be written over the (flat) input: nothing reads it afterwards.
  bool may_alias(size_t output, size_t input) const;
  /// What ranges of run() should be multiples of, and about this long where threads share them.
  int64_t chunk() const { return chunk_; }
  /// The elements [begin, end) of the result. `in` and `out` are the operands' first elements.
  void run(const void* const* in, void* const* out, int64_t begin, int64_t end) const;

 private:
  /// How a register's tile comes about.
  enum class Form : uint8_t {
    direct,     // the operand's or result's own memory
    scalar,     // one vector
    converted,  // flat, in another element type
    rows,       // rows longer than a tile: the operand's own memory, tiles end with rows
    column,     // one vector in each row: tiles end with rows
    filled,     // laid out in a tile
    computed,   // an instruction's result, in a tile
    passed,     // within an instruction of two rows: never stored
  };
  struct Register {
    Form form;
    size_t place = 0;    // byte offset in the scratch memory
    int output = -1;     // direct results: which
    int born = -1;       // the instruction that makes it
    int last_read = -1;  // the last instruction that reads it
  };
  struct Instruction {
    int row;  // -1: two rows
    RowLoop loop;
    size_t operands[3] = {};
    size_t arity;
    size_t result;
    bool rounds = false;
  };
  struct Result {
    size_t source;
    Convert store;  // null: written by its instruction
    size_t bytes;
  };

  void plan_instructions(const FusedProgram& program);
  /// Makes of the instruction one that does the work of its operand's too, where there is a loop.
  bool take_along(Instruction& self, size_t operand);
  void plan_registers(const FusedProgram& program);
  void place_registers();
  /// One element, converted, in every lane.
  void spread(Convert load, const void* element, std::byte* vector) const;
  void load_scalars(const void* const* in, std::byte* scratch, Source* sources) const;
  void load_tile(const void* const* in, int64_t at, int64_t count, bool first, std::byte* scratch,
                 Source* sources) const;
  /// Asks for the flat operands' elements [begin, end).
  void prefetch(const void* const* in, int64_t begin, int64_t end) const;

  DType compute_;
  size_t size_;  // of an element of it
  std::vector<Input> inputs_;
  std::vector<Convert> loads_;
  std::vector<Register> registers_;
  std::vector<Instruction> code_;
  std::vector<Result> results_;
  Convert round_ = nullptr;
  int64_t tile_ = 0, chunk_ = 0, row_ = 0;  // row_: where tiles must end; 0: anywhere
  size_t staging_ = 0;                      // byte offset of a tile of another element type
};

/// A kernel that runs a program over whole tensors.
Ref<PreparedKernel> prepare_program(const FusedProgram& program, const KernelArgs& args,
                                    const Layouts& layouts);

}  // namespace cornu::cpu::simd
