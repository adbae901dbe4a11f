#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

/// How the random ops draw from distributions whose numbers take several attempts: what kernels
/// share. `Words` gives the four words at a counter for each attempt: `words(attempt)[0]` to `[3]`.
namespace cornu {

/// 53 bits of two words, in (0, 1].
inline double open_unit(uint32_t a, uint32_t b) {
  return 1 - static_cast<double>((uint64_t{a} << 32 | b) >> 11) * 0x1p-53;
}

/// Marsaglia and Tsang's method: the cube of a shifted normal number, accepted where a uniform one
/// is below the quotient of the densities.
struct GammaMethod {
  explicit GammaMethod(double alpha)
      : alpha(alpha), d(alpha < 1 ? alpha + 2.0 / 3 : alpha - 1.0 / 3), c(1 / std::sqrt(9 * d)) {}

  /// Whether there is anything to draw; else `alpha` says what the number is.
  bool draws() const { return alpha >= 0 && alpha < std::numeric_limits<double>::infinity(); }
  double otherwise() const { return alpha > 0 ? alpha : std::numeric_limits<double>::quiet_NaN(); }
  /// Whether a normal number z and u of (0, 1] are accepted.
  bool accepts(double z, double u) const {
    const double t = 1 + c * z, v = t * t * t;
    if (t <= 0) return false;
    if (u < 1 - 0.0331 * (z * z) * (z * z)) return true;
    return std::log(u) < 0.5 * z * z + d - d * v + d * std::log(v);
  }
  /// Below alpha 1 a number of alpha + 1 is multiplied by a power of another u.
  double value(double z, double u) const {
    const double t = 1 + c * z, y = d * t * t * t;
    return alpha < 1 ? y * std::pow(u, 1 / alpha) : y;
  }

  double alpha, d, c;
};

/// Where few successes are expected, the failures between them are drawn; else Hörmann's
/// transformed rejection (BTRS, 1993). Of the rarer outcome; `turned` where that is failure.
class BinomialMethod {
 public:
  BinomialMethod(double counts, double probability)
      : n_(std::floor(counts)),
        turned_(probability > 0.5),
        p_(turned_ ? 1 - probability : probability) {
    if (n_ * p_ < 10) return;
    const double spread = std::sqrt(n_ * p_ * (1 - p_));
    b_ = 1.15 + 2.53 * spread;
    a_ = -0.0873 + 0.0248 * b_ + 0.01 * p_;
    c_ = n_ * p_ + 0.5;
    sure_ = 0.92 - 4.2 / b_;
    odds_ = p_ / (1 - p_);
    scale_ = (2.83 + 5.1 / b_) * spread;
    mode_ = std::floor((n_ + 1) * p_);
  }

  template <class Words>
  double draw(const Words& words) const {
    if (std::isnan(p_) || !(n_ < std::numeric_limits<double>::infinity())) return n_ + p_;
    if (n_ <= 0 || p_ <= 0) return turned_ ? std::max(n_, 0.0) : 0;
    const double successes = n_ * p_ < 10 ? by_failures(words) : by_rejection(words);
    return turned_ ? n_ - successes : successes;
  }

 private:
  template <class Words>
  double by_failures(const Words& words) const {
    const double log_failure = std::log1p(-p_);
    double trials = 0;
    for (uint32_t successes = 0;; ++successes) {
      const auto block = words(1 + successes / 2);
      const size_t at = successes % 2 * 2;
      trials +=
          std::max(1.0, std::ceil(std::log(open_unit(block[at], block[at + 1])) / log_failure));
      if (trials > n_) return successes;
    }
  }

  template <class Words>
  double by_rejection(const Words& words) const {
    for (uint32_t attempt = 1;; ++attempt) {
      const auto block = words(attempt);
      const double u = open_unit(block[0], block[1]) - 0.5, v = open_unit(block[2], block[3]);
      const double near = 0.5 - std::fabs(u);
      const double k = std::floor((2 * a_ / near + b_) * u + c_);
      if (near >= 0.07 && v <= sure_) return k;
      if (!(k >= 0 && k <= n_)) continue;
      if (std::log(v * scale_ / (a_ / (near * near) + b_)) <= log_quotient(k)) return k;
    }
  }
  /// Of the probabilities of k and of the mode.
  double log_quotient(double k) const {
    return (mode_ + 0.5) * std::log((mode_ + 1) / (odds_ * (n_ - mode_ + 1))) +
           (n_ + 1) * std::log((n_ - mode_ + 1) / (n_ - k + 1)) +
           (k + 0.5) * std::log(odds_ * (n_ - k + 1) / (k + 1)) + stirling_rest(mode_) +
           stirling_rest(n_ - mode_) - stirling_rest(k) - stirling_rest(n_ - k);
  }
  /// What Stirling's formula leaves out of log k!.
  static double stirling_rest(double k) {
    constexpr double table[] = {0.0810614667953272,  0.0413406959554092, 0.0276779256849983,
                                0.02079067210376509, 0.0166446911898211, 0.0138761288230707,
                                0.0118967099458917,  0.0104112652619720, 0.00925546218271273,
                                0.00833056343336287};
    if (k <= 9) return table[static_cast<size_t>(k)];
    const double square = (k + 1) * (k + 1);
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1);
  }

  double n_;
  bool turned_;
  double p_, a_ = 0, b_ = 0, c_ = 0, sure_ = 0, odds_ = 0, scale_ = 0, mode_ = 0;
};

}  // namespace cornu
