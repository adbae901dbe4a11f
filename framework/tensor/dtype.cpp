#include "framework/tensor/dtype.h"

#include <algorithm>
#include <array>
#include <vector>

namespace cornu {

namespace {

struct Row {
  std::string_view short_name, keras_name;
  size_t size;
};
constexpr std::array<Row, kDTypeCount> kRows = {{{"bool", "bool", 1},
                                                 {"u8", "uint8", 1},
                                                 {"u16", "uint16", 2},
                                                 {"u32", "uint32", 4},
                                                 {"u64", "uint64", 8},
                                                 {"i8", "int8", 1},
                                                 {"i16", "int16", 2},
                                                 {"i32", "int32", 4},
                                                 {"i64", "int64", 8},
                                                 {"f16", "float16", 2},
                                                 {"bf16", "bfloat16", 2},
                                                 {"f32", "float32", 4},
                                                 {"f64", "float64", 8}}};

const Row& row(DType dtype) { return kRows[static_cast<size_t>(dtype)]; }

}  // namespace

size_t size_of(DType dtype) { return row(dtype).size; }
std::string_view short_name(DType dtype) { return row(dtype).short_name; }
std::string_view keras_name(DType dtype) { return row(dtype).keras_name; }

DType dtype_from_name(std::string_view name) {
  std::vector<std::string> known;
  for (size_t i = 0; i < kRows.size(); ++i) {
    if (name == kRows[i].short_name || name == kRows[i].keras_name) return static_cast<DType>(i);
    known.emplace_back(kRows[i].keras_name);
  }
  fail<DTypeError>("unknown dtype ", quote(name), ".", suggest(name, known));
}

namespace {

DType least_upper_bound(DType a, DType b) {
  if (a == b) return a;
  if (a > b) std::swap(a, b);
  if (a == DType::boolean) return b;
  if (is_floating(b)) {
    if (!is_floating(a)) return b;
    return a == DType::f16 && b == DType::bf16 ? DType::f32 : b;
  }
  if (is_signed_integer(a) == is_signed_integer(b)) return size_of(a) > size_of(b) ? a : b;
  // An unsigned (a) beside a signed (b): the signed type that holds both.
  if (size_of(b) > size_of(a)) return b;
  switch (size_of(a)) {
    case 1:
      return DType::i16;
    case 2:
      return DType::i32;
    case 4:
      return DType::i64;
    default:
      return DType::f32;  // no integer holds u64 and a sign: Keras takes floatx
  }
}

/// What Keras puts in the place of uint64.
DType without_u64(DType dtype) { return dtype == DType::u64 ? DType::u32 : dtype; }

}  // namespace

DType promote(DType a, DType b) { return without_u64(least_upper_bound(a, b)); }

DType promote_weak(DType dtype, WeakKind weak) {
  if (weak == WeakKind::boolean || is_floating(dtype)) return without_u64(dtype);
  if (weak == WeakKind::floating) return DType::f32;
  return dtype == DType::boolean ? DType::i32 : without_u64(dtype);
}

}  // namespace cornu
