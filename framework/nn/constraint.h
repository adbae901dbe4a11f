#pragma once

#include "framework/nn/handle.h"
#include "framework/tensor/tensor.h"

namespace cornu {

/// What an updated weight is replaced by, to keep it in a set.
class ConstraintBase : public Object {
 public:
  static constexpr ObjectKind kKind{"keras.constraints", "constraint"};
  virtual Tensor call(const Tensor& weight) const = 0;
};

/// Base of a user's constraint with configuration C.
template <class C>
using ConstraintWith = Configured<ConstraintBase, C>;

using Constraint = Handle<ConstraintBase>;

}  // namespace cornu
