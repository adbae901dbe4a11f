#pragma once

#include <unordered_map>
#include <vector>

#include "framework/compiler/executable.h"
#include "framework/compiler/layout/assign.h"

namespace cornu {

/// Turns a graph that went through the pipeline into an Executable's steps and locations.
class Planner {
 public:
  Planner(Executable& executable, Graph& graph) : executable_(executable), graph_(graph) {}
  void run();

 private:
  Value add_copy(Value value, std::vector<std::unique_ptr<Node>>& into);
  void separate_results();
  void prepare_steps();
  void find_lifetimes();
  void place_variables();
  void place_updates();
  bool writes_in_place(const Value& old_value, const Value& new_value) const;
  void place_outputs();
  void place_gradients();
  void place_temporaries();
  bool take_place(const Executable::Step& step, int at, const Value& value);
  void fill_locations();

  size_t bytes(const Value& root) const { return bytes_of(root.spec(), layouts_.of(root)); }
  Location location(Value value) const;

  struct Life {
    int made = -1;  // step; -1: before the first
    int last = -1;  // last step that reads it
  };
  struct InBlock {
    size_t block;
    size_t offset = 0;
  };

  Executable& executable_;
  Graph& graph_;
  LayoutAssignment layouts_;
  std::unordered_map<Value, Life, ValueHash> lives_;          // of roots
  std::unordered_map<Value, Location, ValueHash> locations_;  // of roots
  std::unordered_map<Value, InBlock, ValueHash> places_;      // of roots in the arena
  std::unordered_map<const Variable::State*, size_t> variables_;
  std::unordered_map<const Variable::State*, Value> old_values_;
  std::vector<Block> blocks_;
  std::vector<size_t> workspace_block_;
};

}  // namespace cornu
