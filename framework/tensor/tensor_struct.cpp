#include "framework/tensor/tensor_struct.h"

#include <algorithm>

#include "framework/base/error.h"

namespace cornu {

TensorStruct::TensorStruct(std::vector<NamedTensor> tensors) : kind_(Kind::dict) {
  std::stable_sort(tensors.begin(), tensors.end(),
                   [](const NamedTensor& a, const NamedTensor& b) { return a.first < b.first; });
  for (auto& [name, tensor] : tensors) {
    if (!names_.empty() && names_.back() == name)
      fail<ValueError>("the name ", quote(name), " is given to two tensors.");
    names_.push_back(std::move(name));
    tensors_.push_back(std::move(tensor));
  }
}

const Tensor* TensorStruct::find(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  return found == names_.end() ? nullptr : &tensors_[static_cast<size_t>(found - names_.begin())];
}

const Tensor& TensorStruct::single() const {
  if (tensors_.size() != 1) fail<ValueError>("one tensor is needed, not ", tensors_.size(), ".");
  return tensors_[0];
}

bool TensorStruct::any_symbolic() const {
  return std::any_of(tensors_.begin(), tensors_.end(),
                     [](const Tensor& tensor) { return tensor.is_symbolic(); });
}

TensorStruct TensorStruct::with(Tensors tensors) const {
  CORNU_CHECK(tensors.size() == tensors_.size(), "another number of tensors");
  TensorStruct out = *this;
  out.tensors_ = std::move(tensors);
  return out;
}

}  // namespace cornu
