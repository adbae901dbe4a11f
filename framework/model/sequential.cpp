#include "framework/model/sequential.h"

#include "framework/base/json_place.h"
#include "framework/nn/classes.h"
#include "framework/nn/serialization.h"
#include "framework/runtime/process_state.h"

namespace cornu {

constinit const ClassDef sequential_model =
    class_def<SequentialBase>("Sequential", "A chain of layers.", {}, "keras");

void SequentialBase::add(const LayerRef& layer) {
  append(layer);
  if (input_) finish();
  changed();
}

void SequentialBase::changed() {
  if (ran_.exchange(false)) ++process_state().models_changed;
}

void SequentialBase::append(const LayerRef& layer) {
  if (const auto input = std::dynamic_pointer_cast<InputLayer>(layer.object())) {
    if (input_ || !layers_.empty())
      fail<ValueError>("Sequential: ", describe(), " has an input already; ", input->describe(),
                       " must come first.");
    input_ = input;
    output_ = start_ = input->output();
  } else {
    if (names_.contains(layer.name()))
      fail<ValueError>("Sequential: two layers of ", describe(), " are named ", quote(layer.name()),
                       ".\n  hint: names must be unique within a model.");
    if (input_) output_ = layer(output_);
    layers_.push_back(layer);
    names_.insert(layer.name());
  }
  if (!trainable()) layer->set_trainable(false);
}

void SequentialBase::pop() {
  if (layers_.empty()) fail<ValueError>("Sequential: ", describe(), " has no layer to remove.");
  names_.erase(layers_.back().name());
  layers_.pop_back();
  if (input_) connect();
  changed();
}

void SequentialBase::connect() {
  output_ = start_ = input_->output();
  for (const LayerRef& layer : layers_) output_ = layer(output_);
  finish();
}

void SequentialBase::finish() {
  graph_ = std::make_shared<Functional>(start_, output_, ModelOptions{.name = name()});
  ensure_built({start_.shape()});
}

void SequentialBase::build_many(const Shapes& inputs) {
  if (input_) return;
  if (inputs.size() != 1)
    fail<ValueError>("a Sequential takes one input, not ", inputs.size(), ".");
  Shape shape = inputs[0];
  if (shape.ndim() > 0) shape[0] = unknown;  // what it is called with first does not bind it
  input_ = std::make_shared<InputLayer>(InputLayerOptions{.batch_shape = shape});
  input_->name();
  connect();
}

TensorStruct SequentialBase::call_struct(const TensorStruct& inputs, const CallContext& context) {
  if (!inputs.any_symbolic()) ran_ = true;
  return graph_->call_struct(inputs, context);
}

std::vector<std::string> SequentialBase::input_names() const {
  return graph_ ? graph_->input_names() : std::vector<std::string>();
}
std::vector<std::string> SequentialBase::output_names() const {
  return graph_ ? graph_->output_names() : std::vector<std::string>();
}
TensorStruct SequentialBase::inputs() const { return graph_ ? graph_->inputs() : TensorStruct(); }
TensorStruct SequentialBase::outputs() const { return graph_ ? graph_->outputs() : TensorStruct(); }

Json SequentialBase::get_build_config() const {
  if (!input_) return {};
  return Json::object().set("input_shape", FieldTraits<Shape>::to_json(input_->spec().shape));
}

Json SequentialBase::get_config() const {
  Json layers = Json::array();
  if (input_) layers.push_back(serialize(*input_));
  for (const LayerRef& layer : layers_) layers.push_back(serialize(layer.get()));
  Json config = Json::object()
                    .set("name", name())
                    .set("trainable", trainable())
                    .set("dtype", FieldTraits<DTypePolicy>::to_json(policy()))
                    .set("layers", layers);
  if (input_) config.set("build_input_shape", FieldTraits<Shape>::to_json(input_->spec().shape));
  return config;
}

std::shared_ptr<SequentialBase> SequentialBase::read(const Json& config,
                                                     const ReadContext& context) {
  static constexpr std::string_view kOwn[] = {"layers", "build_input_shape", "dtype"};
  ReadContext inner = context;
  inner.also_known = kOwn;
  const auto options = from_json<ModelOptions>(config, inner);
  auto model = std::make_shared<SequentialBase>(ModelOptions{.name = options.name});
  for (const Json& entry : config["layers"].as_array()) {
    try {
      if (entry.is_null()) fail_expected("a layer: an object", entry, context);
      model->append(FieldTraits<LayerRef>::from_json(entry, context));
    } catch (Error& error) {
      add_json_place(error, entry);
      throw;
    }
  }
  if (model->input_) model->finish();
  const Json* shape = config.find("build_input_shape");
  if (!model->input_ && shape && !shape->is_null() && !model->layers_.empty())
    model->ensure_built({FieldTraits<Shape>::from_json(*shape, context)});
  if (!options.trainable) model->set_trainable(false);
  return model;
}

}  // namespace cornu
