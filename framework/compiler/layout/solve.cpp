#include <algorithm>

#include "framework/compiler/layout/problem.h"

namespace cornu {

LayoutRef LayoutProblem::layout(const Place& place) const {
  const Unit& unit = units_[place.unit];
  const Option& option = unit.options[unit.chosen];
  if (unit.group) return place.follows ? option.all : LayoutRef();
  const std::vector<LayoutRef>& list = place.output ? option.layouts.out : option.layouts.in;
  return place.operand < list.size() ? list[place.operand] : LayoutRef();
}

std::vector<LayoutRef> LayoutProblem::wanted(const Traffic& traffic) const {
  const LayoutRef made = layout(traffic.maker);
  std::vector<LayoutRef> found;
  for (const Place& reader : traffic.readers) {
    LayoutRef want = layout(reader);
    const auto same = [&](const LayoutRef& other) { return same_layout(other, want); };
    if (!same(made) && std::none_of(found.begin(), found.end(), same))
      found.push_back(std::move(want));
  }
  return found;
}

double LayoutProblem::cost(const Traffic& traffic) const {
  return static_cast<double>(wanted(traffic).size()) * traffic.reorder_nanoseconds;
}

double LayoutProblem::local_cost(const Unit& unit) const {
  double total = unit.options[unit.chosen].nanoseconds;
  for (const size_t value : unit.values) total += cost(traffic_[value]);
  return total;
}

double LayoutProblem::cost() const {
  double total = 0;
  for (const Unit& unit : units_) total += unit.options[unit.chosen].nanoseconds;
  for (const Traffic& traffic : traffic_) total += cost(traffic);
  return total;
}

bool LayoutProblem::improve(Unit& unit) {
  if (unit.options.size() < 2) return false;
  const size_t before = unit.chosen;
  size_t best = before;
  double lowest = local_cost(unit);
  for (size_t i = 0; i < unit.options.size(); ++i) {
    unit.chosen = i;
    const double cost = local_cost(unit);
    if (cost < lowest - 1e-6) {
      lowest = cost;
      best = i;
    }
  }
  unit.chosen = best;
  return best != before;
}

void LayoutProblem::sweep() {
  constexpr int kMostSweeps = 16;
  for (int i = 0; i < kMostSweeps; ++i) {
    bool changed = false;
    for (Unit& unit : units_) changed |= improve(unit);
    for (size_t u = units_.size(); u-- > 0;) changed |= improve(units_[u]);
    if (!changed) return;
  }
}

void LayoutProblem::solve() {
  const auto chosen = [&] {
    std::vector<size_t> all;
    for (const Unit& unit : units_) all.push_back(unit.chosen);
    return all;
  };
  // All dense, and all as their kernels like it best.
  for (Unit& unit : units_) unit.chosen = unit.group ? 0 : unit.options.size() - 1;
  sweep();
  const double dense_cost = cost();
  const std::vector<size_t> dense = chosen();
  for (Unit& unit : units_) unit.chosen = unit.group && unit.options.size() > 1 ? 1 : 0;
  sweep();
  if (cost() <= dense_cost) return;
  for (size_t u = 0; u < units_.size(); ++u) units_[u].chosen = dense[u];
}

}  // namespace cornu
