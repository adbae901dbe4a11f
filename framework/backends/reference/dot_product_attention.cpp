#include "framework/ops/dot_product_attention.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// Attention of one query by one head after the other, in double.
class Attention {
 public:
  /// `extras`: where bias and mask begin among the inputs.
  Attention(const KernelArgs& args, const Operands& operands, size_t extras)
      : args_(args),
        operands_(operands),
        attrs_(args.as<AttentionAttrs>()),
        extras_(extras),
        g(args.in[0].shape, args.in[1].shape, args.in[2].shape) {}

  double input(size_t i, int64_t place) const {
    return load<double>(args_.in[i].dtype, operands_.in[i], place);
  }
  int64_t query_at(int64_t b, int64_t t, int64_t n, int64_t width) const {
    return ((b * g.queries + t) * g.heads + n) * width;
  }
  int64_t key_at(int64_t b, int64_t s, int64_t n, int64_t width) const {
    return ((b * g.keys + s) * g.key_heads + n / g.group()) * width;
  }
  bool seen(int64_t b, int64_t n, int64_t t, int64_t s) const {
    if (attrs_.is_causal && s > t) return false;
    return !attrs_.mask || extra(extras_ + size_t{attrs_.bias}, b, n, t, s) != 0;
  }
  /// The query's share of each key, the largest logit and the sum of exponentials.
  std::vector<double> shares(int64_t b, int64_t n, int64_t t, double& top, double& total) const {
    std::vector<double> p(static_cast<size_t>(g.keys));
    for (int64_t s = 0; s < g.keys; ++s) {
      double logit = 0;
      for (int64_t i = 0; i < g.size; ++i)
        logit += input(0, query_at(b, t, n, g.size) + i) * input(1, key_at(b, s, n, g.size) + i);
      logit *= attrs_.scale;
      if (attrs_.bias) logit += extra(extras_, b, n, t, s);
      p[static_cast<size_t>(s)] = seen(b, n, t, s) ? logit : kMaskedLogit;
    }
    top = -INFINITY, total = 0;
    for (const double logit : p) top = max(top, logit);
    for (double& logit : p) total += logit = std::exp(logit - top);
    for (double& share : p) share /= total;
    return p;
  }
  template <class F>
  void each_query(const F& f) const {
    for (int64_t b = 0; b < g.batch; ++b)
      for (int64_t n = 0; n < g.heads; ++n)
        for (int64_t t = 0; t < g.queries; ++t) f(b, n, t);
  }

 private:
  double extra(size_t i, int64_t b, int64_t n, int64_t t, int64_t s) const {
    const auto strides = attention_strides(args_.in[i].shape);
    return input(i, b * strides[0] + n * strides[1] + t * strides[2] + s * strides[3]);
  }

  const KernelArgs& args_;
  const Operands& operands_;
  const AttentionAttrs& attrs_;
  size_t extras_;

 public:
  AttentionGeometry g;
};

void run(const KernelArgs& args, const Operands& operands) {
  const Attention attention(args, operands, 3);
  const AttentionGeometry& g = attention.g;
  attention.each_query([&](int64_t b, int64_t n, int64_t t) {
    double top = 0, total = 0;
    const std::vector<double> p = attention.shares(b, n, t, top, total);
    for (int64_t i = 0; i < g.value_size; ++i) {
      double y = 0;
      for (int64_t s = 0; s < g.keys; ++s)
        y += p[static_cast<size_t>(s)] *
             attention.input(2, attention.key_at(b, s, n, g.value_size) + i);
      store<double>(args.out[0].dtype, operands.out[0],
                    attention.query_at(b, t, n, g.value_size) + i, y);
    }
    if (!args.wants(1)) return;
    const int64_t place = ((b * g.heads + n) * g.queries + t) * 2;
    store<double>(args.out[1].dtype, operands.out[1], place, top);
    store<double>(args.out[1].dtype, operands.out[1], place + 1, total);
  });
}

/// With p the shares and dp = dy · value: dlogit = p (dp − Σ p dp) where the key is seen.
void run_grad(const KernelArgs& args, const Operands& operands) {
  const Attention attention(args, operands, 6);
  const AttentionGeometry& g = attention.g;
  const double scale = args.as<AttentionAttrs>().scale;
  std::vector<double> sums[3];
  for (size_t i = 0; i < 3; ++i) sums[i].resize(static_cast<size_t>(args.in[i].shape.elements()));
  const auto add = [&](size_t i, int64_t place, double value) {
    sums[i][static_cast<size_t>(place)] += value;
  };
  attention.each_query([&](int64_t b, int64_t n, int64_t t) {
    double top = 0, total = 0, mean = 0;
    const std::vector<double> p = attention.shares(b, n, t, top, total);
    const int64_t y = attention.query_at(b, t, n, g.value_size),
                  q = attention.query_at(b, t, n, g.size);
    std::vector<double> dp(p.size());
    for (int64_t s = 0; s < g.keys; ++s) {
      const int64_t v = attention.key_at(b, s, n, g.value_size);
      for (int64_t i = 0; i < g.value_size; ++i) {
        const double dy = attention.input(4, y + i);
        dp[static_cast<size_t>(s)] += dy * attention.input(2, v + i);
        add(2, v + i, p[static_cast<size_t>(s)] * dy);
      }
      mean += p[static_cast<size_t>(s)] * dp[static_cast<size_t>(s)];
    }
    for (int64_t s = 0; s < g.keys; ++s) {
      if (!attention.seen(b, n, t, s)) continue;
      const auto at = static_cast<size_t>(s);
      const double dlogit = p[at] * (dp[at] - mean) * scale;
      const int64_t k = attention.key_at(b, s, n, g.size);
      for (int64_t i = 0; i < g.size; ++i) {
        add(0, q + i, dlogit * attention.input(1, k + i));
        add(1, k + i, dlogit * attention.input(0, q + i));
      }
    }
  });
  for (size_t i = 0; i < 3; ++i)
    for (size_t place = 0; place < sums[i].size(); ++place)
      store<double>(args.out[i].dtype, operands.out[i], static_cast<int64_t>(place),
                    sums[i][place]);
}

void run_either(const KernelArgs& args, const Operands& operands) {
  if (args.def.name == "dot_product_attention")
    run(args, operands);
  else
    run_grad(args, operands);
}

}  // namespace

extern constinit const Kernel dot_product_attention_kernel{"reference", accept, plain<run_either>};

}  // namespace cornu::reference
