#include "framework/backends/cpu/onednn/packed_layout.h"

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/backends/cpu/onednn/primitive.h"
#include "framework/base/error.h"

namespace cornu::cpu::onednn {

namespace {

/// Rare and outside steps, so it makes its own scratchpad.
void reorder(const Descriptor& from, const Descriptor& to, const void* source, void* target) {
  const PrimitiveRef primitive = make_reorder(from, to);
  CORNU_CHECK(primitive, "no reorder from ", from.text(), " to ", to.text());
  std::vector<std::byte> scratchpad(primitive->scratchpad_bytes());
  Primitive::Addresses addresses{};
  addresses[static_cast<size_t>(Role::src)] = const_cast<void*>(source);
  addresses[static_cast<size_t>(Role::dst)] = target;
  primitive->run(addresses, scratchpad.data());
}

}  // namespace

PackedLayout::PackedLayout(const Spec& spec, Descriptor dense, Descriptor packed)
    : Layout(spec.shape),
      dense_(std::move(dense)),
      packed_(std::move(packed)),
      elements_(static_cast<int64_t>(packed_.bytes() / size_of(spec.dtype))),
      element_bytes_(size_of(spec.dtype)) {}

bool PackedLayout::equals(const Layout& other) const {
  const auto* packed = dynamic_cast<const PackedLayout*>(&other);
  return packed && packed->packed_ == packed_ && packed->dense_ == dense_;
}

void PackedLayout::pack(const void* dense, void* packed, size_t element_bytes) const {
  CORNU_CHECK(element_bytes == element_bytes_, text(), " of elements of ", element_bytes, " bytes");
  reorder(dense_, packed_, dense, packed);
}
void PackedLayout::unpack(const void* packed, void* dense, size_t element_bytes) const {
  CORNU_CHECK(element_bytes == element_bytes_, text(), " of elements of ", element_bytes, " bytes");
  reorder(packed_, dense_, packed, dense);
}

LayoutRef packed_layout(const Spec& spec, const Descriptor& dense, const Descriptor& packed) {
  if (dense == packed) return {};
  return make_ref<const PackedLayout>(spec, dense, packed);
}

Descriptor weights(const LayoutRef& layout, const Descriptor& dense) {
  if (!layout) return dense;
  const auto* packed = dynamic_cast<const PackedLayout*>(layout.get());
  CORNU_CHECK(packed, "oneDNN was given weights in the layout ", layout->text());
  return packed->descriptor();
}

Extents sizes_of(const Spec& x) {
  Extents sizes{x.shape[0], x.shape[-1]};
  for (int64_t axis = 1; axis < x.shape.ndim() - 1; ++axis) sizes.push_back(x.shape[axis]);
  return sizes;
}

Descriptor activations(const Spec& x, const LayoutRef& layout) {
  if (const int64_t block = channel_block(layout))
    return Descriptor::blocked_channels(x.dtype, sizes_of(x), block);
  CORNU_CHECK(!layout, "oneDNN was given activations in the layout ", layout->text());
  const SmallVector<int64_t, 6> dense = row_major_strides(x.shape);
  const size_t rank = dense.size();
  Extents strides{dense[0], dense[rank - 1]};
  for (size_t axis = 1; axis + 1 < rank; ++axis) strides.push_back(dense[axis]);
  return Descriptor::strided(x.dtype, sizes_of(x), strides);
}

}  // namespace cornu::cpu::onednn
