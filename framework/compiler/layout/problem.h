#pragma once

#include <vector>

#include "framework/compiler/layout/assign.h"

namespace cornu {

/// What there is to choose for a graph: units, each with options, and the values between them.
class LayoutProblem {
 public:
  /// One way for a unit to run.
  struct Option {
    Layouts layouts = {};  ///< Of a node with offers: its operands'.
    LayoutRef all = {};    ///< Of a group: that of every member of its shape.
    double nanoseconds = 0;
  };
  /// A node, or a group of nodes and variables that share one layout.
  struct Unit {
    bool group = false;
    std::vector<Option> options = {{}};
    size_t chosen = 0;
    std::vector<size_t> values;  ///< Those it makes or reads, each once.
  };
  /// An operand of a unit.
  struct Place {
    size_t unit = 0;
    bool output = false;
    size_t operand = 0;    ///< Of a node with offers.
    bool follows = false;  ///< Of a group: has its layout.
  };
  /// A value, who makes it and who reads it.
  struct Traffic {
    Value value;
    Place maker;
    std::vector<Place> readers;
    double reorder_nanoseconds = 0;
  };

  LayoutProblem(const Graph& graph, Device device);

  /// Chooses an option for every unit.
  void solve();
  double cost() const;

  const std::vector<Traffic>& traffic() const { return traffic_; }
  LayoutRef layout(const Place& place) const;
  /// The layouts that a value's readers want and it does not have.
  std::vector<LayoutRef> wanted(const Traffic& traffic) const;

 private:
  class Builder;

  double cost(const Traffic& traffic) const;
  /// Of the unit as it stands and of what goes in and out of it.
  double local_cost(const Unit& unit) const;
  bool improve(Unit& unit);
  void sweep();

  std::vector<Unit> units_;  ///< In the order of the first node of each.
  std::vector<Traffic> traffic_;
};

}  // namespace cornu
