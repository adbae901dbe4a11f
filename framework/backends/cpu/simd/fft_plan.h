#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "framework/backends/cpu/simd/fft_loops.h"

namespace cornu::cpu::simd {

/// The radices of a size's passes, in their order; none where a factor is too large.
std::vector<int64_t> fft_radices(int64_t size);
/// exp(-2πi numerator / denominator), both parts as exact as doubles are.
std::pair<double, double> root_of_unity(int64_t numerator, int64_t denominator);
/// exp(-2πi k first / denominator) · factor for k < count.
template <class T>
struct Roots {
  Roots() = default;
  Roots(int64_t count, int64_t denominator, double factor);

  std::vector<T> r, i;
};

/// The forward Fourier transform of `size` complex numbers, of one line or of kFftWidth lines side
/// by side: passes over its factors where all are small, else a convolution (Bluestein's
/// algorithm). Backward it goes with the planes in each other's place, there and back.
template <class T>
class FftPlan {
 public:
  FftPlan(int64_t size, int64_t width, int64_t threads = 1);

  /// Whether vectors along each of so many lines are worth it, not across them.
  static bool suits_one_line(int64_t size, int64_t lines);

  int64_t size() const { return size_; }
  /// Elements that `run` needs beside its operands.
  int64_t scratch() const;
  /// From the planes x to y, which lie apart from each other and from the scratch; x stays as it
  /// is.
  void run(const T* xr, const T* xi, T* yr, T* yi, T* scratch) const;

 private:
  /// What Bluestein's algorithm multiplies by, and the plan of its convolution.
  struct Convolution {
    Convolution(int64_t size, int64_t width, int64_t threads);

    Roots<T> chirp, kernel;
    FftPlan plan;
  };

  void add_pass(int64_t radix, int64_t groups, int64_t stride);
  void convolve(const T* xr, const T* xi, T* yr, T* yi, T* scratch) const;
  int64_t elements() const { return size_ * width_; }

  int64_t size_, width_, threads_;
  const FftLoops<T>& loops_ = fft_loops<T>();
  std::vector<FftPass<T>> passes_;
  std::vector<std::unique_ptr<Roots<T>>> twiddles_;  // of the passes
  std::unique_ptr<Convolution> convolution_;
};

}  // namespace cornu::cpu::simd
