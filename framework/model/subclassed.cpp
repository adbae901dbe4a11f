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
  if (!owner) fail<ValueError>("the object of this model is gone; only its layers are left.");
  Tensors outputs = owner->call_many(inputs.flat(), context);
  if (outputs.size() == 1) return outputs[0];
  return outputs;
}

}  // namespace cornu
