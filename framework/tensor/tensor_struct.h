#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "framework/tensor/tensor.h"

namespace cornu {

using NamedTensor = std::pair<std::string, Tensor>;

/// What goes into and comes out of layers and models: one tensor, a list, or tensors by name.
class TensorStruct {
 public:
  enum class Kind : uint8_t { none, one, list, dict };

  TensorStruct() = default;
  TensorStruct(const Tensor& tensor) : kind_(Kind::one), tensors_{tensor} {}
  TensorStruct(std::initializer_list<Tensor> tensors) : kind_(Kind::list), tensors_(tensors) {}
  TensorStruct(const Tensors& tensors) : kind_(Kind::list), tensors_(tensors) {}
  TensorStruct(std::initializer_list<NamedTensor> tensors)
      : TensorStruct(std::vector<NamedTensor>(tensors)) {}
  /// Sorted by name, as Keras flattens dicts.
  explicit TensorStruct(std::vector<NamedTensor> tensors);

  Kind kind() const { return kind_; }
  bool empty() const { return tensors_.empty(); }
  size_t size() const { return tensors_.size(); }
  /// Flattened: of tensors by name in the order of the sorted names.
  const Tensors& flat() const { return tensors_; }
  const std::vector<std::string>& names() const { return names_; }
  /// The tensor of that name, or null.
  const Tensor* find(std::string_view name) const;
  /// The only tensor; ValueError where there are several or none.
  const Tensor& single() const;
  bool any_symbolic() const;
  /// Other tensors in the same structure.
  TensorStruct with(Tensors tensors) const;

 private:
  Kind kind_ = Kind::none;
  Tensors tensors_;
  std::vector<std::string> names_;  // of a dict
};

}  // namespace cornu
