#pragma once

#include <utility>
#include <vector>

#include "framework/backends/cpu/onednn/primitive.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::onednn {

/// Where an operand of a primitive is when a program runs.
struct Place {
  enum class Kind : uint8_t { none, in, out, workspace };
  Kind kind = Kind::none;
  size_t index = 0;  ///< Which input or output; in the workspace, the offset.

  static Place in(size_t i) { return {Kind::in, i}; }
  static Place out(size_t i) { return {Kind::out, i}; }
};

/// Primitives in order, with their operands' places: the reorders that the layouts at hand need,
/// and what they are for.
class Program {
 public:
  /// The place of input `i`, lying as `given`, for a primitive that wants it as `wanted`: itself,
  /// or a reordered copy. Call before the primitive is added.
  Place read(size_t i, const Descriptor& given, const Descriptor& wanted);
  /// Likewise where a primitive writes output `i`; the copy back is added by `finish`.
  Place write(size_t i, const Descriptor& given, const Descriptor& wanted);
  void add(PrimitiveRef primitive, std::initializer_list<std::pair<Role, Place>> places);
  void finish();

  size_t workspace_bytes() const { return temporaries_ + scratchpad_; }
  void run(const Operands& operands) const;

 private:
  struct Step {
    PrimitiveRef primitive;
    std::array<Place, kRoles> places;
  };
  Place temporary(const Descriptor& descriptor);

  std::vector<Step> steps_, after_;
  size_t temporaries_ = 0, scratchpad_ = 0;
};

/// Fills a program for the layouts at hand (empty: all dense); false where oneDNN has nothing but
/// reference code for it.
using BuildProgram = bool (*)(const KernelArgs& args, const Layouts& layouts, Program& program);

/// A kernel that runs such a program: prepared for the process's threads where `operations`
/// (multiplications and the like) pay for them, and for one thread for callers that find the team
/// taken. Null where `build` fails.
Ref<PreparedKernel> prepare_program(const KernelArgs& args, const Layouts& layouts,
                                    double operations, BuildProgram build);

/// Why oneDNN cannot do it with dense operands; empty: it can. Checks dtypes, empty operands and
/// that there is more than reference code.
Why why_not(const KernelArgs& args, BuildProgram build);

}  // namespace cornu::cpu::onednn
