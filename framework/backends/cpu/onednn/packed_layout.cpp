#include "framework/backends/cpu/onednn/packed_layout.h"

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

PackedLayout::PackedLayout(Descriptor dense, Descriptor packed)
    : dense_(std::move(dense)), packed_(std::move(packed)) {}

bool PackedLayout::equals(const Layout& other) const {
  const auto* packed = dynamic_cast<const PackedLayout*>(&other);
  return packed && packed->packed_ == packed_ && packed->dense_ == dense_;
}

std::string PackedLayout::text() const {
  const int64_t block = packed_.channel_block();
  const std::string order = packed_.text();
  constexpr const char* spatial[] = {"w", "hw", "dhw"};
  const size_t axes = order.find_first_of("0123456789");
  if (block > 0 && axes >= 3 && axes <= 5) return concat("nC", spatial[axes - 3], block, "c");
  return concat("packed:", order);
}

void PackedLayout::pack(const void* dense, void* packed) const {
  reorder(dense_, packed_, dense, packed);
}
void PackedLayout::unpack(const void* packed, void* dense) const {
  reorder(packed_, dense_, packed, dense);
}

LayoutRef packed_layout(const Descriptor& dense, const Descriptor& packed) {
  if (dense == packed) return {};
  return make_ref<const PackedLayout>(dense, packed);
}

Descriptor descriptor_of(const LayoutRef& layout, const Descriptor& dense) {
  if (!layout) return dense;
  const auto* packed = dynamic_cast<const PackedLayout*>(layout.get());
  CORNU_CHECK(packed, "oneDNN was given the layout ", layout->text());
  return packed->descriptor();
}

Descriptor descriptor_of(const std::vector<LayoutRef>& layouts, size_t i, const Descriptor& dense) {
  return i < layouts.size() ? descriptor_of(layouts[i], dense) : dense;
}

Extents sizes_of(const Spec& x) {
  Extents sizes{x.shape[0], x.shape[-1]};
  for (int64_t axis = 1; axis < x.shape.ndim() - 1; ++axis) sizes.push_back(x.shape[axis]);
  return sizes;
}

Descriptor activations(const Spec& x) {
  const SmallVector<int64_t, 6> dense = row_major_strides(x.shape);
  const size_t rank = dense.size();
  Extents strides{dense[0], dense[rank - 1]};
  for (size_t axis = 1; axis + 1 < rank; ++axis) strides.push_back(dense[axis]);
  return Descriptor::strided(x.dtype, sizes_of(x), strides);
}

LayoutRef blocked_activations(const Spec& x, int64_t block) {
  return packed_layout(activations(x), Descriptor::blocked_channels(x.dtype, sizes_of(x), block));
}

int64_t channel_block(const LayoutRef& layout) {
  const auto* packed = dynamic_cast<const PackedLayout*>(layout.get());
  return packed ? packed->descriptor().channel_block() : 0;
}

}  // namespace cornu::cpu::onednn
