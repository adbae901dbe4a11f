#include "framework/model/trainer.h"

#include <algorithm>

#include "framework/autodiff/tape.h"
#include "framework/base/error.h"
#include "framework/compiler/executable.h"
#include "framework/nn/loss_scale.h"
#include "framework/ops/ops.h"
#include "framework/runtime/messages.h"
#include "framework/runtime/process_state.h"

namespace cornu {

namespace {

/// A tensor for each output: all of them, one for all, those of the outputs that are `wanted`, or
/// by name. Outputs may be left without.
Tensors spread(const TensorStruct& given, const std::vector<std::string>& names,
               const std::vector<bool>& wanted, bool one_for_all, std::string_view what) {
  const size_t outputs = wanted.size();
  Tensors all(outputs);
  if (given.kind() == TensorStruct::Kind::dict) {
    for (const std::string& name : given.names()) {
      const auto found = std::find(names.begin(), names.end(), name);
      if (found == names.end() && outputs > 1)
        fail<ValueError>(what, " are given for ", quote(name), ", which is no output.",
                         suggest(name, names));
      all[found == names.end() ? 0 : static_cast<size_t>(found - names.begin())] =
          *given.find(name);
    }
    return all;
  }
  const Tensors& flat = given.flat();
  const auto count = static_cast<size_t>(std::count(wanted.begin(), wanted.end(), true));
  if (flat.size() == outputs) return flat;
  if (one_for_all && flat.size() == 1) return Tensors(outputs, flat[0]);
  if (flat.size() == count) {
    for (size_t i = 0, next = 0; i < outputs; ++i)
      if (wanted[i]) all[i] = flat[next++];
    return all;
  }
  if (!flat.empty()) fail<ValueError>(flat.size(), " ", what, " for ", outputs, " outputs.");
  return all;
}

}  // namespace

Trainer::Trainer(ModelBase& model) : model_(model) {
  predict_.reset([this](const StepInputs& in) { return model_.predict_step(*this, in); }, false);
}

void Trainer::compile(CompileOptions options) {
  if (options.steps_per_execution < 1)
    fail<ValueError>("compile: steps_per_execution must be at least 1, not ",
                     options.steps_per_execution, ".");
  if (options.sample_weight_mode && *options.sample_weight_mode != "temporal")
    fail<ValueError>("compile: sample_weight_mode must be \"temporal\" or nothing, not ",
                     quote(*options.sample_weight_mode), ".");
  options_ = std::move(options);
  if (options_.run_eagerly && options_.jit_compile.value_or(false)) {
    warn("compile: run_eagerly and jit_compile are both true; jit_compile is taken as false.");
    options_.jit_compile = false;
  }
  // A name makes a new optimizer each time; an object goes on with the state it has.
  optimizer_ = options_.optimizer.spelling().empty() ? options_.optimizer
                                                     : OptimizerRef(options_.optimizer.spelling());
  options_.optimizer = OptimizerRef(optimizer_.object());  // the one whose state files keep
  if (optimizer_ && options_.auto_scale_loss && model_.policy().name() == "mixed_float16" &&
      !optimizer_->scales_loss())
    optimizer_ = OptimizerRef(LossScaleOptimizerOptions{.inner_optimizer = optimizer_});
  loss_ = std::make_unique<CompiledLoss>(options_.loss, options_.loss_weights);
  metrics_ = std::make_unique<CompiledMetrics>(options_.metrics, options_.weighted_metrics);
  loss_tracker_ = std::make_shared<LossTracker>("loss");
  const bool eager = options_.run_eagerly;
  train_.reset([this](const StepInputs& in) { return model_.train_step(*this, in); }, eager);
  test_.reset([this](const StepInputs& in) { return model_.test_step(*this, in); }, eager);
  predict_.reset([this](const StepInputs& in) { return model_.predict_step(*this, in); }, eager);
  compiled_trainable_.clear();
  for (const LayerBase* layer : model_.all_layers())
    compiled_trainable_[layer] = layer->trainable();
}

void Trainer::check_compiled(std::string_view method) const {
  if (!compiled())
    fail<ValueError>(method, ": the model is not compiled.\n  hint: call compile() first.");
}

const CompileOptions& Trainer::options() const {
  check_compiled("compile options");
  return options_;
}

Trainer::Matched Trainer::match(const TensorStruct& outputs, const StepInputs& inputs) const {
  Matched matched;
  matched.y_pred = outputs.flat();
  const Tensors& counted = inputs.x.empty() ? matched.y_pred : inputs.x.flat();
  if (!counted.empty() && counted[0].ndim() > 0) matched.samples = counted[0].shape()[0];
  const bool keyed = outputs.kind() == TensorStruct::Kind::dict;
  matched.names = {keyed ? outputs.names() : model_.output_names(), keyed};
  const std::vector<std::string>& names = matched.names.names;
  const std::vector<bool> wanted = loss_->wanted(matched.names, matched.y_pred.size());
  matched.y_true = spread(inputs.y, names, wanted, false, "targets");
  matched.sample_weight = spread(inputs.sample_weight, names, wanted, true, "sample weights");
  if (options_.sample_weight_mode)
    for (const Tensor& weight : matched.sample_weight)
      if (weight.defined() && weight.ndim() != 2)
        fail<ShapeError>(
            "sample_weight_mode \"temporal\" needs weights [samples, steps], these are ",
            weight.spec(), ".");
  for (size_t i = 0; i < wanted.size(); ++i)
    if (wanted[i] && !matched.y_true[i].defined())
      fail<ValueError>("the output ", i < names.size() ? quote(names[i]) : concat(i),
                       " has a loss but no targets.\n  hint: pass y to fit.");
  return matched;
}

Tensor Trainer::compute_loss(const TensorStruct& outputs, const StepInputs& inputs,
                             const Tensors& added) {
  return compute_loss(match(outputs, inputs), added);
}

Tensor Trainer::compute_loss(const Matched& matched, const Tensors& added) {
  if (!loss_->built()) loss_->build(matched.names, matched.y_true, matched.y_pred);
  const Tensor samples = scalar(matched.samples, DType::f32);
  Tensor total = (*loss_)(matched.y_true, matched.y_pred, matched.sample_weight,
                          options_.run_eagerly ? samples : Tensor());
  const auto add = [&](const Tensor& loss) {
    const Tensor sum = ops::sum(ops::cast(loss, DType::f32));
    total = total.defined() ? total + sum : sum;
  };
  for (const Tensor& loss : added) add(loss);
  for (const Tensor& loss : model_.regularization_losses()) add(loss);
  if (!total.defined())
    fail<ValueError>(
        "there is no loss to minimise.\n  hint: give compile() a loss, or call add_loss in a "
        "layer.");
  loss_tracker_->add(total, samples);
  return total;
}

void Trainer::build_model(const TensorStruct& x) {
  Shapes shapes;
  for (const Tensor& each : x.flat())
    shapes.push_back(each.ndim() == 0 ? each.shape() : each.shape().with(0, unknown));
  model_.ensure_built(shapes);
  forget_if_changed();
}

void Trainer::forget_if_changed() {
  const uint64_t changes = process_state().models_changed;
  if (changes_seen_ == changes || changes_seen_.exchange(changes) == changes) return;
  for (StepCache* steps : {&train_, &test_, &predict_}) steps->forget();
  own_classes_ = -1;
}

bool Trainer::may_compile_calls() {
  forget_if_changed();
  if (own_classes_ < 0) {
    const std::vector<const LayerBase*> layers = model_.all_layers();
    own_classes_ = std::all_of(layers.begin(), layers.end(), [](const LayerBase* layer) {
      const ClassDef* def = layer->class_def();
      return def && def->registered_name.empty();
    });
  }
  return own_classes_ == 1 && !options_.run_eagerly;
}

TensorStruct Trainer::call(const TensorStruct& x) {
  build_model(x);
  StepLayout layout;
  layout.x = x.with(Tensors(x.size()));
  return predict_(layout, {.x = x.flat(), .y = {}, .sample_weight = {}});
}

bool Trainer::optimizer_built() const { return optimizer_ && optimizer_->built(); }

Variables Trainer::optimizer_variables() const {
  return optimizer_ ? optimizer_->variables() : Variables();
}

void Trainer::update_metrics(const TensorStruct& outputs, const StepInputs& inputs) {
  update_metrics(match(outputs, inputs));
}

void Trainer::update_metrics(const Matched& matched) {
  if (!metrics_->built()) metrics_->build(matched.names.names, matched.y_true, matched.y_pred);
  metrics_->update(matched.y_true, matched.y_pred, matched.sample_weight);
}

TensorStruct Trainer::train_step(const StepInputs& inputs) {
  TensorStruct outputs;
  Tensors gradients;
  Variables trainable;
  {
    GradientTape tape;
    Tensors added;
    outputs = model_.invoke(inputs.x, CallContext(true, &added));
    const Tensor loss = compute_loss(outputs, inputs, added);
    trainable = model_.trainable_weights();  // a subclassed model's exist only now
    if (!trainable.empty() && optimizer_)
      gradients = tape.gradient(optimizer_->scale_loss(loss), trainable);
  }
  if (trainable.empty()) warn_once(concat("The ", model_.describe(), " has no trainable weights."));
  if (!gradients.empty()) optimizer_.apply(gradients, trainable);
  update_metrics(outputs, inputs);
  return {};
}

TensorStruct Trainer::test_step(const StepInputs& inputs) {
  Tensors added;
  const TensorStruct outputs = model_.invoke(inputs.x, CallContext(false, &added));
  compute_loss(outputs, inputs, added);
  update_metrics(outputs, inputs);
  return {};
}

TensorStruct Trainer::predict_step(const StepInputs& inputs) {
  return model_.invoke(inputs.x, CallContext(false));
}

void Trainer::warn_if_trainable_changed() {
  std::map<const LayerBase*, bool> now;
  std::vector<std::string> changed;
  for (const LayerBase* layer : model_.all_layers()) {
    now[layer] = layer->trainable();
    const auto before = compiled_trainable_.find(layer);
    if (before != compiled_trainable_.end() && before->second != layer->trainable())
      changed.push_back(layer->name());
  }
  if (changed.empty()) return;
  warn(concat("Since ", model_.describe(), " was compiled, these layers were frozen or freed: \"",
              join(changed, "\", \""),
              "\".\n  hint: compile() again, so that the optimizer sees the change."));
  compiled_trainable_ = std::move(now);
}

std::vector<Trainer::Tracked> Trainer::tracked() const {
  std::vector<Tracked> all = {{"loss", loss_tracker_.get()}};
  for (const auto& tracker : loss_->trackers()) all.push_back({tracker->name(), tracker.get()});
  for (const CompiledMetrics::Entry& entry : metrics_->entries())
    all.push_back({entry.key, &entry.metric.get()});
  return all;
}

std::vector<Ref<Executable>> Trainer::training_steps() const { return train_.executables(); }

void Trainer::reset_metrics() {
  step_logs_ = TensorStruct();
  for (const Tracked& each : tracked()) each.metric->reset_state();
}

Logs Trainer::read_metrics() const {
  Logs logs;
  if (step_logs_.empty())
    for (const Tracked& each : tracked()) {
      const Tensor result = each.metric->result();
      if (result.size() == 1)
        logs.set(each.name, result.item<double>());
      else
        logs.set_list(each.name, result.to_vector<double>());
    }
  for (size_t i = 0; i < step_logs_.size(); ++i)
    logs.set(step_logs_.names().at(i), step_logs_.flat()[i].item<double>());
  logs.sort();
  return logs;
}

const MetricBase* Trainer::metric(std::string_view name) const {
  if (!compiled()) return nullptr;
  for (const Tracked& each : tracked())
    if (each.name == name) return each.metric;
  return nullptr;
}

std::vector<std::string> Trainer::metric_names() const {
  check_compiled("metric names");
  std::vector<std::string> names;
  for (const Tracked& each : tracked()) names.push_back(each.name);
  return names;
}

}  // namespace cornu
