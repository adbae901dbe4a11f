#include "layers/flatten.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"

namespace cornu {

namespace {

class Flatten final : public Layer<layers::FlattenOptions> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& given, const CallContext&) override {
    const bool move = config().data_format == DataFormat::channels_first && given.ndim() > 1;
    const Tensor x = move ? channels_to_last(given) : given;
    const Shape features = x.shape().sub(std::min<int64_t>(1, x.ndim()));
    const int64_t count = features.known() ? features.elements() : unknown;
    return ops::reshape(x, {.newshape = {x.shape()[0], count}});
  }
};

}  // namespace

constinit const ClassDef flatten_layer =
    class_def<Flatten>("Flatten", "All axes but the batch's as one.");

LayerRef layers::Flatten(FlattenOptions options) {
  return std::make_shared<cornu::Flatten>(std::move(options));
}

}  // namespace cornu
