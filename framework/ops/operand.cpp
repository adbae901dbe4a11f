#include "framework/ops/operand.h"

#include <algorithm>

#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

struct Autocast {
  bool active = false;
  DType compute = DType::f32;
};

Autocast& autocast() {
  thread_local Autocast state;
  return state;
}

}  // namespace

AutocastScope::AutocastScope(DType compute)
    : previous_(autocast().compute), had_(autocast().active) {
  autocast() = {true, compute};
}
AutocastScope::~AutocastScope() { autocast() = {had_, previous_}; }
DType AutocastScope::compute_dtype() { return autocast().active ? autocast().compute : DType::f32; }

Operand::Operand(const Variable& variable) : tensor_(read(variable)) {
  if (autocast().active && variable.state().autocast && is_floating(tensor_.dtype()))
    tensor_ = ops::cast(tensor_, autocast().compute);
}

DType Operand::dtype() const {
  if (!is_number_) return tensor_.dtype();
  if (weak_ == WeakKind::floating) return DType::f32;
  return weak_ == WeakKind::boolean ? DType::boolean : DType::i32;
}

Device Operand::device() const { return is_number_ ? default_device() : tensor_.device(); }

Tensor Operand::tensor() const { return is_number_ ? as(dtype()) : tensor_; }

Tensor Operand::as(DType dtype) const { return as(dtype, default_device()); }

Tensor Operand::as(DType dtype, Device device) const {
  if (!is_number_) return ops::cast(tensor_, dtype);
  return weak_ == WeakKind::floating ? scalar(real_, dtype, device)
                                     : scalar(integer_, dtype, device);
}

namespace {

/// For lists of operands and of addresses of operands.
const Operand& operand_of(const Operand& operand) { return operand; }
const Operand& operand_of(const Operand* operand) { return *operand; }

template <class List>
Device device_among(const List& operands) {
  for (const auto& operand : operands)
    if (!operand_of(operand).is_number()) return operand_of(operand).device();
  return default_device();
}

template <class List>
DType type_among(const List& operands) {
  DType result = DType::boolean;
  bool any_tensor = false;
  WeakKind weak = WeakKind::boolean;
  for (const auto& entry : operands) {
    const Operand& operand = operand_of(entry);
    if (operand.is_number()) {
      weak = std::max(weak, operand.weak_kind());
    } else {
      result = any_tensor ? promote(result, operand.dtype()) : operand.dtype();
      any_tensor = true;
    }
  }
  return operands.size() == 1 && any_tensor ? result : promote_weak(result, weak);
}

}  // namespace

Device device_of(std::span<const Operand> operands) { return device_among(operands); }
Device device_of(std::span<const Operand* const> operands) { return device_among(operands); }
DType result_type(std::span<const Operand> operands) { return type_among(operands); }
DType result_type(std::span<const Operand* const> operands) { return type_among(operands); }

bool OperandList::any_symbolic() const {
  return std::any_of(begin(), end(), [](const Operand& operand) { return operand.is_symbolic(); });
}

Tensors OperandList::promoted() const {
  const DType dtype = result_type(*this);
  const Device device = device_of(*this);
  Tensors out;
  for (const Operand& operand : *this) out.push_back(operand.as(dtype, device));
  return out;
}

}  // namespace cornu
