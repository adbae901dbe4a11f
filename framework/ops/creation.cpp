#include "framework/ops/creation.h"

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/runtime/process.h"

namespace cornu {

namespace {

template <class S>
Tensor scalar_of(S value, DType dtype) {
  alignas(8) std::byte raw[8];
  dispatch(dtype, [&]<class T>(T) {
    if constexpr (std::is_same_v<T, f16> || std::is_same_v<T, bf16>)
      *reinterpret_cast<T*>(raw) = T(static_cast<float>(value));
    else
      *reinterpret_cast<T*>(raw) = static_cast<T>(value);
  });
  return Tensor::from_host({dtype, {}, default_device()}, raw);
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

Tensor scalar(double value, DType dtype) { return scalar_of(value, dtype); }
Tensor scalar(int64_t value, DType dtype) { return scalar_of(value, dtype); }

Tensor full(const Shape& shape, const Operand& value, DType dtype) {
  return ops::broadcast_to(value.as(dtype), {.shape = shape});
}
Tensor zeros(const Shape& shape, DType dtype) { return full(shape, 0, dtype); }
Tensor ones(const Shape& shape, DType dtype) { return full(shape, 1, dtype); }
Tensor zeros_like(const Tensor& x) { return zeros(x.shape(), x.dtype()); }
Tensor ones_like(const Tensor& x) { return ones(x.shape(), x.dtype()); }

Tensor from_buffer(const void* data, const Shape& shape, DType dtype) {
  return Tensor::from_host({dtype, shape, default_device()}, data);
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
