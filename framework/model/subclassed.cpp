#include "framework/model/subclassed.h"

#include "framework/base/error.h"
#include "framework/model/model.h"

namespace cornu {

std::vector<LayerRef> Subclassed::layers() const {
  std::vector<LayerRef> found;
  for (const Sublayer& part : sublayers()) found.emplace_back(part.layer);
  return found;
}

TensorStruct Subclassed::call_struct(const TensorStruct& inputs, const CallContext& context) {
  Tensors outputs = object().call_many(inputs.flat(), context);
  if (outputs.size() == 1) return outputs[0];
  return outputs;
}

std::string Subclassed::class_name() const {
  return owner ? type_name(typeid(*owner)) : ModelBase::class_name();
}

Json Subclassed::envelope() const {
  const std::string name = type_name(typeid(object()));
  Json json = Json::object()
                  .set("module", Json())
                  .set("class_name", name)
                  .set("config", get_config())
                  .set("registered_name", name);
  const Json build = get_build_config();
  if (!build.is_null()) json.set("build_config", build);
  return json;
}

Model& Subclassed::object() const {
  if (!owner) fail<ValueError>("the object of this model is gone; only its layers are left.");
  return *owner;
}

TensorStruct Subclassed::train_step(Trainer&, const StepInputs& batch) {
  return object().train_step(batch);
}
TensorStruct Subclassed::test_step(Trainer&, const StepInputs& batch) {
  return object().test_step(batch);
}
TensorStruct Subclassed::predict_step(Trainer&, const StepInputs& batch) {
  return object().predict_step(batch);
}

}  // namespace cornu
