#include "framework/tensor/variable.h"

#include <ostream>
#include <vector>

#include "framework/base/error.h"

namespace cornu {

VariableAccess*& VariableAccess::current() {
  thread_local VariableAccess* access = nullptr;
  return access;
}

Variable::Variable(const Tensor& value, const VariableOptions& options)
    : state_(make_ref<State>()) {
  if (!value.is_concrete())
    fail<ValueError>("Variable: its first value must be a tensor with elements, not ", value.text(),
                     ".\n  hint: create variables in build(), not in a traced function.");
  state_->name = options.name.empty() ? "variable" : options.name;
  state_->path = state_->name;
  state_->spec = value.spec();
  state_->trainable = options.trainable;
  state_->autocast = options.autocast;
  state_->store(value);
}

Variable::State& Variable::state() const {
  if (!state_) fail<ValueError>("an empty Variable was used: it was declared but never created.");
  return *state_;
}

const std::string& Variable::name() const { return state().name; }
const std::string& Variable::path() const { return state().path; }
const Spec& Variable::spec() const { return state().spec; }
bool Variable::trainable() const { return state().trainable; }
void Variable::set_trainable(bool trainable) { state().trainable = trainable; }

Tensor Variable::value() const {
  VariableAccess* access = VariableAccess::current();
  return access ? access->read(*this) : state().snapshot();
}

void Variable::assign(const Tensor& value) const {
  const Spec& own = state().spec;
  if (!(value.shape() == own.shape))
    fail<ShapeError>("assign: the variable ", quote(name()), " is ", own, ", the value is ",
                     value.spec(), ".");
  if (value.dtype() != own.dtype)
    fail<DTypeError>("assign: the variable ", quote(name()), " is ", own, ", the value is ",
                     value.spec(), ".\n  hint: ops::cast(value, DType::", own.dtype, ").");
  VariableAccess* access = VariableAccess::current();
  if (access)
    access->assign(*this, value);
  else
    state().store(value);
}

Tensor Variable::State::snapshot() {
  const std::lock_guard lock(mutex);
  if (!dense.defined()) {
    if (!storage.layout && !storage.shared) {
      dense = Tensor::concrete(spec, storage.buffer, storage.offset);
    } else if (!storage.layout) {
      dense = Tensor::empty(spec);
      allocator_of(spec.device).copy_within(dense.data(), storage.data(), spec.bytes());
    } else {
      std::vector<std::byte> packed(storage.layout->bytes()), unpacked(spec.bytes());
      storage.buffer->to_host(packed.data(), storage.offset, packed.size());
      storage.layout->unpack(packed.data(), unpacked.data());
      dense = Tensor::from_host(spec, unpacked.data());
    }
  }
  return dense;
}

void Variable::State::store(const Tensor& value) {
  const std::lock_guard lock(mutex);
  ++storage.version;
  if (!storage.shared && !storage.layout) {
    storage.buffer = value.buffer();
    storage.offset = value.offset();
    dense = Tensor();
    return;
  }
  // The plan's place and layout stay: its steps are bound to them.
  if (storage.layout) {
    std::vector<std::byte> packed(storage.layout->bytes()), unpacked(spec.bytes());
    value.copy_to(unpacked.data());
    storage.layout->pack(unpacked.data(), packed.data());
    storage.buffer->from_host(packed.data(), storage.offset, packed.size());
  } else {
    allocator_of(spec.device).copy_within(storage.data(), value.data(), spec.bytes());
  }
  dense = value;
}

void* Variable::State::readable() {
  const std::lock_guard lock(mutex);
  return storage.data();
}

void* Variable::State::writable() {
  const std::lock_guard lock(mutex);
  if (storage.shared) return storage.data();  // readers were given copies
  dense = Tensor();
  if (storage.buffer->use_count() > 1) {
    const size_t bytes = bytes_of(spec, storage.layout);
    Ref<Buffer> own = Buffer::allocate(spec.device, bytes);
    allocator_of(spec.device).copy_within(own->data(), storage.data(), bytes);
    storage.buffer = std::move(own);
    storage.offset = 0;
  }
  return storage.data();
}

void Variable::State::changed() {
  const std::lock_guard lock(mutex);
  ++storage.version;
  dense = Tensor();
}

std::string Variable::text() const {
  return concat("Variable(name=", quote(name()), ", ", value(), ")");
}

std::ostream& operator<<(std::ostream& out, const Variable& variable) {
  return out << variable.text();
}

}  // namespace cornu
