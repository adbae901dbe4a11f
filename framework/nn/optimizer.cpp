#include "framework/nn/optimizer.h"

#include <algorithm>
#include <regex>

#include "framework/autodiff/tape.h"
#include "framework/nn/optimizer_step.h"
#include "framework/ops/ops.h"
#include "framework/runtime/messages.h"

namespace cornu {

namespace {

Variables make_like(const Variables& variables, std::string_view what, double initial) {
  Variables made;
  for (const Variable& variable : variables) {
    std::string name = concat(variable.path(), "_", what);
    std::replace(name.begin(), name.end(), '/', '_');
    made.emplace_back(full(variable.shape(), initial, variable.dtype()),
                      VariableOptions{.name = name, .trainable = false, .autocast = false});
  }
  return made;
}

void warn_of_missing(const Tensors& gradients, const Variables& variables) {
  std::vector<std::string> without;
  for (size_t i = 0; i < variables.size(); ++i)
    if (!gradients[i].defined()) without.push_back(variables[i].path());
  warn_once(concat("The loss has no gradient for these variables, which stay as they are: \"",
                   join(without, "\", \""),
                   "\".\n  hint: does every output that should train them have a loss?"));
}

}  // namespace

OptimizerBase::OptimizerBase(OptimizerSettings settings) : settings_(std::move(settings)) {
  settings_.check();
  iteration_ = Variable(scalar(int64_t{0}, DType::i64),
                        {.name = "iteration", .trainable = false, .autocast = false});
  if (!schedule())
    rate_ = Variable(scalar(settings_.learning_rate.value(), DType::f32),
                     {.name = "learning_rate", .trainable = false, .autocast = false});
}

std::string OptimizerBase::name() const {
  return settings_.name.empty() ? snake_case(class_name()) : settings_.name;
}

void OptimizerBase::check_not_built() const {
  if (built_) fail<ValueError>("the optimizer ", quote(name()), " has made its slots already.");
}

void OptimizerBase::build(const Variables& trainable) {
  check_not_built();
  trainable_ = trainable;
  for (size_t i = 0; i < trainable.size(); ++i) index_[&trainable[i].state()] = i;
  if (settings_.use_ema) averages_ = make_like(trainable, "average", 0);
  if (settings_.gradient_accumulation_steps)
    accumulators_ = make_like(trainable, "gradient_accumulator", 0);
  for (const SlotDef& slot : slots())
    slots_.push_back(make_like(trainable, slot.name, slot.initial));
  const DType dtype = trainable.empty() ? DType::f32 : trainable[0].dtype();
  for (const SlotDef& slot : shared_slots())
    shared_.emplace_back(
        scalar(slot.initial, dtype),
        VariableOptions{.name = std::string(slot.name), .trainable = false, .autocast = false});
  built_ = true;
}

size_t OptimizerBase::index_of(const Variable& variable) const {
  return index_.at(&variable.state());
}

void OptimizerBase::check_known(const Variables& variables) const {
  for (const Variable& variable : variables)
    if (!index_.contains(&variable.state()))
      fail<ValueError>("the optimizer ", quote(name()), " does not know the variable ",
                       quote(variable.path()),
                       ": it was built for others.\n  hint: make a new optimizer, or compile "
                       "again, when the trainable variables change.");
}

void OptimizerBase::apply(const Tensors& gradients, const Variables& variables) {
  apply_where(Tensor(), gradients, variables);
}

void OptimizerBase::apply_where(const Tensor& condition, const Tensors& gradients,
                                const Variables& variables) {
  if (gradients.empty()) return;
  if (gradients.size() != variables.size())
    fail<ValueError>("apply: ", gradients.size(), " gradients for ", variables.size(),
                     " variables.");
  if (!built_) build(variables);
  check_known(variables);
  Tensors present;
  Variables having;
  for (size_t i = 0; i < variables.size(); ++i) {
    if (!gradients[i].defined()) continue;
    present.push_back(gradients[i]);
    having.push_back(variables[i]);
  }
  if (present.empty())
    fail<ValueError>("apply: no variable has a gradient.\n  hint: the loss must depend on them.");
  if (present.size() < variables.size()) warn_of_missing(gradients, variables);
  const NoRecording quiet;  // nobody differentiates through an update
  OptimizerStep(*this, condition).run(present, having);
}

Tensor OptimizerBase::scale_loss(const Tensor& loss) const {
  return settings_.loss_scale_factor ? loss * *settings_.loss_scale_factor : loss;
}

Variables OptimizerBase::variables() const {
  Variables all = {iteration_};
  if (rate_.defined()) all.push_back(rate_);
  all.insert(all.end(), averages_.begin(), averages_.end());
  all.insert(all.end(), accumulators_.begin(), accumulators_.end());
  const std::vector<SlotDef> defs = slots();
  for (size_t first = 0; first < slots_.size();) {
    size_t end = first + 1;
    while (end < slots_.size() && defs[end].beside_previous) ++end;
    for (size_t v = 0; v < trainable_.size(); ++v)
      for (size_t s = first; s < end; ++s) all.push_back(slots_[s][v]);
    first = end;
  }
  all.insert(all.end(), shared_.begin(), shared_.end());
  return all;
}

Tensor OptimizerBase::learning_rate() const {
  if (schedule()) return schedule()->call(ops::cast(iteration_.value(), DType::f32));
  return rate_.value();
}

void OptimizerBase::set_learning_rate(double value) {
  if (schedule())
    fail<ValueError>("the learning rate of ", quote(name()), " follows the schedule ",
                     schedule()->class_name(),
                     ": it cannot be set.\n  hint: make the optimizer with a number.");
  rate_.assign(scalar(value, DType::f32));
}

void OptimizerBase::exclude_from_weight_decay(const Variables& variables,
                                              const std::vector<std::string>& names) {
  check_not_built();
  undecayed_ = variables;
  undecayed_names_ = names;
}

bool OptimizerBase::decays(const Variable& variable) const {
  if (!settings_.weight_decay) return false;
  if (std::find(undecayed_.begin(), undecayed_.end(), variable) != undecayed_.end()) return false;
  return std::none_of(undecayed_names_.begin(), undecayed_names_.end(),
                      [&](const std::string& pattern) {
                        return std::regex_search(variable.name(), std::regex(pattern));
                      });
}

void OptimizerBase::finalize_variable_values(const Variables& variables) {
  if (!settings_.use_ema || !built_) return;
  check_known(variables);
  for (const Variable& variable : variables) variable.assign(averages_[index_of(variable)].value());
}

Json OptimizerBase::get_config() const {
  Json config = Object::get_config();
  config.set("name", name());
  if (rate_.defined()) config.set("learning_rate", rate_.state().snapshot().item<double>());
  return config;
}

void OptimizerRef::apply(const Tensors& gradients, const Variables& variables) const {
  get().apply(gradients, variables);
}

void OptimizerRef::apply(const std::vector<std::pair<Tensor, Variable>>& pairs) const {
  Tensors gradients;
  Variables variables;
  for (const auto& [gradient, variable] : pairs) {
    gradients.push_back(gradient);
    variables.push_back(variable);
  }
  get().apply(gradients, variables);
}

Tensor OptimizerRef::minimize(const std::function<Tensor()>& loss,
                              const Variables& variables) const {
  Tensor value;
  Tensors gradients;
  {
    GradientTape tape;
    value = loss();
    gradients = tape.gradient(get().scale_loss(value), variables);
  }
  get().apply(gradients, variables);
  return value;
}

}  // namespace cornu
