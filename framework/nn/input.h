#pragma once

#include "framework/nn/layer.h"

namespace cornu {

struct InputOptions {
  std::string name = {};
  std::optional<int64_t> batch_size = {};  ///< Default: any.
  DType dtype = DType::f32;
  bool optional = false;
};

/// A symbolic tensor for data: `Input({32, 32, 3}, {.name = "image"})`. The shape is that of one
/// sample; unknown sizes are Keras's None.
Tensor Input(const Shape& shape, const InputOptions& options = {});

struct InputLayerOptions {
  Shape batch_shape = {};
  DType dtype = DType::f32;
  bool sparse = false;
  bool ragged = false;
  std::string name = {};
  bool optional = false;
  static void fields(auto& field, auto& config) {
    field("batch_shape", config.batch_shape, "Sizes, the batch's first; null where unknown.");
    field("dtype", config.dtype, "Element type of the data.");
    field("sparse", config.sparse, "Only false: tensors are dense.");
    field("ragged", config.ragged, "Only false: rows have one length.");
    field("name", config.name, "Unique within a model.");
    field("optional", config.optional, "Kept for files: data must be given all the same.");
  }
};

/// What an Input stands for in files.
class InputLayer final : public Layer<InputLayerOptions> {
 public:
  explicit InputLayer(InputLayerOptions options = {});
  Json get_config() const override;
  Json get_build_config() const override { return {}; }
  template <class T>
  static ObjectRef read_as(const Json& config, const ReadContext& context) {
    return read(config, context);
  }
  /// From `batch_shape` (Keras 2: `batch_input_shape`), or `shape` and `batch_size`.
  static ObjectRef read(const Json& config, const ReadContext& context);
  /// Its symbolic tensor.
  Tensor output();

  Spec spec() const { return {config().dtype, config().batch_shape, {}}; }
};

}  // namespace cornu
