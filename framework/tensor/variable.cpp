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

Tensor Variable::stored() const {
  VariableAccess* access = VariableAccess::current();
  return access ? access->read(*this) : state().snapshot();
}

namespace {

/// Elements from one layout to another. On devices that the host cannot read they pass through it:
/// this is rare and outside steps.
void convert(const Spec& spec, const Buffer& from, size_t offset, const LayoutRef& from_layout,
             void* to, const LayoutRef& to_layout) {
  Allocator& allocator = allocator_of(spec.device);
  if (same_layout(from_layout, to_layout)) {
    allocator.copy_within(to, static_cast<const std::byte*>(from.data()) + offset,
                          bytes_of(spec, from_layout));
    return;
  }
  std::vector<std::byte> stored(bytes_of(spec, from_layout)), dense(spec.bytes()),
      packed(bytes_of(spec, to_layout));
  const size_t size = size_of(spec.dtype);
  from.to_host(stored.data(), offset, stored.size());
  if (from_layout) from_layout->unpack(stored.data(), dense.data(), size);
  const std::byte* elements = from_layout ? dense.data() : stored.data();
  if (to_layout) to_layout->pack(elements, packed.data(), size);
  allocator.copy_from_host(to, to_layout ? packed.data() : elements, packed.size());
}

}  // namespace

void Variable::State::copy_to(void* data, const LayoutRef& layout) const {
  convert(spec, *storage.buffer, storage.offset, storage.layout, data, layout);
}

Tensor Variable::State::snapshot() {
  const std::lock_guard lock(mutex);
  if (dense.defined()) return dense;
  if (!storage.layout && !storage.shared) {
    dense = Tensor::concrete(spec, storage.buffer, storage.offset);
  } else {
    dense = Tensor::empty(spec);
    copy_to(dense.data(), {});
  }
  return dense;
}

int64_t Variable::State::count() {
  CORNU_CHECK(spec.dtype == DType::i64 && spec.shape.ndim() == 0, "count() of ", spec);
  const std::lock_guard lock(mutex);
  int64_t value = 0;
  storage.buffer->to_host(&value, storage.offset, sizeof value);
  return value;
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
  convert(spec, *value.buffer(), value.offset(), {}, storage.data(), storage.layout);
  dense = value;
}

std::pair<void*, Ref<Buffer>> Variable::State::readable(const LayoutRef& layout) {
  const std::lock_guard lock(mutex);
  if (same_layout(layout, storage.layout)) return {storage.data(), storage.buffer};
  std::erase_if(repacks_, [&](const Repack& repack) { return repack.version != storage.version; });
  for (const Repack& repack : repacks_)
    if (same_layout(repack.layout, layout)) return {repack.buffer->data(), repack.buffer};
  repacks_.push_back(
      {layout, storage.version, Buffer::allocate(spec.device, bytes_of(spec, layout))});
  copy_to(repacks_.back().buffer->data(), layout);
  return {repacks_.back().buffer->data(), repacks_.back().buffer};
}

void* Variable::State::writable(const LayoutRef& layout) {
  const std::lock_guard lock(mutex);
  if (storage.shared && same_layout(layout, storage.layout))
    return storage.data();  // readers were given copies
  dense = Tensor();
  const bool alone = storage.buffer->owned() && storage.buffer->use_count() == 1;
  if (!alone || !same_layout(layout, storage.layout)) {
    Ref<Buffer> own = Buffer::allocate(spec.device, bytes_of(spec, layout));
    copy_to(own->data(), layout);
    storage = {.buffer = std::move(own), .layout = layout, .version = storage.version};
  }
  return storage.data();
}

void Variable::State::changed() {
  const std::lock_guard lock(mutex);
  ++storage.version;
  dense = Tensor();
}

void Variable::State::move_to(const Ref<Buffer>& arena, size_t offset, const LayoutRef& layout) {
  const std::lock_guard lock(mutex);
  Storage place{arena, offset, layout, storage.version, true};
  copy_to(place.data(), layout);
  storage = std::move(place);
}

std::string Variable::text() const {
  return concat("Variable(name=", quote(name()), ", ", stored(), ")");
}

std::ostream& operator<<(std::ostream& out, const Variable& variable) {
  return out << variable.text();
}

}  // namespace cornu
