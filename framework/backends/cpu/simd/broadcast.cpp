#include "framework/backends/cpu/simd/broadcast.h"

#include <algorithm>
#include <cstring>

#include "framework/base/error.h"

namespace cornu::cpu::simd {

Broadcast Broadcast::scalar() { return {{}, {2}}; }

Broadcast::Broadcast(const Shape& operand, const Shape& result) {
  const int64_t added = result.ndim() - operand.ndim();
  int64_t stride = 1;
  for (int64_t axis = result.ndim() - 1; axis >= 0; --axis) {
    const int64_t size = result[axis];
    const bool repeats = axis < added || operand[axis - added] == 1;
    if (size == 1) continue;
    const int64_t step = repeats ? 0 : stride;
    const bool merges =
        !sizes_.empty() && (step == 0 ? strides_[0] == 0 : strides_[0] * sizes_[0] == step);
    if (merges) {
      sizes_[0] *= size;
    } else {
      sizes_.insert(0, size);
      strides_.insert(0, step);
    }
    if (!repeats) stride *= size;
  }
  if (sizes_.empty()) {
    sizes_ = {1};
    strides_ = {1};
  }
  if (sizes_.size() == 1)
    kind_ = strides_[0] == 0 ? Kind::scalar : Kind::flat;
  else if (sizes_.size() == 2 && strides_[1] == 1)
    kind_ = Kind::rows;
  else
    kind_ = Kind::general;
  period_ = sizes_.back();
}

void Broadcast::fill(const void* in, void* out, int64_t begin, int64_t count,
                     size_t element_size) const {
  switch (element_size) {
    case 1:
      return fill_as(static_cast<const uint8_t*>(in), static_cast<uint8_t*>(out), begin, count);
    case 2:
      return fill_as(static_cast<const uint16_t*>(in), static_cast<uint16_t*>(out), begin, count);
    case 4:
      return fill_as(static_cast<const uint32_t*>(in), static_cast<uint32_t*>(out), begin, count);
    case 8:
      return fill_as(static_cast<const uint64_t*>(in), static_cast<uint64_t*>(out), begin, count);
    default:
      fail<InternalError>("elements of ", element_size, " bytes");
  }
}

template <class T>
void Broadcast::fill_as(const T* in, T* out, int64_t begin, int64_t count) const {
  const size_t axes = sizes_.size();
  SmallVector<int64_t, 6> index(axes);
  int64_t offset = 0;
  for (size_t axis = axes; axis-- > 0; begin /= sizes_[axis]) {
    index[axis] = begin % sizes_[axis];
    offset += index[axis] * strides_[axis];
  }
  const int64_t inner = sizes_.back(), step = strides_.back();
  while (count > 0) {
    const int64_t run = std::min(count, inner - index.back());
    if (step == 0)
      std::fill_n(out, run, in[offset]);
    else
      std::memcpy(out, in + offset, static_cast<size_t>(run) * sizeof(T));
    out += run;
    count -= run;
    index.back() += run;
    offset += run * step;
    for (size_t axis = axes - 1; axis > 0 && index[axis] == sizes_[axis]; --axis) {
      index[axis] = 0;
      offset += strides_[axis - 1] - sizes_[axis] * strides_[axis];
      ++index[axis - 1];
    }
  }
}

}  // namespace cornu::cpu::simd
