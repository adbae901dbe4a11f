#include "framework/nn/optimizer_step.h"

#include "framework/nn/constraint.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

Tensor where_if(const Tensor& condition, const Tensor& value, const Tensor& otherwise) {
  return condition.defined() ? ops::where(condition, value, otherwise) : value;
}

Tensor both(const Tensor& a, const Tensor& b) {
  if (!a.defined()) return b;
  return b.defined() ? ops::logical_and(a, b) : a;
}

/// Whether `count` is a multiple of n.
Tensor divides(int64_t n, const Tensor& count) { return ops::equal(ops::mod(count, n), 0); }

}  // namespace

OptimizerStep::OptimizerStep(OptimizerBase& optimizer, const Tensor& condition)
    : optimizer_(optimizer),
      settings_(optimizer.settings_),
      condition_(condition),
      iteration_(optimizer.iteration_.value()),
      update_count_(iteration_),
      learning_rate_(optimizer.learning_rate()) {
  if (const auto& steps = settings_.gradient_accumulation_steps) {
    updates_ = divides(*steps, iteration_ + 1);
    update_count_ = ops::floor_divide(iteration_, *steps);
  }
}

void OptimizerStep::run(Tensors gradients, const Variables& variables) {
  for (size_t i = 0; i < gradients.size(); ++i) {
    gradients[i] = ops::cast(gradients[i], variables[i].dtype());
    if (settings_.loss_scale_factor) gradients[i] = gradients[i] / *settings_.loss_scale_factor;
  }
  if (updates_.defined()) accumulate(gradients, variables);
  clip(gradients);
  const Tensor condition = both(condition_, updates_);
  for (size_t i = 0; i < variables.size(); ++i) {
    const size_t index = optimizer_.index_of(variables[i]);
    Tensors own = {variables[i].value(), gradients[i]};
    for (const Variables& slot : optimizer_.slots_) own.push_back(slot[index].value());
    const Tensors next =
        advance(own, scalars(variables[i].dtype()), optimizer_.decays(variables[i]));
    variables[i].assign(where_if(condition, next[0], own[0]));
    for (size_t s = 0; s < optimizer_.slots_.size(); ++s)
      optimizer_.slots_[s][index].assign(where_if(condition, next[s + 1], own[s + 2]));
  }
  if (settings_.use_ema) average();
  constrain(variables);
  optimizer_.iteration_.assign(where_if(condition_, iteration_ + 1, iteration_));
}

void OptimizerStep::accumulate(Tensors& gradients, const Variables& variables) {
  const auto steps = static_cast<double>(*settings_.gradient_accumulation_steps);
  for (size_t i = 0; i < gradients.size(); ++i) {
    const Variable& accumulator = optimizer_.accumulators_[optimizer_.index_of(variables[i])];
    const Tensor before = accumulator.value(), sum = gradients[i] + before;
    accumulator.assign(where_if(condition_, ops::where(updates_, zeros_like(sum), sum), before));
    gradients[i] = sum / steps;
  }
}

void OptimizerStep::clip(Tensors& gradients) const {
  if (const auto& largest = settings_.clipvalue)
    for (Tensor& gradient : gradients)
      gradient = ops::minimum(ops::maximum(gradient, -*largest), *largest);
  if (const auto& norm = settings_.clipnorm)
    for (Tensor& gradient : gradients)
      gradient = gradient * *norm / ops::maximum(ops::sqrt(ops::sum(ops::square(gradient))), *norm);
  if (const auto& norm = settings_.global_clipnorm) {
    Tensor squares;
    for (const Tensor& gradient : gradients) {
      const Tensor square = ops::cast(ops::sum(ops::square(gradient)), DType::f32);
      squares = squares.defined() ? squares + square : square;
    }
    const Tensor all = ops::sqrt(squares);
    // The difference is 0, or NaN for an infinite norm: such a step must not look like a small one.
    const Tensor scale = *norm * ops::minimum(1.0 / all, 1.0 / *norm) + (all - all);
    for (Tensor& gradient : gradients) gradient = gradient * ops::cast(scale, gradient.dtype());
  }
}

const StepScalars& OptimizerStep::scalars(DType dtype) {
  const auto [found, is_new] = scalars_.try_emplace(dtype);
  StepScalars& scalars = found->second;
  if (is_new) {
    scalars = {ops::cast(learning_rate_, dtype), ops::cast(update_count_ + 1, dtype), {}};
    scalars.derived = optimizer_.derive(scalars);
  }
  return scalars;
}

Tensors OptimizerStep::advance(const Tensors& own, const StepScalars& scalars, bool decays) const {
  Tensor weight = own[0];
  if (decays) weight = weight - weight * *settings_.weight_decay * scalars.learning_rate;
  Update next = optimizer_.update(weight, own[1], Tensors(own.begin() + 2, own.end()), scalars);
  CORNU_CHECK(next.slots.size() + 2 == own.size(), "update() of ", optimizer_.class_name(),
              " gave ", next.slots.size(), " slots");
  next.slots.insert(next.slots.begin(), next.weight);
  return next.slots;
}

void OptimizerStep::average() const {
  const Tensor first = ops::equal(update_count_, 0);
  for (const Variable& variable : optimizer_.trainable_) {
    const Variable& average = optimizer_.averages_[optimizer_.index_of(variable)];
    const Tensor before = average.value(), weight = variable.value();
    const Tensor kept = ops::where(first, 0.0, settings_.ema_momentum);
    const Tensor share = ops::cast(kept, weight.dtype());
    const Tensor after = where_if(condition_, share * before + (1.0 - share) * weight, before);
    average.assign(after);
    if (const auto& every = settings_.ema_overwrite_frequency) {
      const Tensor now = both(condition_, divides(*every, update_count_ + 1));
      variable.assign(ops::where(now, after, weight));
    }
  }
}

void OptimizerStep::constrain(const Variables& variables) const {
  for (const Variable& variable : variables) {
    const auto& constraint = variable.state().constraint;
    if (!constraint) continue;
    const Tensor weight = variable.value();
    variable.assign(where_if(condition_, constraint->call(weight), weight));
  }
}

}  // namespace cornu
