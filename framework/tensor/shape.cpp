#include "framework/tensor/shape.h"

#include <algorithm>

#include "framework/base/error.h"

namespace cornu {

bool Shape::known() const {
  return ranked_ && std::none_of(begin(), end(), [](int64_t size) { return size < 0; });
}

int64_t Shape::elements() const {
  CORNU_CHECK(known(), "elements of ", text());
  int64_t count = 1;
  for (const int64_t size : sizes_)
    if (__builtin_mul_overflow(count, size, &count) || count > (int64_t{1} << 48))
      fail<ShapeError>("a tensor of shape ", *this, " is too large.");
  return count;
}

Shape Shape::sub(int64_t from, int64_t to) const {
  Shape out;
  for (int64_t axis = from; axis < to; ++axis) out.push_back((*this)[axis]);
  return out;
}

Shape Shape::with(int64_t axis, int64_t size) const {
  Shape out = *this;
  out[axis] = size;
  return out;
}

std::string Shape::text() const {
  if (!ranked_) return "[...]";
  std::string out = "[";
  for (size_t i = 0; i < sizes_.size(); ++i) {
    if (i > 0) out += ',';
    out += sizes_[i] == unknown ? "?" : std::to_string(sizes_[i]);
  }
  return out + "]";
}

SmallVector<int64_t, 6> row_major_strides(const Shape& shape) {
  SmallVector<int64_t, 6> strides(static_cast<size_t>(shape.ndim()), 1);
  for (int64_t axis = shape.ndim() - 2; axis >= 0; --axis)
    strides[static_cast<size_t>(axis)] = strides[static_cast<size_t>(axis) + 1] * shape[axis + 1];
  return strides;
}

bool broadcast(const Shape& a, const Shape& b, Shape& out) {
  if (!a.ranked() || !b.ranked()) {
    out = Shape::unranked();
    return true;
  }
  Shape result = a.ndim() >= b.ndim() ? a : b;
  const Shape& shorter = a.ndim() >= b.ndim() ? b : a;
  for (int64_t i = 1; i <= shorter.ndim(); ++i) {
    const int64_t x = result[-i], y = shorter[-i];
    if (x == y || y == 1) continue;
    if (x == 1 || x == unknown) {
      result[-i] = y;
    } else if (y != unknown) {
      return false;
    }
  }
  out = std::move(result);
  return true;
}

int64_t normalize_axis(std::string_view op, int64_t axis, int64_t ndim) {
  if (axis >= -ndim && axis < ndim) return axis < 0 ? axis + ndim : axis;
  fail<ValueError>(op, ": axis ", axis, " is out of range for a tensor of ", ndim, " axes.",
                   ndim == 0 ? "" : concat("\n  hint: use ", -ndim, " to ", ndim - 1, "."));
}

}  // namespace cornu
