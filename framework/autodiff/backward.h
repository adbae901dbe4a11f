#pragma once

#include <span>
#include <vector>

#include "framework/ir/op_def.h"
#include "framework/ir/place.h"

namespace cornu {

/// One op that ran, eagerly or into a graph.
struct OpRecord {
  const OpDef* def = nullptr;
  Tensors in, out;
  Attrs attrs;
  std::vector<Ref<Graph>> subgraphs;
  Place place;  ///< Of the layer that ran it: its gradients belong there too.
};

/// The one engine of reverse mode: gradients of the sum of targets·seeds with respect to the
/// sources, from nothing but the definitions of the ops that ran. An undefined seed stands for
/// ones. A source that no target depends on gets an undefined gradient. Where a shape on the way is
/// unknown the gradients become one node of the graph, see gradients_later.
/// ValueError names an op on the way that has no gradient.
Tensors backward(std::span<const OpRecord> records, const Tensors& targets, const Tensors& seeds,
                 const Tensors& sources);

/// The inputs' gradients of one op that ran; undefined where not wanted or zero.
Tensors input_gradients(const OpRecord& record, const Tensors& dout, std::span<const bool> wanted);

}  // namespace cornu
