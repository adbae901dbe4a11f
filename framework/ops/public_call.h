#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include "framework/ops/cast.h"
#include "framework/ops/public.h"
#include "framework/ops/rearrange.h"

/// Calls a public function from the arguments of a file: operands from the call, the last
/// parameter from the configuration. One instance per function of public.def.
namespace cornu {

template <class T>
struct PublicParameter {  // an options struct
  static constexpr bool from_call = false;
  static const T& get(const PublicOp&, const CallArguments&, const Attrs& config, size_t) {
    return config.as<T>();
  }
};
template <>
struct PublicParameter<Operand> {
  static constexpr bool from_call = true;
  static Operand get(const PublicOp& op, const CallArguments& call, const Attrs&, size_t i);
};
template <>
struct PublicParameter<OperandList> {
  static constexpr bool from_call = true;
  static OperandList get(const PublicOp& op, const CallArguments& call, const Attrs&, size_t i);
};
template <>
struct PublicParameter<VariadicOperands> {  // all arguments from the i-th on
  static constexpr bool from_call = true;
  static VariadicOperands get(const PublicOp& op, const CallArguments& call, const Attrs&,
                              size_t i);
};
template <>
struct PublicParameter<Argument> {
  static constexpr bool from_call = true;
  static Argument get(const PublicOp& op, const CallArguments& call, const Attrs&, size_t i);
};
template <>
struct PublicParameter<std::optional<Operand>> {  // may be absent, or null
  static constexpr bool from_call = true;
  static std::optional<Operand> get(const PublicOp& op, const CallArguments& call, const Attrs&,
                                    size_t i);
};
template <>
struct PublicParameter<Shape> {  // a list of sizes
  static constexpr bool from_call = true;
  static Shape get(const PublicOp& op, const CallArguments& call, const Attrs&, size_t i);
};

template <>
struct PublicParameter<std::string> {
  static constexpr bool from_call = true;
  static std::string get(const PublicOp& op, const CallArguments& call, const Attrs&, size_t i);
};
template <>
struct PublicParameter<AxesLengths> {  // all arguments of other names
  static constexpr bool from_call = true;
  static AxesLengths get(const PublicOp& op, const CallArguments& call, const Attrs&, size_t i);
};

/// A dtype parameter stands in files as `dtype`.
template <>
struct PublicParameter<DType> {
  static constexpr bool from_call = false;
  static DType get(const PublicOp&, const CallArguments&, const Attrs& config, size_t) {
    return config.as<CastOptions>().dtype;
  }
};

template <auto function>
struct PublicCall;

template <class R, class... P, R (*function)(P...)>
struct PublicCall<function> {
  static Tensors call(const PublicOp& op, const CallArguments& arguments, const Attrs& config) {
    return call(op, arguments, config, std::index_sequence_for<P...>());
  }
  template <size_t... I>
  static Tensors call(const PublicOp& op, const CallArguments& arguments, const Attrs& config,
                      std::index_sequence<I...>) {
    if constexpr (std::is_same_v<R, Tensor>)
      return {function(
          PublicParameter<std::remove_cvref_t<P>>::get(op, arguments, config, position<I>())...)};
    else
      return function(
          PublicParameter<std::remove_cvref_t<P>>::get(op, arguments, config, position<I>())...);
  }
  static const ConfigType* config() {
    const ConfigType* type = &config_type<NoFields>();
    (choose_config<std::remove_cvref_t<P>>(type), ...);
    return type;
  }

 private:
  /// How many of the parameters before the I-th come from the call.
  template <size_t I>
  static constexpr size_t position() {
    constexpr bool from_call[] = {PublicParameter<std::remove_cvref_t<P>>::from_call...};
    size_t count = 0;
    for (size_t i = 0; i < I; ++i) count += from_call[i];
    return count;
  }
  template <class T>
  static void choose_config(const ConfigType*& type) {
    if constexpr (std::is_same_v<T, DType>)
      type = &config_type<CastOptions>();
    else if constexpr (!PublicParameter<T>::from_call)
      type = &config_type<T>();
  }
};

}  // namespace cornu
