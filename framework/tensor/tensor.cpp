#include "framework/tensor/tensor.h"

#include <utility>

#include "framework/base/error.h"

namespace cornu {

Tensor::Tensor(Impl* impl) : impl_(impl) {}

const Tensor::Impl& Tensor::impl() const {
  if (!impl_)
    fail<ValueError>("an empty Tensor was used: it was declared but never given a value.");
  return *impl_;
}

Tensor::Kind Tensor::kind() const { return impl_ ? impl_->kind : Kind::undefined; }
const Spec& Tensor::spec() const { return impl().spec; }

Tensor Tensor::concrete(const Spec& spec, Ref<Buffer> buffer, size_t offset) {
  auto* impl = new Impl;
  impl->kind = Kind::concrete;
  impl->spec = spec;
  impl->buffer = std::move(buffer);
  impl->offset = offset;
  return Tensor(impl);
}

Tensor Tensor::traced(Spec spec, Ref<RefCounted> graph, Node* node, int index) {
  auto* impl = new Impl;
  impl->kind = Kind::traced;
  impl->spec = std::move(spec);
  impl->owner = std::move(graph);
  impl->node = node;
  impl->index = index;
  return Tensor(impl);
}

Tensor Tensor::symbolic(Spec spec, Ref<RefCounted> call, int index) {
  auto* impl = new Impl;
  impl->kind = Kind::symbolic;
  impl->spec = std::move(spec);
  impl->owner = std::move(call);
  impl->index = index;
  return Tensor(impl);
}

Tensor Tensor::empty(const Spec& spec) {
  return concrete(spec, Buffer::allocate(spec.device, spec.bytes()));
}

Tensor Tensor::from_host(Spec spec, const void* data) {
  Tensor tensor = empty(spec);
  if (tensor.spec().bytes() > 0) tensor.impl_->buffer->from_host(data, 0, tensor.spec().bytes());
  return tensor;
}

TensorId Tensor::id() const {
  const Impl& self = impl();
  switch (self.kind) {
    case Kind::traced:
      return {self.node, self.index};
    case Kind::symbolic:
      return {self.owner.get(), self.index};
    default:  // a copy with another mask is the same value as its original
      return {self.owner ? static_cast<const void*>(self.owner.get()) : &self, 0};
  }
}

const Ref<Buffer>& Tensor::buffer() const {
  const Impl& self = impl();
  if (self.kind == Kind::symbolic)
    fail<ValueError>("a symbolic tensor of a functional model has no values: ", self.spec,
                     ".\n  hint: call the model with data, or predict().");
  if (self.kind == Kind::traced)
    fail<ValueError>("a tensor inside a traced function has no values yet: ", self.spec,
                     ".\n  hint: return it from the function, or call without Function.");
  return self.buffer;
}

size_t Tensor::offset() const { return impl().offset; }
void* Tensor::data() const { return static_cast<std::byte*>(buffer()->data()) + impl().offset; }
RefCounted* Tensor::owner() const { return impl().owner.get(); }
Node* Tensor::node() const { return impl().node; }
int Tensor::index() const { return impl().index; }

Tensor Tensor::mask() const {
  Tensor out;
  out.impl_ = impl().mask;
  return out;
}

Tensor::Impl* Tensor::twin() const {
  const Impl& self = impl();
  auto* copy = new Impl;
  copy->kind = self.kind;
  copy->index = self.index;
  copy->spec = self.spec;
  copy->buffer = self.buffer;
  copy->offset = self.offset;
  copy->owner = self.owner || self.kind != Kind::concrete ? self.owner : Ref<RefCounted>(impl_);
  copy->node = self.node;
  copy->mask = self.mask;
  copy->logits = self.logits;
  return copy;
}

Tensor Tensor::with_mask(const Tensor& mask) const {
  if (impl().mask == mask.impl_) return *this;
  Impl* copy = twin();
  copy->mask = mask.impl_;
  return Tensor(copy);
}

Tensor Tensor::logits() const {
  Tensor out;
  out.impl_ = impl().logits;
  return out;
}

Tensor Tensor::with_logits(const Tensor& logits) const {
  if (impl().logits == logits.impl_) return *this;
  Impl* copy = twin();
  copy->logits = logits.impl_;
  return Tensor(copy);
}

void Tensor::copy_to(void* host) const {
  const Ref<Buffer>& elements = buffer();
  if (spec().bytes() > 0) elements->to_host(host, offset(), spec().bytes());
}

size_t element_offset(const Spec& spec, std::span<const int64_t> index) {
  if (static_cast<int64_t>(index.size()) != spec.shape.ndim())
    fail<ValueError>("at: ", index.size(), " indices for ", spec, ".");
  size_t position = 0;
  for (size_t axis = 0; axis < index.size(); ++axis) {
    const int64_t size = spec.shape[static_cast<int64_t>(axis)];
    const int64_t i = index[axis] < 0 ? index[axis] + size : index[axis];
    if (i < 0 || i >= size)
      fail<ValueError>("at: index ", index[axis], " is out of range for axis ", axis, " of ", spec,
                       ".");
    position = position * static_cast<size_t>(size) + static_cast<size_t>(i);
  }
  return position * size_of(spec.dtype);
}

void fail_not_one_element(const Spec& spec) {
  fail<ValueError>("item: ", spec, " does not hold exactly one element.");
}

template <class T>
void convert_elements(DType from, const void* data, size_t count, T* out) {
  dispatch(from, [&]<class S>(S) {
    const auto* source = static_cast<const S*>(data);
    for (size_t i = 0; i < count; ++i) {
      if constexpr (std::is_same_v<S, f16> || std::is_same_v<S, bf16>)
        out[i] = static_cast<T>(static_cast<float>(source[i]));
      else if constexpr (std::is_same_v<T, f16> || std::is_same_v<T, bf16>)
        out[i] = T(static_cast<float>(source[i]));
      else
        out[i] = static_cast<T>(source[i]);
    }
  });
}

#define CORNU_CONVERT(T) template void convert_elements<T>(DType, const void*, size_t, T*);
CORNU_CONVERT(uint8_t)
CORNU_CONVERT(uint16_t)
CORNU_CONVERT(uint32_t)
CORNU_CONVERT(uint64_t)
CORNU_CONVERT(int8_t)
CORNU_CONVERT(int16_t)
CORNU_CONVERT(int32_t)
CORNU_CONVERT(int64_t)
CORNU_CONVERT(long long)
CORNU_CONVERT(f16)
CORNU_CONVERT(bf16)
CORNU_CONVERT(float)
CORNU_CONVERT(double)
#undef CORNU_CONVERT

}  // namespace cornu
