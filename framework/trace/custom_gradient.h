#pragma once

#include "framework/ops/custom_gradient.h"
#include "framework/trace/function.h"

namespace cornu {

/// A result, and the function from its gradient to the arguments' (upstream to gradients).
template <class R, class G>
struct WithGradient {
  R result;
  G gradient;
};
template <class R, class G>
WithGradient(R, G) -> WithGradient<R, G>;

namespace detail {

template <class Signature>
class CustomGradientFunction;
template <class R, class G, class... A>
class CustomGradientFunction<WithGradient<R, G>(A...)> {
 public:
  template <class F>
  explicit CustomGradientFunction(F function) : function_(std::move(function)) {}

  R operator()(const std::remove_cvref_t<A>&... arguments) const {
    using Packed = PackedCall<R, A...>;
    return Packed::result(ops::custom_gradient(
        [&](const Tensors& in) {
          WithGradient<R, G> made = std::apply(function_, Packed::unpack(in));
          CustomResults results;
          TensorPack<R>::put(results.results, made.result);
          results.gradient = [gradient = std::move(made.gradient)](const Tensors& upstream) {
            return call_packed(gradient, upstream, static_cast<Signature<G>*>(nullptr));
          };
          return results;
        },
        Packed::pack(arguments...)));
  }

 private:
  template <class U, class... B>
  static Tensors call_packed(const G& gradient, const Tensors& upstream, U (*)(B...)) {
    return PackedCall<U, B...>::call(gradient, upstream);
  }
  std::function<WithGradient<R, G>(A...)> function_;
};

}  // namespace detail

namespace ops {

/// A function with a gradient of its own:
///
///     auto log1pexp = ops::custom_gradient([](Tensor x) {
///       Tensor e = ops::exp(x);
///       return WithGradient{ops::log(1 + e),
///                           [=](Tensor upstream) { return upstream * (1 - 1 / (1 + e)); }};
///     });
///
/// Several results are a tuple, whose gradients are the gradient's arguments; the gradients of
/// several arguments are a tuple too. Gradients of the gradient are those of what it computes.
template <class F>
auto custom_gradient(F function) {
  return detail::CustomGradientFunction<detail::Signature<F>>(std::move(function));
}

}  // namespace ops

}  // namespace cornu
