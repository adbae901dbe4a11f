#pragma once

#include "framework/base/config_value.h"
#include "framework/ir/op_def.h"

namespace cornu {

/// Attributes of the gradients op. Its inputs are the sources, what else its graph captures, and a
/// seed for each target; its graph makes the targets from the sources and the captures.
struct GradientsAttrs {
  int64_t sources = 0;
  static void fields(auto& field, auto& config) {
    field("sources", config.sources, "How many inputs gradients are taken of.");
  }
};

/// The gradients themselves, of known shapes. Defined in autodiff/.
Tensors expand_gradients(const Tensors& in, const Attrs& attrs,
                         std::span<const Ref<Graph>> subgraphs);

}  // namespace cornu
