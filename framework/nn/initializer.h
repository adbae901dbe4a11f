#pragma once

#include "framework/nn/handle.h"
#include "framework/tensor/tensor.h"

namespace cornu {

/// Makes the first values of weights. An object made without a seed picks one when it is made: it
/// gives the same values each time it is called with the same shape, as Keras's do.
class InitializerBase : public Object {
 public:
  static constexpr ObjectKind kKind{"keras.initializers", "initializer"};
  virtual Tensor call(const Shape& shape, DType dtype) const = 0;
};

/// Base of a user's initializer with configuration C.
template <class C>
using InitializerWith = Configured<InitializerBase, C>;

using Initializer = Handle<InitializerBase>;

}  // namespace cornu
