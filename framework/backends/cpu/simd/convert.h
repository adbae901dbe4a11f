#pragma once

#include <cstddef>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// Converts `count` elements; `out` does not overlap `in` unless both have one size and place.
using Convert = void (*)(const void* in, void* out, size_t count);

/// From any element type to a compute type (f32, f64, i32, i64, u64), and back. Floats to integers
/// lose their fraction, anything to bool becomes "not zero".
Convert load_as(DType from, DType compute);
Convert store_as(DType compute, DType to);

/// Rounds elements of a compute type to what `to` can hold; null where that is everything.
Convert round_to(DType compute, DType to);

}  // namespace cornu::cpu::simd
