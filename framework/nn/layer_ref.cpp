#include "framework/nn/layer_ref.h"

#include <functional>

#include "framework/nn/serialization.h"

namespace cornu {

Tensor LayerRef::only(const TensorStruct& outputs) const {
  if (outputs.size() != 1)
    fail<ValueError>(get().describe(), " has ", outputs.size(), " outputs.\n  hint: call .many<",
                     outputs.size(), ">(…).");
  return outputs.flat()[0];
}

void LayerRef::check_count(size_t wanted, size_t made) const {
  if (wanted != made)
    fail<ValueError>(get().describe(), " has ", made, " outputs, not ", wanted, ".");
}

Json FieldTraits<LayerRef>::to_json(const LayerRef& value) {
  return value ? serialize(*value.object()) : Json();
}

LayerRef FieldTraits<LayerRef>::from_json(const Json& json, const ReadContext& context) {
  if (json.is_null()) return {};
  return std::dynamic_pointer_cast<LayerBase>(deserialize(LayerBase::kKind, json, context));
}

size_t FieldTraits<LayerRef>::hash(const LayerRef& value) {
  return std::hash<const void*>()(value.object().get());
}

}  // namespace cornu
