#pragma once

#include <unordered_map>
#include <vector>

#include "framework/ir/graph.h"
#include "framework/runtime/kernel.h"

namespace cornu {

/// Whether a node stands for what comes from outside.
bool is_leaf(const Node& node);
/// The value whose memory this one shares: views share their input's.
Value root_of(Value value);

/// What the kernel of a node is asked to do.
class NodeArgs {
 public:
  /// `uses` as count_uses gives them: auxiliary outputs that nothing uses are not made.
  NodeArgs(const Node& node, const std::unordered_map<Value, int, ValueHash>& uses);
  KernelArgs get() const;

 private:
  const Node& node_;
  std::vector<Spec> in_;
  uint64_t wanted_ = ~uint64_t{0}, constant_inputs_ = 0;
};

}  // namespace cornu
