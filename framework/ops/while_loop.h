#pragma once

#include <functional>
#include <optional>

#include "framework/ir/op_def.h"
#include "framework/ops/operand.h"

namespace cornu {

/// Attributes of the while_loop op: its inputs are the carries, what the condition captures, and
/// what the body captures.
struct WhileLoopAttrs {
  int64_t carries = 0;
  int64_t condition_captures = 0;
  static void fields(auto& field, auto& config) {
    field("carries", config.carries, "How many values go from step to step.");
    field("condition_captures", config.condition_captures,
          "How many operands belong to the condition.");
  }
};

struct WhileLoopOptions {
  std::optional<int64_t> maximum_iterations = {};  ///< The loop ends after so many; none: never.
};

namespace ops {

/// Runs `body` as long as `condition` of the carries holds. Without a trace it is a plain loop. In
/// a trace both are traced once; variables that the body assigns are carried too.
Tensors while_loop(const std::function<Tensor(const Tensors&)>& condition,
                   const std::function<Tensors(const Tensors&)>& body, const Tensors& initial,
                   const WhileLoopOptions& options = {});

}  // namespace ops

}  // namespace cornu
