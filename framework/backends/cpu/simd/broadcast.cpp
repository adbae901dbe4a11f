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

namespace {

/// Each of so many elements a few times.
template <class T>
T* repeat_each(const T* in, int64_t count, int64_t times, T* out) {
  if (times == 2) {  // known to the compiler, which makes vectors of it
    for (int64_t i = 0; i < count; ++i) out[2 * i] = out[2 * i + 1] = in[i];
    return out + 2 * count;
  }
  for (int64_t i = 0; i < count; ++i)
    for (int64_t k = 0; k < times; ++k) *out++ = in[i];
  return out;
}

}  // namespace

template <class T>
void Broadcast::fill_as(const T* in, T* out, int64_t begin, int64_t count) const {
  constexpr int64_t kFew = 16;
  const size_t axes = sizes_.size();
  SmallVector<int64_t, 6> index(axes);
  int64_t offset = 0;
  for (size_t axis = axes; axis-- > 0; begin /= sizes_[axis]) {
    index[axis] = begin % sizes_[axis];
    offset += index[axis] * strides_[axis];
  }
  const int64_t inner = sizes_.back(), step = strides_.back();
  const bool repeats = step == 0 && inner < kFew && axes > 1 && strides_[axes - 2] == 1;
  while (count > 0) {
    size_t axis = axes - 1;
    if (repeats && index[axis] == 0 && count >= inner) {
      --axis;
      const int64_t rows = std::min(count / inner, sizes_[axis] - index[axis]);
      out = repeat_each(in + offset, rows, inner, out);
      count -= rows * inner;
      index[axis] += rows;
      offset += rows;
    } else {
      const int64_t run = std::min(count, inner - index[axis]);
      if (step == 0)
        std::fill_n(out, run, in[offset]);
      else
        std::memcpy(out, in + offset, static_cast<size_t>(run) * sizeof(T));
      out += run;
      count -= run;
      index[axis] += run;
      offset += run * step;
    }
    for (; axis > 0 && index[axis] == sizes_[axis]; --axis) {
      index[axis] = 0;
      offset += strides_[axis - 1] - sizes_[axis] * strides_[axis];
      ++index[axis - 1];
    }
  }
}

}  // namespace cornu::cpu::simd
