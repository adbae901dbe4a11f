#include "framework/nn/input.h"

#include "framework/base/error.h"
#include "framework/nn/call_node.h"
#include "framework/nn/classes.h"
#include "framework/nn/layer_ref.h"

namespace cornu {

InputLayer::InputLayer(InputLayerOptions options) : Layer(options) {
  if (options.sparse || options.ragged)
    fail<ValueError>("InputLayer: sparse and ragged tensors do not exist here: data is dense.");
  for (const int64_t size : options.batch_shape)
    if (size < 0 && size != unknown)
      fail<ValueError>("InputLayer: sizes must not be negative: ", options.batch_shape, ".");
  set_options({.name = options.name});
}

Json InputLayer::get_config() const {
  InputLayerOptions options = config();
  options.name = const_cast<InputLayer*>(this)->name();
  return to_json(options);
}

Tensor InputLayer::output() {
  auto node = make_ref<CallNode>();
  node->layer = shared_from_this();
  node->outputs = {spec()};
  return node->output(0);
}

constinit const ClassDef input_layer =
    class_def<InputLayer>("InputLayer", "Where data enters a model.");

Tensor Input(const Shape& shape, const InputOptions& options) {
  const LayerRef layer = std::make_shared<InputLayer>(
      InputLayerOptions{.batch_shape = Shape{options.batch_size.value_or(unknown)} + shape,
                        .dtype = options.dtype,
                        .name = options.name,
                        .optional = options.optional});
  return layer.as<InputLayer>().output();
}

}  // namespace cornu
