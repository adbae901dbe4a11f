#include "framework/ops/batch_norm.h"

#include <cmath>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// The elements of one channel: `outer` runs of `inner` neighbours.
struct Channels {
  Channels(const Shape& x, int64_t axis) {
    axis = normalize_axis("batch_norm", axis, x.ndim());
    outer = x.sub(0, axis).elements();
    count = x[axis];
    inner = x.sub(axis + 1).elements();
  }
  template <class F>
  void each(int64_t channel, F&& f) const {
    for (int64_t o = 0; o < outer; ++o)
      for (int64_t i = 0; i < inner; ++i) f((o * count + channel) * inner + i);
  }
  int64_t outer, count, inner;
};

void run(const KernelArgs& args, const Operands& operands) {
  const auto& [axis, epsilon] = args.as<BatchNormOptions>();
  const DType type = args.in[0].dtype, wide = args.in[1].dtype;
  const Channels channels(args.in[0].shape, axis);
  const double elements = static_cast<double>(channels.outer * channels.inner);
  const auto x = [&](int64_t i) { return load<double>(type, operands.in[0], i); };
  for (int64_t c = 0; c < channels.count; ++c) {
    double mean = 0, variance = 0;
    channels.each(c, [&](int64_t i) { mean += x(i); });
    mean /= elements;
    channels.each(c, [&](int64_t i) { variance += (x(i) - mean) * (x(i) - mean); });
    variance /= elements;
    const double inverse = 1 / std::sqrt(variance + epsilon);
    const double gamma = load<double>(wide, operands.in[1], c),
                 beta = load<double>(wide, operands.in[2], c);
    channels.each(c, [&](int64_t i) {
      store<double>(type, operands.out[0], i, (x(i) - mean) * inverse * gamma + beta);
    });
    store<double>(wide, operands.out[1], c, mean);
    store<double>(wide, operands.out[2], c, variance);
    if (args.wants(3)) store<double>(wide, operands.out[3], c, inverse);
  }
}

/// dx = gamma / deviation · (dy − mean(dy) − x̂ mean(dy x̂)), dgamma = Σ dy x̂, dbeta = Σ dy.
void run_grad(const KernelArgs& args, const Operands& operands) {
  const DType type = args.in[0].dtype, wide = args.in[1].dtype;
  const Channels channels(args.in[0].shape, args.as<BatchNormOptions>().axis);
  const double elements = static_cast<double>(channels.outer * channels.inner);
  for (int64_t c = 0; c < channels.count; ++c) {
    const auto at = [&](size_t k) { return load<double>(wide, operands.in[k], c); };
    const double gamma = at(1), mean = at(3), inverse = at(4);
    const auto dy = [&](int64_t i) { return load<double>(type, operands.in[2], i); };
    const auto normal = [&](int64_t i) {
      return (load<double>(type, operands.in[0], i) - mean) * inverse;
    };
    double dgamma = 0, dbeta = 0;
    channels.each(c, [&](int64_t i) {
      dgamma += dy(i) * normal(i);
      dbeta += dy(i);
    });
    channels.each(c, [&](int64_t i) {
      store<double>(type, operands.out[0], i,
                    gamma * inverse * (dy(i) - dbeta / elements - normal(i) * dgamma / elements));
    });
    store<double>(wide, operands.out[1], c, dgamma);
    store<double>(wide, operands.out[2], c, dbeta);
  }
}

void run_either(const KernelArgs& args, const Operands& operands) {
  if (args.def.name == "batch_norm")
    run(args, operands);
  else
    run_grad(args, operands);
}

}  // namespace

extern constinit const Kernel batch_norm_kernel{"reference", accept, plain<run_either>};

}  // namespace cornu::reference
