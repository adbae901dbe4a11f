#pragma once

#include <cstdint>

namespace cornu::cpu::simd {

/// Lines that are transformed side by side: a multiple of every vector's elements.
inline constexpr int64_t kFftWidth = 16;

/// One of the passes of Stockham's algorithm: from x[j][p][q] to y[p][k][q], butterflies over j <
/// radix and twiddles at each p < groups and k; q < stride.
template <class T>
struct FftPass {
  int64_t radix, groups, stride;
  /// Real and imaginary parts: [p][k - 1], or where vectors go over p and q together [k - 1][p][q].
  const T *wr, *wi;
  bool across;
};

/// Loops over planes, the real and the imaginary parts of numbers. `width` is 1, or kFftWidth lines
/// lie side by side.
template <class T>
struct FftLoops {
  /// One of several parts of a pass.
  void (*pass)(const FftPass<T>& pass, const T* xr, const T* xi, T* yr, T* yi, int64_t part,
               int64_t parts);
  /// y = x · c of `count` numbers for each line.
  void (*multiply)(const T* xr, const T* xi, const T* cr, const T* ci, T* yr, T* yi, int64_t count,
                   int64_t width);
  /// In place.
  void (*scale)(T* x, int64_t count, T by);
  /// x's elements in turns.
  void (*part)(const T* x, T* even, T* odd, int64_t half);
  void (*join)(const T* even, const T* odd, T* x, int64_t half);
  /// Between `half` numbers made of a line's elements in turns and the line's spectrum of half + 1.
  /// w = factor · exp(-πik/half).
  void (*unfold)(const T* zr, const T* zi, const T* wr, const T* wi, T factor, T* yr, T* yi,
                 int64_t half, int64_t width);
  void (*fold)(const T* yr, const T* yi, const T* wr, const T* wi, T factor, T* zr, T* zi,
               int64_t half, int64_t width);
};

template <class T>
const FftLoops<T>& fft_loops();

}  // namespace cornu::cpu::simd
