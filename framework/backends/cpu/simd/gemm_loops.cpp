#include "framework/backends/cpu/simd/gemm_loops.h"

#include "framework/backends/cpu/simd/targets.h"
#include "framework/base/error.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/gemm_loops.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cstring>
#include <type_traits>

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Six rows of two vectors are twelve sums: enough to hide the latency of a multiplication, and with
// b's two vectors and one of a they fit AVX2's sixteen registers.
constexpr int64_t kStripRows = 6, kStripVectors = 2;
constexpr int64_t kDepth = 128;  // of b that is packed at a time
constexpr int64_t kMostColumns = GemmTile::kColumns;

template <class D, class V>
HWY_INLINE V multiply_add(D, V a, V b, V sum) {
  if constexpr (std::is_floating_point_v<hn::TFromD<D>>)
    return hn::MulAdd(a, b, sum);
  else
    return hn::Add(hn::Mul(a, b), sum);
}

/// `kRows` rows of c, a strip of two vectors wide: a from where it lies, b packed.
template <int64_t kRows, class T>
HWY_INLINE void strip(const T* a, int64_t a_row, int64_t a_column, const T* b, int64_t inner, T* c,
                      int64_t c_row, int64_t columns, bool accumulate) {
  const hn::ScalableTag<T> d;
  using V = hn::VFromD<hn::ScalableTag<T>>;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  V sums[kRows][kStripVectors];
  for (auto& row : sums)
    for (V& sum : row) sum = hn::Zero(d);
  for (int64_t k = 0; k < inner; ++k) {
    const V b0 = hn::Load(d, b), b1 = hn::Load(d, b + lanes);
    b += 2 * lanes;
    for (int64_t r = 0; r < kRows; ++r) {
      const V x = hn::Set(d, a[r * a_row + k * a_column]);
      sums[r][0] = multiply_add(d, x, b0, sums[r][0]);
      sums[r][1] = multiply_add(d, x, b1, sums[r][1]);
    }
  }
  alignas(64) T rest[kStripVectors * 64 / sizeof(T)] = {};
  for (int64_t r = 0; r < kRows; ++r, c += c_row) {
    const bool whole = columns == kStripVectors * lanes;
    T* target = whole ? c : rest;
    if (accumulate) {
      if (!whole) std::memcpy(rest, c, static_cast<size_t>(columns) * sizeof(T));
      for (int64_t v = 0; v < kStripVectors; ++v)
        sums[r][v] = hn::Add(sums[r][v], hn::LoadU(d, target + v * lanes));
    }
    for (int64_t v = 0; v < kStripVectors; ++v) hn::StoreU(sums[r][v], d, target + v * lanes);
    if (!whole) std::memcpy(c, rest, static_cast<size_t>(columns) * sizeof(T));
  }
}

template <class T, int64_t kRows = kStripRows>
HWY_INLINE void strip_of(int64_t rows, const T* a, int64_t a_row, int64_t a_column, const T* b,
                         int64_t inner, T* c, int64_t c_row, int64_t columns, bool accumulate) {
  if constexpr (kRows > 1)
    if (rows < kRows)
      return strip_of<T, kRows - 1>(rows, a, a_row, a_column, b, inner, c, c_row, columns,
                                    accumulate);
  strip<kRows>(a, a_row, a_column, b, inner, c, c_row, columns, accumulate);
}

/// `inner` rows of b, a strip wide, one after the other; zeros where there is no column.
template <class T>
HWY_INLINE void pack_strip(const MatrixView& b, int64_t first, int64_t column, int64_t inner,
                           int64_t columns, int64_t width, T* packed) {
  const T* from = static_cast<const T*>(b.data) + first * b.row + column * b.column;
  for (int64_t k = 0; k < inner; ++k, from += b.row, packed += width) {
    if (b.column == 1)
      std::memcpy(packed, from, static_cast<size_t>(columns) * sizeof(T));
    else
      for (int64_t j = 0; j < columns; ++j) packed[j] = from[j * b.column];
    for (int64_t j = columns; j < width; ++j) packed[j] = 0;
  }
}

template <class T>
void gemm(const GemmTile& tile) {
  const hn::ScalableTag<T> d;
  const auto width = static_cast<int64_t>(hn::Lanes(d)) * kStripVectors;
  alignas(64) T packed[kDepth * kMostColumns];
  const int64_t depth = kDepth * kMostColumns / ((tile.columns + width - 1) / width * width);
  T* c = static_cast<T*>(tile.c);
  for (int64_t first = 0; first < tile.inner || first == 0; first += depth) {
    const int64_t inner = tile.inner - first < depth ? tile.inner - first : depth;
    const T* a = static_cast<const T*>(tile.a.data) + first * tile.a.column;
    for (int64_t column = 0; column < tile.columns; column += width) {
      const int64_t columns = tile.columns - column < width ? tile.columns - column : width;
      T* b = packed + column * inner;
      pack_strip(tile.b, first, column, inner, columns, width, b);
      for (int64_t row = 0; row < tile.rows; row += kStripRows)
        strip_of<T>(tile.rows - row, a + row * tile.a.row, tile.a.row, tile.a.column, b, inner,
                    c + row * tile.c_row + column, tile.c_row, columns,
                    tile.accumulate || first > 0);
    }
  }
}

template <class T>
void finish(const GemmTile& tile, const void* bias, bool relu) {
  const hn::ScalableTag<T> d;
  const hn::CappedTag<T, 1> one;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  const auto each = [&](auto tag, T* y, const T* added) HWY_ATTR {
    auto value = hn::LoadU(tag, y);
    if (added) value = hn::Add(value, hn::LoadU(tag, added));
    if (relu) value = hn::IfThenElse(hn::Lt(value, hn::Zero(tag)), hn::Zero(tag), value);
    hn::StoreU(value, tag, y);
  };
  const T* row = static_cast<const T*>(bias);
  T* y = static_cast<T*>(tile.c);
  for (int64_t r = 0; r < tile.rows; ++r, y += tile.c_row) {
    int64_t i = 0;
    for (; i + lanes <= tile.columns; i += lanes) each(d, y + i, row ? row + i : nullptr);
    for (; i < tile.columns; ++i) each(one, y + i, row ? row + i : nullptr);
  }
}

template <class T>
constexpr GemmLoops loops{gemm<T>, finish<T>};

const GemmLoops* choose_gemm_loops(DType compute) {
  switch (compute) {
    case DType::f32:
      return &loops<float>;
    case DType::f64:
      return &loops<double>;
    case DType::i32:
      return &loops<int32_t>;
    case DType::i64:
      return &loops<int64_t>;
    default:
      return nullptr;
  }
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_gemm_loops);

const GemmLoops& gemm_loops(DType compute) {
  const GemmLoops* loops = HWY_DYNAMIC_DISPATCH(choose_gemm_loops)(compute);
  CORNU_CHECK(loops, "no products of ", compute);
  return *loops;
}

}  // namespace cornu::cpu::simd
#endif
