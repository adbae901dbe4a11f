#pragma once

#include <span>
#include <vector>

#include "framework/runtime/kernel.h"

namespace cornu {

/// A call's operands where they lie.
using TensorRefs = std::span<const Tensor* const>;

/// An eager call made ready: what follows from the op and its operands' specs, not from their
/// elements.
struct EagerCall final : RefCounted {
  const OpDef* def = nullptr;
  Attrs attrs;
  std::vector<Spec> in, out;
  uint64_t wanted = 0;
  int threads = 0;
  bool deterministic = true;
  Ref<PreparedKernel> kernel;  ///< Null: the outputs are inputs as they lie.
};

/// The call, ready: errors of users are raised here, by `infer`. Each thread remembers the last of
/// its calls, so that one like it costs a look.
Ref<EagerCall> eager_call(const OpDef& def, TensorRefs in, const Attrs& attrs,
                          std::span<const Ref<Graph>> subgraphs, uint64_t wanted);

/// Runs it; `out` has a place for each output, which stays empty where it is not wanted.
void run_call(const EagerCall& call, TensorRefs in, std::span<Tensor> out);

/// Both in one, for lists of operands; tells nobody.
Tensors run_eagerly(const OpDef& def, const Tensors& in, const Attrs& attrs,
                    std::span<const Ref<Graph>> subgraphs, uint64_t wanted);

}  // namespace cornu
