#pragma once

#include <initializer_list>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "framework/tensor/buffer.h"
#include "framework/tensor/spec.h"

namespace cornu {

class Node;
class Tensor;
using Tensors = std::vector<Tensor>;

/// Names one value for tapes and traces: equal ids are the same value.
struct TensorId {
  const void* object = nullptr;
  int index = 0;
  friend bool operator==(const TensorId&, const TensorId&) = default;
  friend auto operator<=>(const TensorId&, const TensorId&) = default;
};

/// Takes part in slicing: one index, a range `{start, stop, step}`, or `all`.
struct All {};
inline constexpr All all{};
struct Range {
  Range(All) {}
  Range(int64_t index) : start(index), is_index(true) {}
  Range(int64_t from, int64_t to, int64_t by = 1)
      : start(from), stop(to), step(by), has_start(true), has_stop(true) {}
  int64_t start = 0, stop = 0, step = 1;
  bool is_index = false, has_start = false, has_stop = false;
};

/// A cheap handle of an immutable tensor: elements on a device, a value in a graph being traced,
/// or a symbolic value of a functional model. The same operators and `ops::` serve all three.
class Tensor {
 public:
  enum class Kind : uint8_t { undefined, concrete, traced, symbolic };

  Tensor() = default;

  bool defined() const { return static_cast<bool>(impl_); }
  explicit operator bool() const = delete;  // of one element or of being there? say which
  Kind kind() const;
  bool is_concrete() const { return kind() == Kind::concrete; }
  bool is_traced() const { return kind() == Kind::traced; }
  bool is_symbolic() const { return kind() == Kind::symbolic; }

  const Spec& spec() const;
  const Shape& shape() const { return spec().shape; }
  DType dtype() const { return spec().dtype; }
  Device device() const { return spec().device; }
  int64_t ndim() const { return shape().ndim(); }
  /// Number of elements. Only of known shapes.
  int64_t size() const { return shape().elements(); }

  /// The elements in row-major order, converted to T. Waits for the device.
  template <class T>
  std::vector<T> to_vector() const;
  /// One element, converted to T; negative indices count from the end.
  template <class T>
  T at(std::initializer_list<int64_t> index) const;
  /// The only element.
  template <class T>
  T item() const;
  /// The elements as raw bytes of `dtype()`, row-major.
  void copy_to(void* host) const;

  Tensor operator[](int64_t index) const;
  /// Part of the tensor, NumPy's basic slicing: `x.slice({{0, 10}, all})`.
  Tensor slice(std::initializer_list<Range> ranges) const;

  /// Which steps of a sequence count: bool [batch, time]. Ops drop it, layers set it.
  Tensor mask() const;
  Tensor with_mask(const Tensor& mask) const;
  /// What softmax or sigmoid made it from; cross entropies compute from that. Ops drop it.
  Tensor logits() const;
  Tensor with_logits(const Tensor& logits) const;

  /// `Tensor([[1 2] [3 4]], shape=(2, 2), dtype=int32)`
  std::string text() const;

  // What follows is for the framework.
  static Tensor concrete(const Spec& spec, Ref<Buffer> buffer, size_t offset = 0);
  static Tensor traced(Spec spec, Ref<RefCounted> graph, Node* node, int index);
  static Tensor symbolic(Spec spec, Ref<RefCounted> call, int index);
  /// Uninitialised elements.
  static Tensor empty(const Spec& spec);
  static Tensor from_host(Spec spec, const void* data);

  TensorId id() const;
  const Ref<Buffer>& buffer() const;
  size_t offset() const;
  /// Address on the device of the first element.
  void* data() const;
  /// The graph or the call that a traced or symbolic tensor belongs to.
  RefCounted* owner() const;
  Node* node() const;
  int index() const;

 private:
  struct Impl;
  explicit Tensor(Impl* impl);
  const Impl& impl() const;
  /// The same value, in a handle that can be given other companions.
  Impl* twin() const;

  Ref<Impl> impl_;
};

struct Tensor::Impl final : RefCounted {
  Kind kind = Kind::undefined;
  int index = 0;
  Spec spec;
  Ref<Buffer> buffer;     // concrete
  size_t offset = 0;      // concrete, in bytes
  Ref<RefCounted> owner;  // traced: the graph; symbolic: the call
  Node* node = nullptr;   // traced
  Ref<Impl> mask, logits;
};

std::ostream& operator<<(std::ostream& out, const Tensor& tensor);

/// Copies `count` elements of `from` to T, converting.
template <class T>
void convert_elements(DType from, const void* data, size_t count, T* out);

template <class T>
std::vector<T> Tensor::to_vector() const {
  buffer();  // refuses what has no values, whose shape may not be known
  std::vector<std::byte> raw(spec().bytes());
  copy_to(raw.data());
  const auto count = static_cast<size_t>(size());
  if constexpr (std::is_same_v<T, bool>) {  // vector<bool> has no data()
    std::vector<uint8_t> wide(count);
    convert_elements<uint8_t>(dtype(), raw.data(), count, wide.data());
    return std::vector<bool>(wide.begin(), wide.end());
  } else {
    std::vector<T> out(count);
    convert_elements<T>(dtype(), raw.data(), count, out.data());
    return out;
  }
}

/// Offset in bytes of an element; ValueError where the index does not fit.
size_t element_offset(const Spec& spec, std::span<const int64_t> index);

template <class T>
T Tensor::at(std::initializer_list<int64_t> index) const {
  const Ref<Buffer>& elements = buffer();
  const size_t at = element_offset(spec(), {index.begin(), index.size()});
  alignas(8) std::byte raw[8];
  elements->to_host(raw, offset() + at, size_of(dtype()));
  if constexpr (std::is_same_v<T, bool>) {
    uint8_t value = 0;
    convert_elements<uint8_t>(dtype(), raw, 1, &value);
    return value != 0;
  } else {
    T value{};
    convert_elements<T>(dtype(), raw, 1, &value);
    return value;
  }
}

[[noreturn]] void fail_not_one_element(const Spec& spec);

template <class T>
T Tensor::item() const {
  buffer();
  if (size() != 1) fail_not_one_element(spec());
  return to_vector<T>()[0];
}

}  // namespace cornu
