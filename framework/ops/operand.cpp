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

Tensor Operand::tensor() const {
  if (!is_number_) return tensor_;
  if (weak_ == WeakKind::floating) return as(DType::f32);
  return as(weak_ == WeakKind::boolean ? DType::boolean : DType::i32);
}

Tensor Operand::as(DType dtype) const { return as(dtype, default_device()); }

Tensor Operand::as(DType dtype, Device device) const {
  if (!is_number_) return ops::cast(tensor_, dtype);
  return weak_ == WeakKind::floating ? scalar(real_, dtype, device)
                                     : scalar(integer_, dtype, device);
}

Device device_of(std::span<const Operand> operands) {
  for (const Operand& operand : operands)
    if (!operand.is_number()) return operand.tensor().device();
  return default_device();
}

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

DType result_type(std::span<const Operand> operands) {
  DType result = DType::boolean;
  bool any_tensor = false;
  WeakKind weak = WeakKind::boolean;
  for (const Operand& operand : operands) {
    if (operand.is_number()) {
      weak = std::max(weak, operand.weak_kind());
    } else {
      result = any_tensor ? promote(result, operand.tensor().dtype()) : operand.tensor().dtype();
      any_tensor = true;
    }
  }
  return operands.size() == 1 && any_tensor ? result : promote_weak(result, weak);
}

}  // namespace cornu
