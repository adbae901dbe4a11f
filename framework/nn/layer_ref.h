#pragma once

#include <array>
#include <concepts>
#include <memory>
#include <string_view>
#include <utility>

#include "framework/base/error.h"
#include "framework/nn/catalog.h"
#include "framework/nn/layer.h"

namespace cornu {

/// A shared handle of a layer. Called with tensors it runs, with symbolic tensors it becomes part
/// of a functional model.
class LayerRef {
 public:
  LayerRef() = default;
  template <std::derived_from<LayerBase> T>
  LayerRef(std::shared_ptr<T> layer) : layer_(std::move(layer)) {
    if (layer_) layer_->name();  // numbers are given in the order of making
  }

  /// The only output; ValueError where there are several.
  Tensor operator()(const TensorStruct& x, const CallOptions& options = {}) const {
    return only(get().invoke(x, options));
  }
  /// As part of a layer's own call: training and losses go on from `outer`.
  Tensor operator()(const TensorStruct& x, const CallContext& outer) const {
    return only(get().invoke(x, outer));
  }
  /// Every output: `auto [y, h, c] = lstm.many<3>(x)`.
  template <size_t N>
  std::array<Tensor, N> many(const TensorStruct& x, const CallOptions& options = {}) const {
    return first<N>(get().invoke(x, options));
  }
  template <size_t N>
  std::array<Tensor, N> many(const TensorStruct& x, const CallContext& outer) const {
    return first<N>(get().invoke(x, outer));
  }

  /// Of outputs that it made: the only one, and all of them; ValueError where there are others.
  Tensor only(const TensorStruct& outputs) const;
  template <size_t N>
  std::array<Tensor, N> first(const TensorStruct& outputs) const {
    check_count(N, outputs.size());
    std::array<Tensor, N> out;
    for (size_t i = 0; i < N; ++i) out[i] = outputs.flat()[i];
    return out;
  }

  explicit operator bool() const { return static_cast<bool>(layer_); }
  LayerBase& get() const {
    if (!layer_) fail<ValueError>("an empty layer handle was used.");
    return *layer_;
  }
  LayerBase* operator->() const { return &get(); }
  const std::shared_ptr<LayerBase>& object() const { return layer_; }
  operator const std::shared_ptr<LayerBase>&() const { return layer_; }
  template <std::derived_from<LayerBase> T>
  T& as() const {
    T* layer = dynamic_cast<T*>(&get());
    if (!layer) fail<ValueError>(get().describe(), " is of another class.");
    return *layer;
  }
  const std::string& name() const { return get().name(); }
  Variables weights() const { return get().weights(); }
  friend bool operator==(const LayerRef&, const LayerRef&) = default;

 private:
  void check_count(size_t wanted, size_t made) const;

  std::shared_ptr<LayerBase> layer_;
};

/// A layer of the user's class T: `layer<Scale>({.factor = 3}, {.name = "scale"})`.
template <std::derived_from<LayerBase> T>
LayerRef layer(typename T::Config config = {}, const LayerOptions& options = {}) {
  auto made = std::make_shared<T>(std::move(config));
  made->set_options(options);
  return made;
}

/// Lets files name a user's layer: `register_layer<Scale>("my>Scale")`.
template <std::derived_from<LayerBase> T>
void register_layer(std::string_view registered_name) {
  register_class(class_def<T>("", ""), registered_name);
}

template <>
struct FieldTraits<LayerRef> {
  static std::string type_name() { return "layer"; }
  static Json to_json(const LayerRef& value);
  static LayerRef from_json(const Json& json, const ReadContext& context);
  static bool equal(const LayerRef& a, const LayerRef& b) { return a == b; }
  static size_t hash(const LayerRef& value);
  static Json schema() { return Json::object().set("type", Json::Array{"object", "null"}); }
};

}  // namespace cornu
