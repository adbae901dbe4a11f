#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "framework/base/field_traits.h"
#include "framework/tensor/tensor.h"

namespace cornu {

class LayerBase;

/// A row of activations.def.
struct ActivationDef {
  std::string_view name;
  std::string_view other_name;  ///< May be empty.
  std::string_view doc;
  Tensor (*function)(const Tensor& x);
};
std::span<const ActivationDef> activations();

/// A function from tensor to tensor: a name (`"relu"`), a callable, or a layer. Linear by default.
class Activation {
 public:
  Activation() = default;
  Activation(const char* name) : Activation(std::string_view(name)) {}
  Activation(const std::string& name) : Activation(std::string_view(name)) {}
  /// ValueError for unknown names, with a suggestion.
  Activation(std::string_view name);
  template <class F>
  requires std::is_invocable_r_v<Tensor, const F&, const Tensor&> Activation(F function)
      : custom_(std::make_shared<const std::function<Tensor(const Tensor&)>>(std::move(function))) {
  }
  Activation(std::shared_ptr<LayerBase> layer) : layer_(std::move(layer)) {}

  Tensor operator()(const Tensor& x) const;
  /// Whether it returns its argument.
  bool is_linear() const { return !def_ && !custom_ && !layer_; }
  /// "relu"; empty for callables and layers.
  std::string_view name() const;
  const std::shared_ptr<LayerBase>& layer() const { return layer_; }
  friend bool operator==(const Activation&, const Activation&) = default;

 private:
  const ActivationDef* def_ = nullptr;
  std::shared_ptr<const std::function<Tensor(const Tensor&)>> custom_;
  std::shared_ptr<LayerBase> layer_;
};

/// In files a name, or the object of a layer; callables are refused.
template <>
struct FieldTraits<Activation> {
  static std::string type_name() { return "activation"; }
  static Json to_json(const Activation& value);
  static Activation from_json(const Json& json, const ReadContext& context);
  static bool equal(const Activation& a, const Activation& b) { return a == b; }
  static size_t hash(const Activation& value) { return hash_of(value.name()); }
  static Json schema();
};

}  // namespace cornu
