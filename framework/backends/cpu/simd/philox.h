#pragma once

#include <cstddef>
#include <cstdint>

namespace cornu::cpu::simd {

/// Loops over the stream of a key that framework/ops/random_def.h defines. Ranges begin at a
/// multiple of 4 elements and end at one, or at the end of the whole; `out` has room for the
/// multiple.
struct RandomLoops {
  /// Words [first, first + count).
  void (*words)(const uint32_t* key, uint64_t first, size_t count, uint32_t* out);
  /// low + (high - low) u, from the words in place.
  void (*uniform)(uint32_t* words, size_t count, float low, float high);
  /// mean + stddev z, from the words in place.
  void (*normal)(uint32_t* words, size_t count, float mean, float stddev);
  /// The four words of each of `count` counters from `first` on, of the draw `attempt`.
  void (*blocks)(const uint32_t* key, uint64_t first, size_t count, uint32_t attempt,
                 uint32_t* out);
  /// Of 53 bits of each two words: low + (high - low) u.
  void (*uniform_wide)(const uint32_t* words, size_t count, double low, double high, double* out);
  /// The two normal numbers of each four words, of mean 0 and deviation 1.
  void (*normal_wide)(const uint32_t* words, size_t count, double* first, double* second);
  /// One bit for each word: whether it is at least `threshold`.
  void (*keep)(const uint32_t* words, size_t count, uint32_t threshold, uint8_t* bits);
};

const RandomLoops& random_loops();

/// y = x * scale where the bit is set, else 0.
void apply_bits(const float* x, const uint8_t* bits, size_t count, float scale, float* y);
void apply_bits(const double* x, const uint8_t* bits, size_t count, double scale, double* y);

}  // namespace cornu::cpu::simd
