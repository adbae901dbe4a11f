#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "framework/base/small_vector.h"

namespace cornu {

/// A size that is not known until the graph runs: Keras's None.
inline constexpr int64_t unknown = -1;

/// Sizes of a tensor's axes; single sizes, or the rank itself, may be unknown.
class Shape {
 public:
  Shape() = default;
  Shape(std::initializer_list<int64_t> sizes) : sizes_(sizes) {}
  explicit Shape(const std::vector<int64_t>& sizes) : sizes_(sizes.begin(), sizes.end()) {}
  static Shape unranked() {
    Shape shape;
    shape.ranked_ = false;
    return shape;
  }

  bool ranked() const { return ranked_; }
  int64_t ndim() const { return static_cast<int64_t>(sizes_.size()); }
  /// All sizes known.
  bool known() const;
  /// Number of elements; checked for overflow. Only of known shapes.
  int64_t elements() const;
  /// Size of an axis; negative axes count from the end.
  int64_t operator[](int64_t axis) const { return sizes_[index(axis)]; }
  int64_t& operator[](int64_t axis) { return sizes_[index(axis)]; }
  const int64_t* begin() const { return sizes_.begin(); }
  const int64_t* end() const { return sizes_.end(); }

  void push_back(int64_t size) { sizes_.push_back(size); }
  void insert(int64_t at, int64_t size) { sizes_.insert(static_cast<size_t>(at), size); }
  void erase(int64_t at) { sizes_.erase(static_cast<size_t>(at)); }
  /// The axes [from, to).
  Shape sub(int64_t from, int64_t to) const;
  Shape sub(int64_t from) const { return sub(from, ndim()); }
  Shape with(int64_t axis, int64_t size) const;
  std::vector<int64_t> to_vector() const { return {begin(), end()}; }

  friend bool operator==(const Shape& a, const Shape& b) {
    return a.ranked_ == b.ranked_ && a.sizes_ == b.sizes_;
  }
  std::string text() const;  ///< "[32,?,3]"; "[...]" where the rank is unknown

 private:
  size_t index(int64_t axis) const { return static_cast<size_t>(axis < 0 ? axis + ndim() : axis); }

  SmallVector<int64_t, 6> sizes_;
  bool ranked_ = true;
};

inline Shape operator+(Shape a, const Shape& b) {
  for (const int64_t size : b) a.push_back(size);
  return a;
}

/// Distances between neighbours along each axis of a dense row-major tensor, in elements.
SmallVector<int64_t, 6> row_major_strides(const Shape& shape);

/// NumPy's broadcast of two shapes, unknown sizes allowed; false where they do not fit.
bool broadcast(const Shape& a, const Shape& b, Shape& out);

/// An axis in [-ndim, ndim) as one in [0, ndim); ValueError naming `op` otherwise.
int64_t normalize_axis(std::string_view op, int64_t axis, int64_t ndim);

}  // namespace cornu
