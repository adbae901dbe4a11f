#include "framework/nn/optimizer_step.h"

#include "framework/nn/constraint.h"
#include "framework/ops/ops.h"
#include "framework/runtime/phase.h"

namespace cornu {

namespace {

Tensor where_if(const Tensor& condition, const Tensor& value, const Tensor& otherwise) {
  return condition.defined() ? ops::where(condition, value, otherwise) : value;
}

Tensor both(const Tensor& a, const Tensor& b) {
  if (!a.defined()) return b;
  return b.defined() ? ops::logical_and(a, b) : a;
}

}  // namespace

OptimizerStep::OptimizerStep(OptimizerBase& optimizer, const Tensor& condition)
    : optimizer_(optimizer),
      settings_(optimizer.settings_),
      condition_(condition),
      iteration_(optimizer.iteration_.stored()),
      update_count_(iteration_),
      learning_rate_(optimizer.learning_rate()) {
  if (const auto& steps = settings_.gradient_accumulation_steps) {
    updates_ = every(*steps);
    update_count_ = ops::floor_divide(iteration_, *steps);
  }
}

OptimizerStep::Choice OptimizerStep::every(int64_t n, int64_t steps) const {
  const std::optional<bool> known = phase(
      optimizer_.iteration_, [=](int64_t iteration) { return (iteration / steps + 1) % n == 0; });
  if (known) return {known, {}};
  return {{}, ops::equal(ops::mod(ops::floor_divide(iteration_, steps) + 1, n), 0)};
}

void OptimizerStep::run(const Tensors& gradients, const Variables& variables) {
  std::vector<Group> groups;
  for (size_t i = 0; i < variables.size(); ++i) {
    Group& group = group_of(groups, variables[i], optimizer_.decays(variables[i]));
    group.variables.push_back(variables[i]);
    group.gradients.push_back(ops::cast(gradients[i], variables[i].dtype()));
  }
  for (Group& group : groups) {
    if (settings_.loss_scale_factor) unscale(group);
    if (settings_.gradient_accumulation_steps) accumulate(group);
  }
  if (updates_.known != false) {
    clip(groups);
    update_shared();
    for (const Group& group : groups) optimizer_.elementwise() ? update(group) : update_each(group);
  }
  if (settings_.use_ema) average();
  constrain(variables);
  optimizer_.iteration_.assign(where_if(condition_, iteration_ + 1, iteration_));
}

OptimizerStep::Group& OptimizerStep::group_of(std::vector<Group>& groups, const Variable& variable,
                                              bool decays) const {
  for (Group& group : groups)
    if (group.dtype == variable.dtype() && group.decays == decays) return group;
  groups.push_back({variable.dtype(), decays, {}, {}});
  return groups.back();
}

Tensors OptimizerStep::values(const Variables& variables) {
  Tensors values;
  for (const Variable& variable : variables) values.push_back(variable.stored());
  return values;
}

Variables OptimizerStep::own(const Variables& kept, const Group& group) const {
  Variables own;
  for (const Variable& variable : group.variables)
    own.push_back(kept[optimizer_.index_of(variable)]);
  return own;
}

/// The stage's program is traced once in the optimizer's life, for each kind of group.
std::vector<Tensors> OptimizerStep::on_all(std::string_view stage, const Group& group,
                                           const Tensors& scalars,
                                           const std::vector<Tensors>& roles,
                                           const ForeachFunction::Body& body) const {
  const std::string key =
      concat(stage, ' ', group.dtype, group.decays, condition_.defined(), scalars.size());
  auto found = optimizer_.stages_.find(key);
  if (found == optimizer_.stages_.end())
    found =
        optimizer_.stages_
            .try_emplace(key, concat("update() of ", optimizer_.class_name()), body, scalars, roles)
            .first;
  return found->second(scalars, roles);
}

void OptimizerStep::unscale(Group& group) const {
  const double factor = *settings_.loss_scale_factor;
  group.gradients = on_all("unscale", group, {}, {group.gradients},
                           [factor](const Tensors&, const Tensors& gradient) -> Tensors {
                             return {gradient[0] / factor};
                           })[0];
}

void OptimizerStep::accumulate(Group& group) const {
  const auto steps = static_cast<double>(*settings_.gradient_accumulation_steps);
  const Variables accumulators = own(optimizer_.accumulators_, group);
  Tensors scalars;
  if (updates_.where.defined()) scalars.push_back(updates_.where);
  if (condition_.defined()) scalars.push_back(condition_);
  const std::optional<bool> known = updates_.known;
  const bool conditional = condition_.defined();
  const auto results =
      on_all(!known   ? "accumulate"
             : *known ? "spend"
                      : "save",
             group, scalars, {values(accumulators), group.gradients},
             [=](const Tensors& scalars, const Tensors& own) -> Tensors {
               const Tensor sum = own[0] + own[1];
               Tensor kept = sum;
               if (!known) kept = ops::where(scalars[0], 0.0, sum);
               if (known == true) kept = ops::cast(sum < sum, sum.dtype());  // 0, of NaN too
               const Tensor after = where_if(conditional ? scalars.back() : Tensor(), kept, own[0]);
               return known == false ? Tensors{after} : Tensors{after, sum / steps};
             });
  for (size_t i = 0; i < accumulators.size(); ++i) accumulators[i].assign(results[0][i]);
  if (known != false) group.gradients = results[1];
}

void OptimizerStep::clip(std::vector<Group>& groups) const {
  if (const auto& largest = settings_.clipvalue)
    for (Group& group : groups)
      group.gradients = on_all("clipvalue", group, {}, {group.gradients},
                               [most = *largest](const Tensors&, const Tensors& own) -> Tensors {
                                 return {ops::minimum(ops::maximum(own[0], -most), most)};
                               })[0];
  if (const auto& norm = settings_.clipnorm)
    for (Group& group : groups)
      for (Tensor& gradient : group.gradients)
        gradient =
            gradient * *norm / ops::maximum(ops::sqrt(ops::sum(ops::square(gradient))), *norm);
  if (const auto& norm = settings_.global_clipnorm) {
    Tensor squares;
    for (const Group& group : groups)
      for (const Tensor& gradient : group.gradients) {
        const Tensor square = ops::cast(ops::sum(ops::square(gradient)), DType::f32);
        squares = squares.defined() ? squares + square : square;
      }
    const Tensor all = ops::sqrt(squares);
    // The difference is 0, or NaN for an infinite norm: such a step must not look like a small one.
    const Tensor scale = *norm * ops::minimum(1.0 / all, 1.0 / *norm) + (all - all);
    for (Group& group : groups)
      group.gradients =
          on_all("global_clipnorm", group, {ops::cast(scale, group.dtype)}, {group.gradients},
                 [](const Tensors& scalars, const Tensors& own) -> Tensors {
                   return {own[0] * scalars[0]};
                 })[0];
  }
}

void OptimizerStep::update_shared() {
  const Variables& kept = optimizer_.shared_;
  if (kept.empty()) return;
  const DType dtype = kept[0].dtype();
  const Tensors before = values(kept);
  shared_ = optimizer_.update_shared(
      before, {ops::cast(learning_rate_, dtype), ops::cast(update_count_ + 1, dtype), {}, {}});
  for (size_t i = 0; i < kept.size(); ++i)
    kept[i].assign(where_if(both(condition_, updates_.where), shared_[i], before[i]));
}

const StepScalars& OptimizerStep::scalars(DType dtype) {
  const auto [found, is_new] = scalars_.try_emplace(dtype);
  StepScalars& scalars = found->second;
  if (is_new) {
    scalars = {ops::cast(learning_rate_, dtype), ops::cast(update_count_ + 1, dtype), {}, {}};
    for (const Tensor& shared : shared_) scalars.shared.push_back(ops::cast(shared, dtype));
    scalars.derived = optimizer_.derive(scalars);
  }
  return scalars;
}

void OptimizerStep::update(const Group& group) {
  const StepScalars& step = scalars(group.dtype);
  Tensors numbers = {step.learning_rate, step.step};
  numbers.insert(numbers.end(), step.shared.begin(), step.shared.end());
  numbers.insert(numbers.end(), step.derived.begin(), step.derived.end());
  const Tensor condition = both(condition_, updates_.where);
  if (condition.defined()) numbers.push_back(condition);
  std::vector<Tensors> roles = {values(group.variables), group.gradients};
  std::vector<Variables> targets = {group.variables};
  for (const Variables& slot : optimizer_.slots_) {
    targets.push_back(own(slot, group));
    roles.push_back(values(targets.back()));
  }
  const bool conditional = condition.defined();
  const auto results = on_all(
      "update", group, numbers, roles, [&](const Tensors& numbers, const Tensors& own) -> Tensors {
        const auto shared = numbers.begin() + 2;
        const auto derived = shared + static_cast<std::ptrdiff_t>(step.shared.size());
        const auto end = derived + static_cast<std::ptrdiff_t>(step.derived.size());
        return advance(own, {numbers[0], numbers[1], {shared, derived}, {derived, end}},
                       group.decays, conditional ? numbers.back() : Tensor());
      });
  for (size_t r = 0; r < targets.size(); ++r)
    for (size_t i = 0; i < targets[r].size(); ++i) targets[r][i].assign(results[r][i]);
}

void OptimizerStep::update_each(const Group& group) {
  const Tensor condition = both(condition_, updates_.where);
  for (size_t i = 0; i < group.variables.size(); ++i) {
    const size_t index = optimizer_.index_of(group.variables[i]);
    Tensors own = {group.variables[i].stored(), group.gradients[i]};
    for (const Variables& slot : optimizer_.slots_) own.push_back(slot[index].stored());
    const Tensors next = advance(own, scalars(group.dtype), group.decays, condition);
    group.variables[i].assign(next[0]);
    for (size_t s = 0; s < optimizer_.slots_.size(); ++s)
      optimizer_.slots_[s][index].assign(next[s + 1]);
  }
}

Tensors OptimizerStep::advance(const Tensors& own, const StepScalars& scalars, bool decays,
                               const Tensor& condition) const {
  Tensor weight = own[0];
  if (decays) weight = weight - weight * *settings_.weight_decay * scalars.learning_rate;
  Update next = optimizer_.update(weight, own[1], Tensors(own.begin() + 2, own.end()), scalars);
  CORNU_CHECK(next.slots.size() + 2 == own.size(), "update() of ", optimizer_.class_name(),
              " gave ", next.slots.size(), " slots");
  Tensors results = {where_if(condition, next.weight, own[0])};
  for (size_t s = 0; s < next.slots.size(); ++s)
    results.push_back(where_if(condition, next.slots[s], own[s + 2]));
  return results;
}

void OptimizerStep::average() const {
  std::vector<Group> groups;
  for (const Variable& variable : optimizer_.trainable_)
    group_of(groups, variable, false).variables.push_back(variable);
  const Tensor kept = ops::where(ops::equal(update_count_, 0), 0.0, settings_.ema_momentum);
  Choice overwrites{false, {}};
  if (const auto& frequency = settings_.ema_overwrite_frequency)
    overwrites = every(*frequency, settings_.gradient_accumulation_steps.value_or(1));
  const bool may = overwrites.known != false, conditional = condition_.defined();
  const Tensor now = may ? both(condition_, overwrites.where) : Tensor();
  const bool asks = now.defined();
  for (const Group& group : groups) {
    const Variables averages = own(optimizer_.averages_, group);
    Tensors scalars = {ops::cast(kept, group.dtype)};
    if (asks) scalars.push_back(now);
    if (conditional) scalars.push_back(condition_);
    const auto results = on_all(
        may ? "overwrite" : "average", group, scalars, {values(averages), values(group.variables)},
        [=](const Tensors& scalars, const Tensors& own) -> Tensors {
          const Tensor &share = scalars[0], &before = own[0], &weight = own[1];
          const Tensor after = where_if(conditional ? scalars.back() : Tensor(),
                                        share * before + (1.0 - share) * weight, before);
          if (!may) return {after};
          return {after, where_if(asks ? scalars[1] : Tensor(), after, weight)};
        });
    for (size_t i = 0; i < averages.size(); ++i) averages[i].assign(results[0][i]);
    if (may)
      for (size_t i = 0; i < averages.size(); ++i) group.variables[i].assign(results[1][i]);
  }
}

void OptimizerStep::constrain(const Variables& variables) const {
  for (const Variable& variable : variables) {
    const auto& constraint = variable.state().constraint;
    if (!constraint) continue;
    const Tensor weight = variable.stored();
    variable.assign(where_if(condition_, constraint->call(weight), weight));
  }
}

}  // namespace cornu
