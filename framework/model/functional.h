#pragma once

#include "framework/model/layer_graph.h"
#include "framework/model/model_base.h"

namespace cornu {

/// A model that is a graph of calls from Input to outputs.
class Functional : public ModelBase {
 public:
  Functional(const TensorStruct& inputs, const TensorStruct& outputs, const ModelOptions& options);

  const LayerGraph* layer_graph() const override { return &graph_; }
  std::vector<LayerRef> layers() const override;
  std::vector<std::string> input_names() const override;
  std::vector<std::string> output_names() const override;
  TensorStruct inputs() const override { return graph_.inputs(); }
  TensorStruct outputs() const override { return graph_.outputs(); }

  /// Inputs by position, or by the names of the Inputs; cast to their dtypes.
  TensorStruct call_struct(const TensorStruct& inputs, const CallContext& context) override;
  Tensors compute_mask(const Tensors& inputs, const Tensors& masks) override;

  Json get_config() const override;
  Json get_build_config() const override;
  template <class T>
  static ObjectRef read_as(const Json& config, const ReadContext& context) {
    return read(config, context);
  }
  static std::shared_ptr<Functional> read(const Json& config, const ReadContext& context);

 private:
  /// The tensors for the inputs, in their order; ShapeError and ValueError where they do not fit.
  Tensors match_inputs(const TensorStruct& given) const;

  LayerGraph graph_;
};

}  // namespace cornu
