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
  options.name = name();
  return to_json(options);
}

ObjectRef InputLayer::read(const Json& config, const ReadContext& context) {
  static constexpr std::string_view kOther[] = {"shape", "batch_size", "batch_input_shape"};
  ReadContext inner = context;
  inner.also_known = kOther;
  auto options = from_json<InputLayerOptions>(config, inner);
  const auto given = [&](std::string_view name) -> const Json* {
    const Json* value = config.find(name);
    return value && !value->is_null() ? value : nullptr;
  };
  const auto as_shape = [&](const Json& value) {
    return FieldTraits<Shape>::from_json(value, context);
  };
  const Json *whole = given("batch_shape"), *old = given("batch_input_shape"),
             *sample = given("shape"), *batch = given("batch_size");
  if ((whole || old) && (sample || batch))
    fail_at(config, "InputLayer: give batch_shape, or shape and batch_size, not both.");
  if (!whole && !old && !sample) fail_at(config, "InputLayer: a shape is missing.");
  if (old) options.batch_shape = as_shape(*old);
  if (sample) options.batch_shape = Shape{batch ? batch->as_int() : unknown} + as_shape(*sample);
  return std::make_shared<InputLayer>(std::move(options));
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
