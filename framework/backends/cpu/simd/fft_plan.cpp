#include "framework/backends/cpu/simd/fft_plan.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "framework/base/team.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kMostLanes = 16;

/// Whether every pass over one line has whole vectors.
bool fits_vectors(const std::vector<int64_t>& radices, int64_t size) {
  return size / *std::max_element(radices.begin(), radices.end()) >= kMostLanes;
}

/// The least size of a convolution that suits one line and has few different factors.
int64_t convolution_size(int64_t least) {
  int64_t best = 4 * kMostLanes;
  while (best < least) best *= 2;
  for (const int64_t odd : {3, 5, 7, 9, 15, 25, 27}) {
    int64_t size = 16 * odd;
    while (size < least || !fits_vectors(fft_radices(size), size)) size *= 2;
    best = std::min(best, size);
  }
  return best;
}

}  // namespace

/// Fours go first: their first two passes, whose strides are shorter than vectors, store whole
/// vectors. Then goes what makes strides long.
std::vector<int64_t> fft_radices(int64_t size) {
  std::vector<int64_t> first, rest;
  int64_t twos = 0;
  while (size % 2 == 0) size /= 2, ++twos;
  for (const int64_t prime : {13, 11, 7, 5, 3})
    while (size % prime == 0) size /= prime, rest.push_back(prime);
  if (size > 1) return {};
  for (int i = 0; i < 2 && twos >= 2 && (i == 0 || twos != 3); ++i) first.push_back(4), twos -= 2;
  first.insert(first.end(), rest.begin(), rest.end());
  for (; twos > 4 || twos == 3; twos -= 3) first.push_back(8);
  for (; twos > 1; twos -= 2) first.push_back(4);
  if (twos == 1) first.push_back(2);
  return first;
}

std::pair<double, double> root_of_unity(int64_t numerator, int64_t denominator) {
  // In eighths of a turn, so that sine and cosine see angles of at most an eighth.
  const auto turns = static_cast<__int128>(numerator % denominator) * 8;
  const auto eighth = static_cast<int64_t>(turns / denominator);
  auto rest = static_cast<int64_t>(turns % denominator);
  const bool mirrored = eighth % 2 == 1;
  if (mirrored) rest = denominator - rest;
  const double angle =
      std::numbers::pi / 4 * (static_cast<double>(rest) / static_cast<double>(denominator));
  double cosine = std::cos(angle), sine = std::sin(angle);
  if (mirrored) std::swap(cosine, sine);
  switch (eighth / 2) {
    case 0:
      return {cosine, -sine};
    case 1:
      return {-sine, -cosine};
    case 2:
      return {-cosine, sine};
    default:
      return {sine, cosine};
  }
}

template <class T>
Roots<T>::Roots(int64_t count, int64_t denominator, double factor) {
  r.reserve(static_cast<size_t>(count)), i.reserve(static_cast<size_t>(count));
  for (int64_t k = 0; k < count; ++k) {
    const auto [real, imaginary] = root_of_unity(k, denominator);
    r.push_back(static_cast<T>(factor * real));
    i.push_back(static_cast<T>(factor * imaginary));
  }
}

template <class T>
bool FftPlan<T>::suits_one_line(int64_t size, int64_t lines) {
  const std::vector<int64_t> radices = fft_radices(size);
  if (radices.empty()) return size >= 4 * kMostLanes;
  return fits_vectors(radices, size) && (radices[0] == 4 || lines < kFftWidth);
}

template <class T>
FftPlan<T>::FftPlan(int64_t size, int64_t width, int64_t threads)
    : size_(size), width_(width), threads_(threads) {
  if (size <= 1) return;
  const std::vector<int64_t> radices = fft_radices(size);
  if (radices.empty()) {
    convolution_ = std::make_unique<Convolution>(size, width, threads);
    return;
  }
  int64_t stride = 1;
  for (const int64_t radix : radices) {
    add_pass(radix, size / stride / radix, stride);
    stride *= radix;
  }
}

