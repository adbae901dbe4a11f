#include "framework/ops/creation.h"

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

template <class S>
Tensor scalar_of(S value, DType dtype, Device device) {
  alignas(8) std::byte raw[8];
  dispatch(dtype, [&]<class T>(T) {
    if constexpr (std::is_same_v<T, f16> || std::is_same_v<T, bf16>)
      *reinterpret_cast<T*>(raw) = T(static_cast<float>(value));
    else
      *reinterpret_cast<T*>(raw) = static_cast<T>(value);
  });
  return Tensor::from_host({dtype, {}, device}, raw);
}

template <class S>
Tensor from_elements(const S* values, const Shape& shape, DType dtype) {
  const auto count = static_cast<size_t>(shape.elements());
  std::vector<std::byte> raw(count * size_of(dtype));
  dispatch(dtype, [&]<class T>(T) {
    T* out = reinterpret_cast<T*>(raw.data());
    for (size_t i = 0; i < count; ++i) {
      if constexpr (std::is_same_v<T, f16> || std::is_same_v<T, bf16>)
        out[i] = T(static_cast<float>(values[i]));
      else
        out[i] = static_cast<T>(values[i]);
    }
  });
  return Tensor::from_host({dtype, shape, default_device()}, raw.data());
}

}  // namespace

Tensor scalar(double value, DType dtype, Device device) { return scalar_of(value, dtype, device); }
Tensor scalar(int64_t value, DType dtype, Device device) { return scalar_of(value, dtype, device); }

Tensor full(const Shape& shape, const Operand& value, DType dtype) {
  return ops::broadcast_to(value.as(dtype), {.shape = shape});
}
Tensor zeros(const Shape& shape, DType dtype) { return full(shape, 0, dtype); }
Tensor ones(const Shape& shape, DType dtype) { return full(shape, 1, dtype); }

namespace {

/// As many as x has elements, which only x may know.
Tensor filled_like(const Tensor& x, int64_t value) {
  const Tensor one = scalar(value, x.dtype(), x.device());
  if (x.shape().known()) return ops::broadcast_to(one, {.shape = x.shape()});
  return ops::where(scalar(int64_t{1}, DType::boolean, x.device()), one, x);
}

}  // namespace

Tensor zeros_like(const Tensor& x) { return filled_like(x, 0); }
Tensor ones_like(const Tensor& x) { return filled_like(x, 1); }

Tensor from_buffer(const void* data, const Shape& shape, DType dtype, Device device) {
  return Tensor::from_host({dtype, shape, device}, data);
}

Tensor to_device(const Tensor& x, Device device) {
  if (x.device() == device) return x;
  if (!x.is_concrete())
    fail<ValueError>("to_device: ", x.spec(), " is a value of a graph, which runs on one device.",
                     "\n  hint: move what is fed to the graph.");
  for (const Recorder* recorder : recorders())
    if (recorder->tracks(x))
      fail<ValueError>(
          "to_device: no gradient flows from one device to another.\n  hint: move x "
          "before the tape watches it.");
  std::vector<std::byte> raw(x.spec().bytes());
  x.copy_to(raw.data());
  Spec spec = x.spec();
  spec.device = device;
  return Tensor::from_host(spec, raw.data());
}

Tensor from_buffer_unowned(void* data, const Shape& shape, DType dtype) {
  const Spec spec{dtype, shape, Device{}};
  return Tensor::concrete(spec, Buffer::unowned(data, spec.bytes()));
}

namespace detail {

Tensor from_literals(const double* values, const Shape& shape, DType dtype) {
  return from_elements(values, shape, dtype);
}
Tensor from_integers(const int64_t* values, const Shape& shape, DType dtype) {
  return from_elements(values, shape, dtype);
}
void fail_ragged() { fail<ShapeError>("constant: the rows differ in length."); }

}  // namespace detail

}  // namespace cornu
