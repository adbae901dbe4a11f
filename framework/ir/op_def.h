#pragma once

#include <array>
#include <span>
#include <string_view>

#include "framework/base/config_value.h"
#include "framework/tensor/tensor.h"

namespace cornu {

class Graph;
struct OpDef;

/// An op's attributes: an immutable Config with `fields()`, type-erased.
using Attrs = ConfigValue;

/// A list of up to N entries that a constant initialiser can hold.
template <class T, size_t N>
struct FixedList {
  constexpr FixedList() = default;
  constexpr FixedList(std::initializer_list<T> entries) {
    for (const T& entry : entries) items[count++] = entry;
  }
  constexpr size_t size() const { return count; }
  constexpr const T* begin() const { return items.data(); }
  constexpr const T* end() const { return items.data() + count; }
  constexpr const T& operator[](size_t i) const { return items[i]; }

  std::array<T, N> items{};
  size_t count = 0;
};

/// Which element types an input takes, one bit each.
using DTypeSet = uint32_t;
constexpr DTypeSet bit(DType dtype) { return DTypeSet{1} << static_cast<int>(dtype); }
inline constexpr DTypeSet kFloating =
    bit(DType::f16) | bit(DType::bf16) | bit(DType::f32) | bit(DType::f64);
inline constexpr DTypeSet kAnyDType = (DTypeSet{1} << kDTypeCount) - 1;
inline constexpr DTypeSet kInteger = kAnyDType & ~kFloating & ~bit(DType::boolean);
inline constexpr DTypeSet kNumeric = kAnyDType & ~bit(DType::boolean);
inline constexpr DTypeSet kBoolean = bit(DType::boolean);

struct InputDef {
  std::string_view name;
  DTypeSet types = kAnyDType;
};
struct OutputDef {
  std::string_view name = "y";
  /// Made only if something uses it (masks, workspaces, saved statistics); has no gradient.
  bool auxiliary = false;
};

struct InferArgs {
  const OpDef& def;
  std::span<const Spec> in;
  const Attrs& attrs;
  std::span<const Ref<Graph>> subgraphs;

  template <class C>
  const C& as() const {
    return attrs.as<C>();
  }
};

/// What a gradient rule sees: inputs, outputs, the outputs' gradients (an undefined one is zero).
struct VjpArgs {
  const OpDef& def;
  const Tensors& in;
  const Tensors& out;
  const Tensors& dout;
  const Attrs& attrs;
  std::span<const Ref<Graph>> subgraphs;
  /// Whether the gradient of an input is wanted.
  std::span<const bool> wanted;

  template <class C>
  const C& as() const {
    return attrs.as<C>();
  }
};

struct ElementwiseRow;

/// Everything about an op but its kernels; one constant per op.
struct OpDef {
  std::string_view name;
  std::string_view doc;
  FixedList<InputDef, 12> inputs = {};
  FixedList<OutputDef, 8> outputs = {{"y"}};
  /// The last input stands for any number of inputs; so does the last output, if said.
  bool variadic = false;
  bool variadic_outputs = false;
  /// Which of variadic outputs are auxiliary; null: none.
  bool (*auxiliary)(const Attrs& attrs, size_t output) = nullptr;
  /// Auxiliary outputs do have gradients, which vjp takes: it reads them, and is differentiated.
  bool auxiliary_gradients = false;
  /// Null: no attributes.
  const ConfigType* (*attrs)() = nullptr;
  /// Shapes and dtypes of the outputs, unknown sizes included. Raises all errors of users.
  std::vector<Spec> (*infer)(const InferArgs&) = nullptr;
  /// The inputs' gradients as expressions over public ops; the engine undoes broadcasting.
  Tensors (*vjp)(const VjpArgs&) = nullptr;
  /// The same outputs from simpler ops: where an op has no vjp the engine differentiates this.
  Tensors (*decompose)(const Tensors& in, const Attrs& attrs) = nullptr;
  /// Of an op that stands for others as long as shapes are unknown: what takes its place as soon as
  /// its operands' shapes are known. No kernel runs it.
  Tensors (*expand)(const Tensors& in, const Attrs& attrs,
                    std::span<const Ref<Graph>> subgraphs) = nullptr;
  /// Of an op with subgraphs: fits them, and sizes among its attributes, to operands of other specs
  /// than it was traced for.
  void (*specialise)(std::span<const Spec> in, Attrs& attrs,
                     std::vector<Ref<Graph>>& subgraphs) = nullptr;
  /// Why it has no gradient, for the error that says so.
  std::string_view no_gradient = {};
  /// A row of unary.def or binary.def.
  const ElementwiseRow* elementwise = nullptr;
  /// Kernels are registered under this name; the op's own where empty.
  std::string_view kernel_family = {};
  /// The output is the first input's elements as they lie, under another spec: no kernel.
  bool view = false;
  /// Of an op that is there for gradients only: the input that output i is, as it stands. No
  /// kernel: programs do without the node.
  size_t (*forwards)(const Attrs& attrs, size_t i) = nullptr;
  /// Runs for what it does, not only for its outputs.
  bool side_effect = false;

  std::string_view kernels() const { return kernel_family.empty() ? name : kernel_family; }
  bool is_auxiliary(const Attrs& attributes, size_t output) const {
    if (variadic_outputs) return auxiliary && auxiliary(attributes, output);
    return output < outputs.size() && outputs[output].auxiliary;
  }
};

template <class C>
const ConfigType* attrs_of() {
  return &config_type<C>();
}

/// The op of this name, or null. The table is made from ops.def, unary.def and binary.def; ops/.
const OpDef* find_op(std::string_view name);

// Common inference rules.
std::vector<Spec> same_as_input(const InferArgs& args);

/// Checks the number and dtypes of inputs against the definition, before `infer`.
void check_inputs(const OpDef& def, std::span<const Spec> in);
/// The outputs' specs as `infer` gives them, on the inputs' device.
std::vector<Spec> infer_outputs(const OpDef& def, std::span<const Spec> in, const Attrs& attrs,
                                std::span<const Ref<Graph>> subgraphs);

}  // namespace cornu