template <class T>
void FftPlan<T>::add_pass(int64_t radix, int64_t groups, int64_t stride) {
  const bool across = stride * width_ < kMostLanes;
  auto roots = std::make_unique<Roots<T>>();
  const auto add = [&](int64_t p, int64_t k) {
    const auto [real, imaginary] = root_of_unity(p * k, groups * radix);
    roots->r.push_back(static_cast<T>(real));
    roots->i.push_back(static_cast<T>(imaginary));
  };
  if (across) {
    for (int64_t k = 1; k < radix; ++k)
      for (int64_t p = 0; p < groups; ++p)
        for (int64_t q = 0; q < stride; ++q) add(p, k);
  } else {
    for (int64_t p = 0; p < groups; ++p)
      for (int64_t k = 1; k < radix; ++k) add(p, k);
  }
  passes_.push_back({radix, groups, stride * width_, roots->r.data(), roots->i.data(), across});
  twiddles_.push_back(std::move(roots));
}

template <class T>
int64_t FftPlan<T>::scratch() const {
  if (!convolution_) return 2 * elements();
  return 4 * convolution_->plan.elements() + convolution_->plan.scratch();
}

template <class T>
void FftPlan<T>::run(const T* xr, const T* xi, T* yr, T* yi, T* scratch) const {
  if (convolution_) return convolve(xr, xi, yr, yi, scratch);
  if (passes_.empty()) {
    std::copy_n(xr, elements(), yr);
    std::copy_n(xi, elements(), yi);
    return;
  }
  bool last = passes_.size() % 2 == 1;  // the last pass ends in y
  for (const FftPass<T>& pass : passes_) {
    T *tr = last ? yr : scratch, *ti = last ? yi : scratch + elements();
    parallel_for(threads_, 1, [&](int64_t begin, int64_t end) {
      for (int64_t part = begin; part < end; ++part)
        loops_.pass(pass, xr, xi, tr, ti, part, threads_);
    });
    xr = tr, xi = ti, last = !last;
  }
}

/// exp(-πi k²/size): half of (k + j)² - k² - j², which is what -2πi k j/size takes.
template <class T>
FftPlan<T>::Convolution::Convolution(int64_t size, int64_t width, int64_t threads)
    : plan(convolution_size(2 * size - 1), width, threads) {
  const int64_t whole = plan.size();
  std::vector<T> r(static_cast<size_t>(whole)), i(r.size());
  for (int64_t k = 0; k < size; ++k) {
    const auto square = static_cast<int64_t>(static_cast<__int128>(k) * k % (2 * size));
    const auto [real, imaginary] = root_of_unity(square, 2 * size);
    chirp.r.push_back(static_cast<T>(real));
    chirp.i.push_back(static_cast<T>(imaginary));
    for (const int64_t at : {k, (whole - k) % whole}) {
      r[static_cast<size_t>(at)] = static_cast<T>(real / static_cast<double>(whole));
      i[static_cast<size_t>(at)] = static_cast<T>(-imaginary / static_cast<double>(whole));
    }
  }
  const FftPlan one(whole, 1);
  kernel.r.resize(r.size()), kernel.i.resize(r.size());
  std::vector<T> scratch(static_cast<size_t>(one.scratch()));
  one.run(r.data(), i.data(), kernel.r.data(), kernel.i.data(), scratch.data());
}

template <class T>
void FftPlan<T>::convolve(const T* xr, const T* xi, T* yr, T* yi, T* scratch) const {
  const auto& [chirp, kernel, plan] = *convolution_;
  const int64_t whole = plan.elements();
  T *ar = scratch, *ai = ar + whole, *br = ai + whole, *bi = br + whole, *rest = bi + whole;
  loops_.multiply(xr, xi, chirp.r.data(), chirp.i.data(), ar, ai, size_, width_);
  std::fill(ar + elements(), ar + whole, T{});
  std::fill(ai + elements(), ai + whole, T{});
  plan.run(ar, ai, br, bi, rest);
  loops_.multiply(br, bi, kernel.r.data(), kernel.i.data(), br, bi, plan.size(), width_);
  plan.run(bi, br, ai, ar, rest);
  loops_.multiply(ar, ai, chirp.r.data(), chirp.i.data(), yr, yi, size_, width_);
}

template struct Roots<float>;
template struct Roots<double>;
template class FftPlan<float>;
template class FftPlan<double>;

}  // namespace cornu::cpu::simd
