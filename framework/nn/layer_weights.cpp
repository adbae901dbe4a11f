#include <algorithm>
#include <set>

#include "framework/base/error.h"
#include "framework/nn/layer.h"
#include "framework/ops/operand.h"

namespace cornu {

namespace {

/// Calls `f` for every layer of the tree once, parents first.
template <class F>
void each_layer(const LayerBase& root, F&& f) {
  std::set<const LayerBase*> seen;
  std::vector<const LayerBase*> waiting = {&root};
  std::vector<std::vector<LayerBase::Sublayer>> kept;  // what sublayers() returned stays alive
  while (!waiting.empty()) {
    const LayerBase* layer = waiting.back();
    waiting.pop_back();
    if (!seen.insert(layer).second) continue;
    f(*layer);
    kept.push_back(layer->sublayers());
    for (auto part = kept.back().rbegin(); part != kept.back().rend(); ++part)
      waiting.push_back(part->layer.get());
  }
}

}  // namespace

std::vector<const LayerBase*> LayerBase::all_layers() const {
  std::vector<const LayerBase*> all;
  each_layer(*this, [&](const LayerBase& layer) { all.push_back(&layer); });
  return all;
}

Variables LayerBase::own_weights() const {
  Variables all = trainable_weights_;
  all.insert(all.end(), other_weights_.begin(), other_weights_.end());
  return all;
}

Variables LayerBase::states() const {
  Variables all;
  each_layer(*this, [&](const LayerBase& layer) {
    for (const Variable& state : layer.own_states())
      if (state.defined()) all.push_back(state);
  });
  return all;
}

Variables LayerBase::weights() const {
  Variables all;
  std::set<const Variable::State*> seen;
  each_layer(*this, [&](const LayerBase& layer) {
    for (const Variable& weight : layer.own_weights())
      if (seen.insert(&weight.state()).second) all.push_back(weight);
  });
  return all;
}

Variables LayerBase::trainable_weights() const {
  Variables out;
  if (!trainable_) return out;
  for (const Variable& weight : weights())
    if (weight.trainable()) out.push_back(weight);
  return out;
}

Variables LayerBase::non_trainable_weights() const {
  Variables out;
  for (const Variable& weight : weights())
    if (!trainable_ || !weight.trainable()) out.push_back(weight);
  return out;
}

void LayerBase::set_trainable(bool trainable) {
  trainable_ = trainable;
  for (const Variable& weight : trainable_weights_) Variable(weight).set_trainable(trainable);
  for (const Sublayer& part : sublayers()) part.layer->set_trainable(trainable);
}

Tensors LayerBase::regularization_losses() const {
  Tensors losses;
  for (const Variable& weight : trainable_weights())
    if (const auto& regularizer = weight.state().regularizer)
      losses.push_back(regularizer->call(Operand(weight).tensor()));
  return losses;
}

Tensors LayerBase::get_weights() const {
  Tensors values;
  for (const Variable& weight : weights()) values.push_back(weight.stored());
  return values;
}

void LayerBase::set_weights(const Tensors& values) {
  const Variables all = weights();
  if (all.size() != values.size())
    fail<ValueError>("set_weights: ", describe(), " has ", all.size(), " weights, ", values.size(),
                     " values were given.");
  for (size_t i = 0; i < all.size(); ++i)
    if (!(values[i].shape() == all[i].shape()))
      fail<ShapeError>("set_weights: the weight ", quote(all[i].path()), " is ", all[i].spec(),
                       ", the value is ", values[i].spec(), ".");
  for (size_t i = 0; i < all.size(); ++i) all[i].assign(Operand(values[i]).as(all[i].dtype()));
}

Json LayerBase::get_build_config() const {
  if (!built_ || input_shapes_.empty()) return {};
  Json shapes = Json::array();
  for (const Shape& shape : input_shapes_) shapes.push_back(FieldTraits<Shape>::to_json(shape));
  return Json::object().set("input_shape", input_shapes_.size() == 1 ? shapes[0] : shapes);
}

Json LayerBase::get_config() const {
  Json config = Json::object()
                    .set("name", name_)
                    .set("trainable", trainable_)
                    .set("dtype", FieldTraits<DTypePolicy>::to_json(policy_));
  const auto others = other_layer_options(config_type().fields());
  if (activity_regularizer_ &&
      std::find(others.begin(), others.end(), "activity_regularizer") != others.end())
    config.set("activity_regularizer", FieldTraits<Regularizer>::to_json(activity_regularizer_));
  for (const Field& field : config_type().fields())
    if (!config.contains(field.name)) config.set(field.name, field.to_json(config_data()));
  return config;
}

}  // namespace cornu
