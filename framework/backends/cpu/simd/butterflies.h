// Discrete Fourier transforms of a few numbers in vectors. Compiled once per instruction set: no
// pragma once, but Highway's toggling guard.
#if defined(CORNU_SIMD_BUTTERFLIES_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_BUTTERFLIES_H_
#undef CORNU_SIMD_BUTTERFLIES_H_
#else
#define CORNU_SIMD_BUTTERFLIES_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Complex numbers in vectors.
template <class V>
struct Complex {
  V r, i;

  friend HWY_INLINE Complex operator+(const Complex& a, const Complex& b) {
    return {hn::Add(a.r, b.r), hn::Add(a.i, b.i)};
  }
  friend HWY_INLINE Complex operator-(const Complex& a, const Complex& b) {
    return {hn::Sub(a.r, b.r), hn::Sub(a.i, b.i)};
  }
  friend HWY_INLINE Complex operator*(const Complex& a, const Complex& b) {
    return {hn::NegMulAdd(a.i, b.i, hn::Mul(a.r, b.r)), hn::MulAdd(a.i, b.r, hn::Mul(a.r, b.i))};
  }
};

/// a - i b and a + i b.
template <class V>
HWY_INLINE Complex<V> minus_i(const Complex<V>& a, const Complex<V>& b) {
  return {hn::Add(a.r, b.i), hn::Sub(a.i, b.r)};
}
template <class V>
HWY_INLINE Complex<V> plus_i(const Complex<V>& a, const Complex<V>& b) {
  return {hn::Sub(a.r, b.i), hn::Add(a.i, b.r)};
}

/// Cosines and sines of 2πm / radix, m from 1 on.
template <int radix>
struct Circle;
template <>
struct Circle<3> {
  static constexpr double cosine[] = {-0.5}, sine[] = {0.8660254037844386};
};
template <>
struct Circle<5> {
  static constexpr double cosine[] = {0.30901699437494745, -0.8090169943749475},
                          sine[] = {0.9510565162951535, 0.5877852522924731};
};
template <>
struct Circle<7> {
  static constexpr double cosine[] = {0.6234898018587336, -0.2225209339563144, -0.9009688679024191},
                          sine[] = {0.7818314824680298, 0.9749279121818236, 0.4338837391175581};
};
template <>
struct Circle<11> {
  static constexpr double cosine[] = {0.8412535328311812, 0.41541501300188644, -0.14231483827328514,
                                      -0.6548607339452851, -0.9594929736144974},
                          sine[] = {0.5406408174555976, 0.9096319953545184, 0.9898214418809327,
                                    0.7557495743542583, 0.28173255684142967};
};
template <>
struct Circle<13> {
  static constexpr double cosine[] = {0.8854560256532099,  0.5680647467311559,  0.120536680255323,
                                      -0.3546048870425356, -0.7485107481711011, -0.970941817426052},
                          sine[] = {0.4647231720437685, 0.8229838658936564, 0.9927088740980540,
                                    0.9350162426854148, 0.6631226582407953, 0.2393156642875578};
};

/// An odd number of them, in place: from sums and differences of the pairs j and radix - j.
template <int radix>
struct Butterfly {
  template <class V>
  static HWY_INLINE void run(Complex<V>* x) {
    constexpr int kHalf = radix / 2;
    const hn::DFromV<V> d;
    Complex<V> sum[kHalf], difference[kHalf], first = x[0];
    for (int j = 0; j < kHalf; ++j) {
      sum[j] = x[j + 1] + x[radix - 1 - j];
      difference[j] = x[j + 1] - x[radix - 1 - j];
      first = first + sum[j];
    }
    for (int k = 1; k <= kHalf; ++k) {
      Complex<V> even = x[0], odd = {hn::Zero(d), hn::Zero(d)};
      for (int j = 1; j <= kHalf; ++j) {
        const int turn = j * k % radix, m = turn <= kHalf ? turn : radix - turn;
        const auto c = constant(d, Circle<radix>::cosine[m - 1]);
        const auto s =
            constant(d, turn <= kHalf ? Circle<radix>::sine[m - 1] : -Circle<radix>::sine[m - 1]);
        even = {hn::MulAdd(sum[j - 1].r, c, even.r), hn::MulAdd(sum[j - 1].i, c, even.i)};
        odd = {hn::MulAdd(difference[j - 1].r, s, odd.r),
               hn::MulAdd(difference[j - 1].i, s, odd.i)};
      }
      x[k] = minus_i(even, odd);
      x[radix - k] = plus_i(even, odd);
    }
    x[0] = first;
  }

 private:
  template <class D>
  static HWY_INLINE hn::VFromD<D> constant(D d, double value) {
    return hn::Set(d, static_cast<hn::TFromD<D>>(value));
  }
};

template <>
struct Butterfly<2> {
  template <class V>
  static HWY_INLINE void run(Complex<V>* x) {
    const Complex<V> a = x[0], b = x[1];
    x[0] = a + b;
    x[1] = a - b;
  }
};

template <class V>
HWY_INLINE void butterfly4(Complex<V>& a, Complex<V>& b, Complex<V>& c, Complex<V>& d) {
  const Complex<V> ac = a + c, bd = b + d, a_c = a - c, b_d = b - d;
  a = ac + bd;
  b = minus_i(a_c, b_d);
  c = ac - bd;
  d = plus_i(a_c, b_d);
}

template <>
struct Butterfly<4> {
  template <class V>
  static HWY_INLINE void run(Complex<V>* x) {
    butterfly4(x[0], x[1], x[2], x[3]);
  }
};

template <>
struct Butterfly<8> {
  template <class V>
  static HWY_INLINE void run(Complex<V>* x) {
    const hn::DFromV<V> d;
    const auto half = hn::Set(d, static_cast<hn::TFromD<hn::DFromV<V>>>(0.7071067811865476));
    Complex<V> a = x[0], b = x[2], c = x[4], e = x[6];
    Complex<V> f = x[1], g = x[3], h = x[5], k = x[7];
    butterfly4(a, b, c, e);
    butterfly4(f, g, h, k);
    g = {hn::Mul(half, hn::Add(g.r, g.i)), hn::Mul(half, hn::Sub(g.i, g.r))};
    k = {hn::Mul(half, hn::Sub(k.i, k.r)), hn::Neg(hn::Mul(half, hn::Add(k.r, k.i)))};
    x[0] = a + f, x[4] = a - f;
    x[1] = b + g, x[5] = b - g;
    x[2] = minus_i(c, h), x[6] = plus_i(c, h);
    x[3] = e + k, x[7] = e - k;
  }
};

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
