#pragma once

#include <functional>

#include "framework/base/config_value.h"
#include "framework/ops/cond.h"
#include "framework/ops/operand.h"

namespace cornu {

struct AssociativeScanOptions {
  bool reverse = false;
  int64_t axis = 0;
  static void fields(auto& field, auto& config) {
    field("reverse", config.reverse, "From the last element to the first.");
    field("axis", config.axis, "The axis to go along.");
  }
};

/// Loops over values, on top of scan, while_loop and cond: traced once, differentiable where those
/// are.
namespace ops {

/// `body(i, carries)` for i = lower, …, upper - 1 (int32); bounds that are tensors make a
/// while_loop, which has no gradient.
Tensors fori_loop(const Operand& lower, const Operand& upper,
                  const std::function<Tensors(const Tensor& i, const Tensors& carries)>& body,
                  const Tensors& initial);

/// `f` of each slice along the first axis; the results are stacked.
Tensor map(const std::function<Tensor(const Tensor& x)>& f, const Tensor& xs);
Tensors map(const std::function<Tensors(const Tensors& x)>& f, const Tensors& xs);

/// What map gives: here slices run one after the other under both names.
template <class F>
auto vectorized_map(const F& f, const auto& elements) {
  return map(f, elements);
}

/// `branches[index]()`, the index cut to those that there are; only one of them runs.
Tensors switch_case(const Operand& index, const std::vector<Branch>& branches);

/// What `f` makes of all elements up to each along an axis. It must be associative: it is called on
/// many pairs of slices at once, some log2(n) times.
Tensors associative_scan(const std::function<Tensors(const Tensors& a, const Tensors& b)>& f,
                         const Tensors& elems, const AssociativeScanOptions& options = {});
Tensor associative_scan(const std::function<Tensor(const Tensor& a, const Tensor& b)>& f,
                        const Tensor& elems, const AssociativeScanOptions& options = {});

}  // namespace ops

}  // namespace cornu
