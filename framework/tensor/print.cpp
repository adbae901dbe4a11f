#include <cstdio>
#include <cstdlib>
#include <ostream>
#include <vector>

#include "framework/tensor/tensor.h"

namespace cornu {

namespace {

constexpr int64_t kEdge = 3;        // elements shown at each end of a long axis
constexpr int64_t kLongest = 1000;  // tensors above this are shortened, as NumPy does

/// The decimal of the fewest digits that reads back as this float.
double shortest_decimal(float value) {
  for (int digits = 1; digits < 9; ++digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*g", digits, static_cast<double>(value));
    if (const double read = std::strtod(text, nullptr); static_cast<float>(read) == value)
      return read;
  }
  return value;
}

/// NumPy's look of one element: integers plain, reals as the shortest decimal, `4.` for 4.0.
std::string element_text(const Tensor& tensor, const std::vector<double>& values, size_t i) {
  if (tensor.dtype() == DType::boolean) return values[i] != 0 ? "True" : "False";
  if (is_integer(tensor.dtype())) return std::to_string(static_cast<int64_t>(values[i]));
  std::string text = number_text(
      tensor.dtype() == DType::f64 ? values[i] : shortest_decimal(static_cast<float>(values[i])));
  if (text.ends_with(".0")) text.pop_back();
  if (text.find_first_of(".en") == std::string::npos) text += ".";
  return text;
}

void print_axis(std::string& out, const Tensor& tensor, const std::vector<double>& values,
                int64_t axis, size_t& next) {
  if (axis == tensor.ndim()) {
    out += element_text(tensor, values, next++);
    return;
  }
  const int64_t size = tensor.shape()[axis];
  const bool shortened = tensor.size() > kLongest && size > 2 * kEdge;
  out += '[';
  for (int64_t i = 0; i < size; ++i) {
    if (i > 0) out += ' ';
    if (shortened && i == kEdge) {
      out += "... ";
      const int64_t skipped = size - 2 * kEdge;
      next += static_cast<size_t>(skipped * tensor.shape().sub(axis + 1).elements());
      i += skipped;
    }
    print_axis(out, tensor, values, axis + 1, next);
  }
  out += ']';
}

/// A tuple of Python; TensorFlow's word where the rank is not known.
std::string shape_text(const Shape& shape) {
  if (!shape.ranked()) return "<unknown>";
  std::string out = "(";
  for (int64_t axis = 0; axis < shape.ndim(); ++axis) {
    if (axis > 0) out += ", ";
    out += shape[axis] == unknown ? "None" : std::to_string(shape[axis]);
  }
  return out + (shape.ndim() == 1 ? ",)" : ")");
}

}  // namespace

std::string Tensor::text() const {
  if (!defined()) return "Tensor()";
  std::string out = "Tensor(";
  if (is_concrete()) {
    const std::vector<double> values = to_vector<double>();
    size_t next = 0;
    std::string elements;
    print_axis(elements, *this, values, 0, next);
    if (ndim() == 0 && elements.ends_with(".")) elements += "0";  // Tensor(4.0, …), as Keras prints
    out += elements + ", ";
  }
  return out + "shape=" + shape_text(shape()) + ", dtype=" + std::string(keras_name(dtype())) + ")";
}

std::ostream& operator<<(std::ostream& out, const Tensor& tensor) { return out << tensor.text(); }

}  // namespace cornu
