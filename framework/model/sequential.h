#pragma once

#include <atomic>
#include <functional>
#include <set>

#include "framework/model/functional.h"
#include "framework/nn/input.h"

namespace cornu {

/// A chain of layers. It has a graph, with weights and specs, once its input's shape is known: from
/// an Input in front, or from the first call.
class SequentialBase final : public ModelBase {
 public:
  explicit SequentialBase(ModelOptions options = {}) : ModelBase(options) {}

  void add(const LayerRef& layer);
  void pop();

  /// Without the InputLayer.
  std::vector<LayerRef> layers() const override { return layers_; }
  std::vector<std::string> input_names() const override;
  std::vector<std::string> output_names() const override;
  TensorStruct inputs() const override;
  TensorStruct outputs() const override;

  const LayerGraph* layer_graph() const override {
    return graph_ ? graph_->layer_graph() : nullptr;
  }

  void build_many(const Shapes& inputs) override;
  TensorStruct call_struct(const TensorStruct& inputs, const CallContext& context) override;
  Tensors compute_mask(const Tensors&, const Tensors&) override { return {}; }

  Json get_config() const override;
  Json get_build_config() const override;
  template <class T>
  static ObjectRef read_as(const Json& config, const ReadContext& context) {
    return read(config, context);
  }
  static std::shared_ptr<SequentialBase> read(const Json& config, const ReadContext& context);

 private:
  /// Adds to the chain, not yet to the graph.
  void append(const LayerRef& layer);
  /// Calls every layer, from the input on.
  void connect();
  /// Makes the graph of the calls up to output_.
  void finish();

  /// Programs in which it ran are no longer right.
  void changed();

  std::atomic<bool> ran_ = false;
  std::shared_ptr<InputLayer> input_;  // null until known
  std::vector<LayerRef> layers_;
  std::set<std::string, std::less<>> names_;  // of layers_
  Tensor start_, output_;                     // symbolic: what goes in, what the last layer makes
  std::shared_ptr<Functional> graph_;         // null until the input is known
};

}  // namespace cornu
