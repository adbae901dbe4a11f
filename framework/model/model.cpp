#include "framework/model/model.h"

#include "framework/base/error.h"
#include "framework/model/functional.h"
#include "framework/model/sequential.h"
#include "framework/model/subclassed.h"
#include "framework/nn/call_node.h"
#include "framework/nn/serialization.h"

namespace cornu {

Model::Model() : base_(std::make_shared<Subclassed>(this)) {}

Model::Model(const TensorStruct& inputs, const TensorStruct& outputs, const ModelOptions& options)
    : base_(std::make_shared<Functional>(inputs, outputs, options)) {
  base_->name();
}

Model::Model(Model&& other) noexcept : base_(other.base_) {
  if (auto* own = dynamic_cast<Subclassed*>(base_.get()); own && own->owner == &other)
    own->owner = this;
}

Model::~Model() {
  if (auto* own = dynamic_cast<Subclassed*>(base_.get()); own && own->owner == this)
    own->owner = nullptr;
}

Tensor Model::call(const Tensor&, const CallContext&) {
  fail<ValueError>("a class derived from Model must define call or call_many.");
}

Tensors Model::call_many(const Tensors& inputs, const CallContext& context) {
  if (inputs.size() != 1)
    fail<ValueError>("it takes one input, not ", inputs.size(),
                     ".\n  hint: define call_many for several.");
  return {call(inputs[0], context)};
}

LayerRef Model::get_layer(std::string_view name) const {
  std::vector<std::string> known;
  for (const LayerRef& layer : layers()) {
    if (layer.name() == name) return layer;
    known.push_back(layer.name());
  }
  fail<ValueError>("get_layer: ", base_->describe(), " has no layer ", quote(name), ".",
                   suggest(name, known));
}

LayerRef Model::get_layer(int64_t index) const {
  const std::vector<LayerRef> all = layers();
  const auto count = static_cast<int64_t>(all.size());
  if (index < -count || index >= count)
    fail<ValueError>("get_layer: ", base_->describe(), " has ", count, " layers, no layer ", index,
                     ".");
  return all[static_cast<size_t>(index < 0 ? index + count : index)];
}

int64_t Model::count_params() const {
  int64_t count = 0;
  for (const Variable& weight : weights()) count += weight.shape().elements();
  return count;
}

std::string Model::summary(const SummaryOptions& options) const {
  return summary_text(*base_, options);
}

std::string Model::to_json() const { return base_->envelope().dump(); }

void Model::add_part(std::string_view attribute, const LayerRef& layer) {
  auto* own = dynamic_cast<Subclassed*>(base_.get());
  if (!own) fail<ValueError>("track: only a class derived from Model has layers of its own.");
  own->add(std::string(attribute), layer);
}

SequentialItem::SequentialItem(const Tensor& input) : layer_(call_of(input).layer) {
  if (!call_of(input).is_input())
    fail<ValueError>("Sequential: a tensor in its list must be what Input() returned.");
}

Sequential::Sequential(std::initializer_list<SequentialItem> layers, const ModelOptions& options)
    : Model(std::make_shared<SequentialBase>(options)) {
  base().name();
  for (const SequentialItem& item : layers) add(item);
}

Sequential::Sequential(const std::vector<LayerRef>& layers, const ModelOptions& options)
    : Sequential(std::initializer_list<SequentialItem>(), options) {
  for (const LayerRef& layer : layers) add(layer);
}

void Sequential::add(const SequentialItem& item) {
  static_cast<SequentialBase&>(base()).add(item.layer());
}
void Sequential::pop() { static_cast<SequentialBase&>(base()).pop(); }

Model model_from_json(std::string_view text) { return read_model(parse_json(text, "model")); }

Model read_model(const Json& json) {
  auto model = std::dynamic_pointer_cast<ModelBase>(deserialize(LayerBase::kKind, json));
  if (!model) fail_at(json, "this is a layer, not a model.");
  model->name();
  return Model(std::move(model));
}

}  // namespace cornu
