#include "framework/nn/layer.h"

#include <algorithm>
#include <new>
#include <set>
#include <stdexcept>

#include "framework/base/error.h"
#include "framework/nn/auto_name.h"
#include "framework/nn/call_node.h"
#include "framework/nn/first_values.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/operand.h"
#include "framework/ops/operators.h"
#include "framework/runtime/messages.h"
#include "framework/runtime/place.h"
#include "framework/runtime/process.h"
#include "framework/runtime/tracer.h"

namespace cornu {

namespace {

TensorStruct cast_inputs(const TensorStruct& inputs, DType compute) {
  Tensors cast;
  for (const Tensor& tensor : inputs.flat()) {
    const bool differs = is_floating(tensor.dtype()) && tensor.dtype() != compute;
    cast.push_back(differs ? ops::cast(tensor, compute).with_mask(tensor.mask()) : tensor);
  }
  return inputs.with(std::move(cast));
}

Shapes shapes_of(const TensorStruct& inputs) {
  Shapes shapes;
  for (const Tensor& tensor : inputs.flat()) shapes.push_back(tensor.shape());
  return shapes;
}

}  // namespace

std::vector<std::string_view> other_layer_options(std::span<const Field> own) {
  std::vector<std::string_view> others;
  for (const Field& base : fields_of<LayerOptions>())
    if (std::none_of(own.begin(), own.end(), [&](const Field& f) { return f.name == base.name; }))
      others.push_back(base.name);
  return others;
}

Tensors LayerBase::call_many(const Tensors& inputs, const CallContext& context) {
  if (inputs.size() != 1) fail<ValueError>("it takes one input, not ", inputs.size(), ".");
  return {call(inputs[0], context)};
}

TensorStruct LayerBase::call_struct(const TensorStruct& inputs, const CallContext& context) {
  Tensors outputs = call_many(inputs.flat(), context);
  if (outputs.size() == 1) return outputs[0];
  return outputs;
}

Tensors LayerBase::compute_mask(const Tensors&, const Tensors& masks) { return {masks.at(0)}; }

const std::string& LayerBase::name() const {
  std::call_once(named_, [this] {
    if (name_.empty()) name_ = auto_name(class_name());
  });
  return name_;
}

std::string LayerBase::describe() const {
  return concat("layer ", quote(name()), " (", class_name(), ")");
}

void LayerBase::set_options(const LayerOptions& options) {
  if (options.name.find('/') != std::string::npos)  // it separates names in weights' paths
    fail<ValueError>("the name of a layer must not have a \"/\": ", quote(options.name), ".");
  if (!options.name.empty()) name_ = options.name;
  if (options.dtype.given()) policy_ = options.dtype;
  if (options.activity_regularizer) activity_regularizer_ = options.activity_regularizer;
  if (!options.autocast) autocast_ = false;
  if (options.trainable != trainable_) set_trainable(options.trainable);
}

void LayerBase::ensure_built(const Shapes& inputs) {
  if (built_) return;
  const std::lock_guard lock(build_mutex_);
  if (built_) return;
  const OutsideTrace outside;
  const PlaceScope place(name());
  build_many(inputs);
  input_shapes_ = inputs;
  if (!trainable_) set_trainable(false);
  built_ = true;
}

TensorStruct LayerBase::invoke(const TensorStruct& inputs, const CallOptions& options,
                               const CallContext& outer) {
  if (inputs.any_symbolic() || options.initial_state.any_symbolic() || options.mask.is_symbolic())
    return record_layer_call(*this, inputs, options);
  try {
    if (inputs.empty()) fail<ValueError>("it is called without an input.");
    ensure_built(shapes_of(inputs));
    const PlaceScope place(name());
    // Without autocast weights are read as they are, also within a layer that converts its own.
    const AutocastScope autocast(autocast_ ? policy_.compute_dtype() : policy_.variable_dtype());
    CallContext context = outer.inner(options);
    if (!context.mask_.defined() && !inputs.empty()) context.mask_ = inputs.flat()[0].mask();
    return run(autocasts() ? cast_inputs(inputs, policy_.compute_dtype()) : inputs, context);
  } catch (Error& error) {
    error.add_place(concat("in ", describe()));
    throw;
  }
}

TensorStruct LayerBase::run(const TensorStruct& inputs, const CallContext& context) {
  const TensorStruct result = call_struct(inputs, context);
  Tensors outputs = result.flat();
  set_masks(inputs, context, outputs);
  if (activity_regularizer_ && context.losses_) {
    for (const Tensor& output : outputs) {
      const int64_t batch = output.ndim() == 0 ? 1 : std::max<int64_t>(1, output.shape()[0]);
      context.add_loss(activity_regularizer_->call(output) * (1 / static_cast<double>(batch)));
    }
  }
  return result.with(std::move(outputs));
}

void LayerBase::warn_of_lost_mask(const TensorStruct& inputs, const CallContext& context) const {
  bool masked = context.mask().defined();
  for (const Tensor& input : inputs.flat()) masked = masked || input.mask().defined();
  if (masked)
    warn_once(concat("The ", describe(),
                     " was given a mask but does not support masking: the layers after it will "
                     "not see the mask."));
}

void LayerBase::set_masks(const TensorStruct& inputs, const CallContext& context,
                          Tensors& outputs) {
  Tensors made(outputs.size());
  if (!supports_masking()) {
    warn_of_lost_mask(inputs, context);
  } else {
    Tensors masks;
    for (const Tensor& input : inputs.flat()) masks.push_back(input.mask());
    if (!masks.empty()) masks[0] = context.mask();
    made = compute_mask(inputs.flat(), masks);
    if (made.empty()) return;
    made.resize(outputs.size());
  }
  for (size_t i = 0; i < outputs.size(); ++i)
    if (made[i].defined() || outputs[i].mask().defined())
      outputs[i] = outputs[i].with_mask(made[i]);
}

namespace {

Tensor initial_value(const Initializer& initializer, std::string_view name, const Spec& spec) {
  try {
    if (NoFirstValues::holds()) return Tensor::empty(spec);
    return initializer->call(spec.shape, spec.dtype);
  } catch (const std::bad_alloc&) {
  } catch (const std::length_error&) {  // more elements than a vector may have
  }
  fail<DeviceError>("the weight ", quote(name), " is ", spec, ": there is no memory for it.");
}

/// Finds what does not fit such a weight, an axis that it lacks, before anything is trained.
void try_on(const Spec& spec, const Constraint& constraint, const Regularizer& regularizer) {
  const auto call = [&](const Tensor& weight) {
    if (constraint) constraint->call(weight);
    if (regularizer) regularizer->call(weight);
  };
  if (!constraint && !regularizer) return;
  try {
    GraphTracer tracer;
    call(tracer.input("weight", spec));
  } catch (const Error&) {  // a user's may read elements, where steps run eagerly
    call(zeros(spec.shape, spec.dtype));
  }
}

}  // namespace

Variable LayerBase::add_weight(std::string_view name, const Shape& shape,
                               const WeightOptions& options) {
  if (!shape.known())
    fail<ShapeError>("the weight ", quote(name), " needs sizes that are not known: ", shape,
                     ".\n  hint: give the input all sizes but the batch's.");
  const OutsideTrace outside;
  const DType dtype = options.dtype.value_or(policy_.variable_dtype());
  try_on({dtype, shape, default_device()}, options.constraint, options.regularizer);
  Variable weight(
      initial_value(options.initializer, name, {dtype, shape, {}}),
      {.name = std::string(name), .trainable = options.trainable, .autocast = options.autocast});
  const std::string& place = PlaceScope::current().layers;
  weight.state().path = concat(place.empty() ? this->name() : place, "/", name);
  weight.state().regularizer = options.regularizer.object();
  weight.state().constraint = options.constraint.object();
  (options.trainable ? trainable_weights_ : other_weights_).push_back(weight);
  return weight;
}

void LayerBase::track(std::string attribute, std::shared_ptr<LayerBase> layer) {
  sublayers_.push_back({std::move(attribute), std::move(layer)});
}

}  // namespace cornu
