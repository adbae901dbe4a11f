#pragma once

#include <functional>
#include <vector>

#include "framework/ops/operand.h"

namespace cornu {

/// Attributes of the custom_gradient op. Its inputs are the function's arguments, its results and
/// what the gradient uses of them; its outputs are the results. Its graph takes the results'
/// gradients, and what the gradient uses.
struct CustomGradientAttrs {
  int64_t arguments = 0;
  int64_t results = 0;
  std::vector<int64_t> wanted = {};
  static void fields(auto& field, auto& config) {
    field("arguments", config.arguments, "How many arguments the function takes.");
    field("results", config.results, "How many results it gives.");
    field("wanted", config.wanted, "The arguments that the graph gives gradients of.");
  }
};

/// What a function computes, and the gradients of its arguments, given those of its results: one
/// for each argument, of its shape; undefined ones are zero.
struct CustomResults {
  Tensors results;
  std::function<Tensors(const Tensors& upstream)> gradient;
};

namespace ops {

/// `function(arguments).results`, whose gradient to the arguments is what the function says, to any
/// order: gradients of the gradient are those of what it computes. Variables that the function
/// reads get none.
Tensors custom_gradient(const std::function<CustomResults(const Tensors&)>& function,
                        const Tensors& arguments);

}  // namespace ops

}  // namespace cornu
