#pragma once

#include <functional>
#include <optional>

#include "framework/tensor/variable.h"

namespace cornu {

/// What a program was made for, of the things that depend on a count of steps alone: those steps
/// in which the test gives the same answer again.
struct Phase {
  Variable count;
  std::function<bool(int64_t)> test;
  bool answer;

  bool holds() const { return test(count.state().count()) == answer; }
};

/// Whether the count, an i64 scalar, passes the test, for code that does one thing or another: a
/// program that is being traced then becomes that of this phase, and the other phase gets its own.
/// Empty where one program must do for all steps: in a subgraph, in lazy mode, and after the count
/// was assigned in the same trace.
std::optional<bool> phase(const Variable& count, std::function<bool(int64_t)> test);

}  // namespace cornu
