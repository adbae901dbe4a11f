#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "framework/compiler/executable.h"

namespace cornu {

/// Turns a graph that went through the pipeline into an Executable's steps and locations.
class Planner {
 public:
  Planner(Executable& executable, Graph& graph) : executable_(executable), graph_(graph) {}
  void run();

 private:
  /// The value whose memory this one shares: views share their input's.
  Value root(Value value) const;
  void separate_results();
  Value add_copy(Value value, std::vector<std::unique_ptr<Node>>& into);
  void prepare_steps();
  void find_lifetimes();
  void place_updates();
  void place_outputs();
  void place_temporaries();
  void fill_locations();
  Location location(Value value) const;

  struct Life {
    int made = -1;  // step; -1: before the first
    int last = -1;  // last step that reads it
  };

  Executable& executable_;
  Graph& graph_;
  std::unordered_map<Value, Life, ValueHash> lives_;          // of roots
  std::unordered_map<Value, Location, ValueHash> locations_;  // of roots
  std::unordered_map<Value, size_t, ValueHash> block_of_;     // of roots in the arena
  std::unordered_map<const Node*, int> step_of_;
  std::vector<Block> blocks_;
  std::vector<size_t> workspace_block_;
};

}  // namespace cornu
