#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "framework/tensor/variable.h"

namespace cornu {

class ArenaPool;
class Executable;

struct FunctionOptions {
  /// What the body computes on the way is not kept for its gradient, which computes it again:
  /// memory for time.
  bool recompute = false;
  /// Sizes of arguments that differ from call to call are taken as unknown from the second on: the
  /// body is traced once for all of them, and compiled for each. It sees `unknown` for them, and
  /// must not compute with that. A call under a tape or within a trace is traced for its own sizes.
  bool reduce_retracing = false;
};

/// Traces a callable over tensors once per list of argument specs, compiles it, and runs it.
class TracedFunction {
 public:
  using Body = std::function<Tensors(const Tensors&)>;
  explicit TracedFunction(Body body, const FunctionOptions& options = {});
  /// Its programs work in the same memory as those of other functions with this pool.
  TracedFunction(Body body, Ref<ArenaPool> arenas);

  Tensors operator()(const Tensors& arguments) const;
  /// The compiled program for these arguments, readable.
  std::string graph(const Tensors& arguments) const;
  /// The same as a picture in Graphviz's language.
  std::string dot(const Tensors& arguments) const;
  /// How often it was traced.
  size_t traces() const;
  /// Why it was traced each time but the first: "argument 0 is f32[18,4], was f32[32,4]".
  std::vector<std::string> retraces() const;
  /// What was compiled, the most recently used first: for profiles.
  std::vector<Ref<Executable>> executables() const;

 private:
  Ref<Executable> executable(const Tensors& arguments) const;

  struct State;
  std::shared_ptr<State> state_;
};

/// How a parameter or a result of a function is made of tensors.
template <class T>
struct TensorPack;
template <>
struct TensorPack<Tensor> {
  static void put(Tensors& out, const Tensor& value) { out.push_back(value); }
  static Tensor take(const Tensors& in, size_t& next) { return in[next++]; }
};
template <>
struct TensorPack<void> {};
template <class... T>
struct TensorPack<std::tuple<T...>> {
  static void put(Tensors& out, const std::tuple<T...>& value) {
    std::apply([&](const T&... each) { (TensorPack<T>::put(out, each), ...); }, value);
  }
  static std::tuple<T...> take(const Tensors& in, size_t& next) {
    return std::tuple<T...>{TensorPack<T>::take(in, next)...};
  }
};
template <class A, class B>
struct TensorPack<std::pair<A, B>> {
  static void put(Tensors& out, const std::pair<A, B>& value) {
    TensorPack<A>::put(out, value.first);
    TensorPack<B>::put(out, value.second);
  }
  static std::pair<A, B> take(const Tensors& in, size_t& next) {
    A first = TensorPack<A>::take(in, next);
    return {std::move(first), TensorPack<B>::take(in, next)};
  }
};
/// As a result only: all that is left.
template <>
struct TensorPack<Tensors> {
  static void put(Tensors& out, const Tensors& value) {
    out.insert(out.end(), value.begin(), value.end());
  }
  static Tensors take(const Tensors& in, size_t& next) {
    Tensors out(in.begin() + static_cast<std::ptrdiff_t>(next), in.end());
    next = in.size();
    return out;
  }
};

namespace detail {
template <class Signature>
struct SignatureOf;
template <class R, class... A>
struct SignatureOf<std::function<R(A...)>> {
  using type = R(A...);
};
/// How a callable that is not overloaded is called: `Tensor(Tensor, Tensor)`.
template <class F>
using Signature = typename SignatureOf<decltype(std::function{std::declval<F>()})>::type;

/// A call with arguments, and results, in a row.
template <class R, class... A>
struct PackedCall {
  using Arguments = std::tuple<std::remove_cvref_t<A>...>;
  static Tensors pack(const std::remove_cvref_t<A>&... arguments) {
    Tensors in;
    (TensorPack<std::remove_cvref_t<A>>::put(in, arguments), ...);
    return in;
  }
  static Arguments unpack(const Tensors& in) {
    [[maybe_unused]] size_t next = 0;
    return Arguments{TensorPack<std::remove_cvref_t<A>>::take(in, next)...};
  }
  template <class F>
  static Tensors call(const F& f, const Tensors& in) {
    Tensors out;
    if constexpr (std::is_void_v<R>)
      std::apply(f, unpack(in));
    else
      TensorPack<R>::put(out, std::apply(f, unpack(in)));
    return out;
  }
  static R result(const Tensors& out) {
    if constexpr (!std::is_void_v<R>) {
      size_t next = 0;
      return TensorPack<R>::take(out, next);
    }
  }
};
}  // namespace detail

template <class Signature>
class Function;

/// `Function step([&](Tensor images, Tensor labels) { … return loss; });` traced, compiled and
/// cached per specs of the arguments. Variables that it reads and assigns are updated in place.
template <class R, class... A>
class Function<R(A...)> {
 public:
  template <class F>
  explicit Function(F body, const FunctionOptions& options = {})
      : traced_([body = std::move(body)](const Tensors& in) { return Packed::call(body, in); },
                options) {}

  R operator()(const std::remove_cvref_t<A>&... arguments) const {
    return Packed::result(traced_(Packed::pack(arguments...)));
  }
  std::string graph(const std::remove_cvref_t<A>&... arguments) const {
    return traced_.graph(Packed::pack(arguments...));
  }
  std::string dot(const std::remove_cvref_t<A>&... arguments) const {
    return traced_.dot(Packed::pack(arguments...));
  }
  size_t traces() const { return traced_.traces(); }
  std::vector<std::string> retraces() const { return traced_.retraces(); }

 private:
  using Packed = detail::PackedCall<R, A...>;
  TracedFunction traced_;
};

template <class F>
Function(F) -> Function<detail::Signature<F>>;
template <class F>
Function(F, FunctionOptions) -> Function<detail::Signature<F>>;

/// The function, but for what it keeps: its gradient runs it again (TensorFlow's
/// recompute_grad). `auto block = recompute([&](Tensor x) { return layer(x); });`
template <class F>
auto recompute(F body) {
  return Function(std::move(body), FunctionOptions{.recompute = true});
}

}  // namespace cornu
