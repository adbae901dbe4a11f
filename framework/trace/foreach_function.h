#pragma once

#include <functional>
#include <vector>

#include "framework/ops/foreach.h"

namespace cornu {

/// A function of numbers, traced once into a program that then runs on many tensors alike: what an
/// optimizer does to every weight. Works eagerly and in traces.
class ForeachFunction {
 public:
  /// Elementwise arithmetic on scalars that all tensors share and on one tensor of each role. What
  /// it is traced with stands in for the tensors: it must not ask for their shapes.
  using Body = std::function<Tensors(const Tensors& scalars, const Tensors& tensors)>;

  /// The dtypes of `scalars` and of the roles' first tensors are those of all calls. ValueError,
  /// naming `what`, where the body is not elementwise arithmetic in one dtype.
  ForeachFunction(std::string_view what, const Body& body, const Tensors& scalars,
                  const std::vector<Tensors>& roles);

  /// For each result of the body, its value for every tensor.
  std::vector<Tensors> operator()(const Tensors& scalars, const std::vector<Tensors>& roles) const;

 private:
  ForeachAttrs attrs_;
  std::vector<size_t> used_scalars_, used_roles_;  ///< Those that the body reads.
  Tensors constants_;
  size_t results_ = 0;
};

}  // namespace cornu
