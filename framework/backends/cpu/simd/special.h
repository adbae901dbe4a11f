// Error functions, their inverse and Bessel's functions on vectors. Of doubles they go one by one.
#if defined(CORNU_SIMD_SPECIAL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_SPECIAL_H_
#undef CORNU_SIMD_SPECIAL_H_
#else
#define CORNU_SIMD_SPECIAL_H_
#endif

#include "framework/backends/cpu/simd/transcendental.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// Of floats: odd polynomial below 0.93, 1 - exp of one above; at most 1.1 ulp from the truth.
template <class D>
HWY_INLINE Lanes<D> erf(Lanes<D> x) {
  if constexpr (std::is_same_v<hn::TFromD<D>, double>) {
    return each_lane(x, reference::erf<double>);
  } else {
    using L = Lanes<D>;
    const L t = hn::Min(hn::Abs(x.v), L(4.0).v), s = x * x;
    const auto madd = [](L a, L b, L c) HWY_ATTR { return L(hn::MulAdd(a.v, b.v, c.v)); };
    L near(-5.96761703e-4);
    for (const double c :
         {4.99119423e-3, -2.67681349e-2, 1.12819925e-1, -3.76125336e-1, 1.28379166e-1})
      near = madd(near, s, L(c));
    near = madd(near, x, x);
    L far = madd(madd(L(-1.72853470e-5), t, L(3.83197126e-4)), t * t,
                 madd(L(-3.88396438e-3), t, L(2.42546219e-2)));
    for (const double c : {-1.06777877e-1, -6.34846687e-1, -1.28717512e-1})
      far = madd(far, t, L(c));
    far = L(1) - exp(madd(far, t, -t));
    const auto is_far = hn::Gt(hn::Abs(x.v), L(0.927734375).v);
    return hn::IfThenElse(is_far, hn::CopySign(far.v, x.v), near.v);
  }
}

/// Of floats: 1 - erf near zero; elsewhere exp(-x²), its exponent in two parts, times a polynomial.
template <class D>
HWY_INLINE Lanes<D> erfc(Lanes<D> x) {
  if constexpr (std::is_same_v<hn::TFromD<D>, double>) {
    return each_lane(x, reference::erfc<double>);
  } else {
    using L = Lanes<D>;
    const D d;
    const hn::RebindToUnsigned<D> du;
    const L a = hn::Min(hn::Abs(x.v), L(10.25).v);
    const L high = hn::BitCast(d, hn::And(hn::BitCast(du, a.v), hn::Set(du, 0xFFFFF000u)));
    const L rest = (high - a) * (high + a);  // high² - a²
    const L scaled =
        polynomial((a - L(2)) / (a + L(2)),
                   {-0.000221270856, -0.0012662974, 0.00114313278, 0.00865954348, -0.00800478682,
                    -0.0542113076, 0.164048653, -0.166030824, -0.0927637616, 1.27697838}) /
        (a + a + L(1));
    const L far = exp(-(high * high)) * exp(rest) * scaled;
    const L beyond = hn::IfThenElse(hn::Lt(x.v, hn::Zero(d)), (L(2) - far).v, far.v);
    const L near = L(1) - erf(x);
    const L y = hn::IfThenElse(hn::Lt(a.v, L(0.5).v), near.v, beyond.v);
    return hn::IfThenElse(hn::IsNaN(x.v), x.v, y.v);
  }
}

/// Of floats: x times a polynomial in w = -log(1 - x²), near one in the root of w.
template <class D>
HWY_INLINE Lanes<D> erfinv(Lanes<D> x) {
  if constexpr (std::is_same_v<hn::TFromD<D>, double>) {
    return each_lane(x, reference::erfinv<double>);
  } else {
    using L = Lanes<D>;
    const L w = -log((L(1) - x) * (L(1) + x));
    const L near = polynomial(
        w, {-8.79105568e-09, 2.21031396e-07, -1.97646974e-06, 3.98328194e-06, 4.45650818e-05,
            -0.000127481408, -0.00233429643, 0.011548654, 0.232013818, 0.88622692});
    const L far =
        polynomial(sqrt(w) - L(3), {-2.8223887e-05, 0.000159708175, -0.000279766131,
                                    -0.000118934387, 0.00147658503, -0.00356754515, 0.00568729507,
                                    -0.00764270485, 0.00944534205, 1.00167524, 2.8329768});
    const L y = x * L(hn::IfThenElse(hn::Lt(w.v, L(5).v), near.v, far.v));
    const auto edge = hn::Eq(hn::Abs(x.v), L(1).v);
    return hn::IfThenElse(edge, hn::CopySign(hn::Inf(D()), x.v), y.v);
  }
}

/// exp(x) / sqrt(x) times a factor; where exp(x) would be infinite, of two roots of it.
template <class D>
HWY_INLINE Lanes<D> bessel_far(Lanes<D> x, Lanes<D> factor) {
  using L = Lanes<D>;
  const auto huge = exp_is_huge(x);
  const L part = exp(L(hn::IfThenElse(huge, (x * L(0.5)).v, x.v)));
  const L y = part * (factor / sqrt(x)), whole = y * L(hn::IfThenElse(huge, part.v, L(1).v));
  return whole;
}
/// Of floats: a polynomial in (x / 2)², or exp(x) / sqrt(x) times one in 1 / x.
template <class D>
HWY_INLINE Lanes<D> cyl_bessel_i0(Lanes<D> x) {
  if constexpr (std::is_same_v<hn::TFromD<D>, double>) {
    return each_lane(x, reference::cyl_bessel_i0<double>);
  } else {
    using L = Lanes<D>;
    const L a = abs(x);
    const L near =
        polynomial(a * a * L(0.25),
                   {1.42252307e-13, 5.2202839e-12, 6.59915576e-10, 3.88651769e-08, 1.93249166e-06,
                    6.94296123e-05, 0.00173614864, 0.0277777256, 0.250000035, 0.999999992, 1});
    const L far = bessel_far(a, polynomial(L(1) / a, {0.388421995, -0.0140092532, 0.0338052884,
                                                      0.027897674, 0.049869612, 0.398942277}));
    return hn::IfThenElse(hn::Lt(a.v, L(8).v), near.v, far.v);
  }
}
template <class D>
HWY_INLINE Lanes<D> cyl_bessel_i1(Lanes<D> x) {
  if constexpr (std::is_same_v<hn::TFromD<D>, double>) {
    return each_lane(x, reference::cyl_bessel_i1<double>);
  } else {
    using L = Lanes<D>;
    const L a = abs(x);
    const L near = a * polynomial(a * a * L(0.25),
                                  {6.25710113e-15, 2.76001024e-13, 3.62106035e-11, 2.43649638e-09,
                                   1.37962484e-07, 5.78623363e-06, 0.000173613321, 0.00347221882,
                                   0.0416666692, 0.249999999, 0.5});
    const L far = bessel_far(a, polynomial(L(1) / a, {-0.452886153, 0.00987664056, -0.046179055,
                                                      -0.0465744883, -0.149605477, 0.398942285}));
    return hn::CopySign(hn::IfThenElse(hn::Lt(a.v, L(8).v), near.v, far.v), x.v);
  }
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
