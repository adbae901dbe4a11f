#pragma once

#include "framework/nn/handle.h"
#include "framework/tensor/tensor.h"

namespace cornu {

/// A penalty on weights or outputs that is added to the loss.
class RegularizerBase : public Object {
 public:
  static constexpr ObjectKind kKind{"keras.regularizers", "regularizer"};
  /// A scalar.
  virtual Tensor call(const Tensor& x) const = 0;
};

/// Base of a user's regularizer with configuration C.
template <class C>
using RegularizerWith = Configured<RegularizerBase, C>;

using Regularizer = Handle<RegularizerBase>;

}  // namespace cornu
