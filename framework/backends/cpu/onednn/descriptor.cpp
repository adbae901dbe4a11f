#include "framework/backends/cpu/onednn/descriptor.h"

#include <algorithm>
#include <dnnl.hpp>
#include <numeric>

#include "framework/base/error.h"

namespace cornu::cpu::onednn {

namespace {

using dnnl::memory;

memory::data_type type_of(DType dtype) {
  if (dtype == DType::f32) return memory::data_type::f32;
  if (dtype == DType::bf16) return memory::data_type::bf16;
  fail<InternalError>("oneDNN was asked for ", dtype);
}

memory::dims dims_of(const Extents& sizes) { return {sizes.begin(), sizes.end()}; }

const memory::desc& desc_of(const Descriptor& descriptor) {
  return *static_cast<const memory::desc*>(descriptor.native());
}

/// The one place that looks into descriptors, whose insides version 3 hid behind functions.
struct Blocking {
  bool known = false;  // not an opaque format
  std::vector<int64_t> sizes, padded, strides, blocks, blocked_axes;

  explicit Blocking(const memory::desc& desc) {
#if DNNL_VERSION_MAJOR >= 3
    known = desc.get_format_kind() == memory::format_kind::blocked;
    if (!known) return;
    sizes = desc.get_dims();
    padded = desc.get_padded_dims();
    strides = desc.get_strides();
    blocks = desc.get_inner_blks();
    blocked_axes = desc.get_inner_idxs();
#else
    const dnnl_memory_desc_t& data = desc.data;
    known = data.format_kind == dnnl_blocked;
    if (!known) return;
    const dnnl_blocking_desc_t& format = data.format_desc.blocking;
    sizes.assign(data.dims, data.dims + data.ndims);
    padded.assign(data.padded_dims, data.padded_dims + data.ndims);
    strides.assign(format.strides, format.strides + data.ndims);
    blocks.assign(format.inner_blks, format.inner_blks + format.inner_nblks);
    blocked_axes.assign(format.inner_idxs, format.inner_idxs + format.inner_nblks);
#endif
  }
};

}  // namespace

Descriptor Descriptor::wrap(const void* native) {
  Descriptor out;
  out.native_ = std::make_shared<const memory::desc>(*static_cast<const memory::desc*>(native));
  return out;
}

Descriptor Descriptor::strided(DType dtype, const Extents& sizes, const Extents& strides) {
  const memory::desc desc(dims_of(sizes), type_of(dtype), dims_of(strides));
  return wrap(&desc);
}

Descriptor Descriptor::dense(DType dtype, const Extents& sizes) {
  Extents strides(sizes.size(), 1);
  for (size_t axis = sizes.size(); axis-- > 1;)
    strides[axis - 1] = strides[axis] * std::max<int64_t>(sizes[axis], 1);
  return strided(dtype, sizes, strides);
}

Descriptor Descriptor::any(DType dtype, const Extents& sizes) {
  const memory::desc desc(dims_of(sizes), type_of(dtype), memory::format_tag::any);
  return wrap(&desc);
}

Descriptor Descriptor::blocked_channels(DType dtype, const Extents& sizes, int64_t block) {
  using Tag = memory::format_tag;
  CORNU_CHECK(sizes.size() >= 3 && sizes.size() <= 5 && (block == 8 || block == 16), "blocks of ",
              block, " in ", sizes.size(), " axes");
  constexpr Tag tags[3][2] = {
      {Tag::nCw8c, Tag::nCw16c}, {Tag::nChw8c, Tag::nChw16c}, {Tag::nCdhw8c, Tag::nCdhw16c}};
  const memory::desc desc(dims_of(sizes), type_of(dtype), tags[sizes.size() - 3][block == 16]);
  return wrap(&desc);
}

size_t Descriptor::bytes() const { return desc_of(*this).get_size(); }

bool Descriptor::padded() const {
  const Blocking blocking(desc_of(*this));
  return !blocking.known || blocking.sizes != blocking.padded;
}

int64_t Descriptor::channel_block() const {
  const Blocking blocking(desc_of(*this));
  const bool one = blocking.known && blocking.blocks.size() == 1 && blocking.blocked_axes[0] == 1;
  if (!one || !std::is_sorted(blocking.strides.rbegin(), blocking.strides.rend())) return 0;
  return blocking.blocks[0];
}

std::string Descriptor::text() const {
  const Blocking blocking(desc_of(*this));
  if (!blocking.known) return "opaque";
  std::vector<size_t> order(blocking.sizes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return blocking.strides[a] > blocking.strides[b]; });
  std::string text;
  for (const size_t axis : order) {
    const bool blocked = std::count(blocking.blocked_axes.begin(), blocking.blocked_axes.end(),
                                    static_cast<int64_t>(axis)) > 0;
    text += static_cast<char>((blocked ? 'A' : 'a') + static_cast<char>(axis));
  }
  for (size_t i = 0; i < blocking.blocks.size(); ++i) {
    append(text, blocking.blocks[i]);
    text += static_cast<char>('a' + static_cast<char>(blocking.blocked_axes[i]));
  }
  return text;
}

bool operator==(const Descriptor& a, const Descriptor& b) {
  if (!a.defined() || !b.defined()) return a.defined() == b.defined();
  return desc_of(a) == desc_of(b);
}

}  // namespace cornu::cpu::onednn
