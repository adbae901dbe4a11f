#include "framework/model/model_base.h"

namespace cornu {

std::vector<LayerBase::Sublayer> ModelBase::sublayers() const {
  std::vector<Sublayer> parts;
  for (const LayerRef& layer : layers()) parts.push_back({"", layer.object()});
  return parts;
}

}  // namespace cornu
