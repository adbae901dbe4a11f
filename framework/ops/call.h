#pragma once

#include "framework/ir/op_def.h"

namespace cornu {

struct CallAttrs {
  bool recompute = false;
  static void fields(auto& field, auto& config) {
    field("recompute", config.recompute,
          "Stays a call where its gradient is in the program: what it computes within is not "
          "kept for that, which computes it again.");
  }
};

/// The gradient of a call: a call of the graph's own gradient, which is traced once. Defined in
/// autodiff/.
Tensors call_vjp(const VjpArgs& args);

}  // namespace cornu
