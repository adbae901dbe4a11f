#include "framework/ops/layer_norm.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

struct Rows {
  explicit Rows(const KernelArgs& args) : type(args.in[0].dtype), wide(args.in[1].dtype) {
    const Shape &x = args.in[0].shape, &gamma = args.in[1].shape;
    count = gamma.elements();
    rows = x.sub(0, x.ndim() - gamma.ndim()).elements();
  }
  DType type, wide;
  int64_t rows, count;
};

void run(const KernelArgs& args, const Operands& operands) {
  const Rows rows(args);
  const double n = static_cast<double>(std::max<int64_t>(1, rows.count));
  for (int64_t r = 0; r < rows.rows; ++r) {
    const auto x = [&](int64_t i) {
      return load<double>(rows.type, operands.in[0], r * rows.count + i);
    };
    double mean = 0, variance = 0;
    for (int64_t i = 0; i < rows.count; ++i) mean += x(i) / n;
    for (int64_t i = 0; i < rows.count; ++i) variance += (x(i) - mean) * (x(i) - mean) / n;
    const double inverse = 1 / std::sqrt(variance + args.as<LayerNormAttrs>().epsilon);
    for (int64_t i = 0; i < rows.count; ++i)
      store<double>(rows.type, operands.out[0], r * rows.count + i,
                    (x(i) - mean) * inverse * load<double>(rows.wide, operands.in[1], i) +
                        load<double>(rows.wide, operands.in[2], i));
    if (args.wants(1)) store<double>(rows.wide, operands.out[1], r, mean);
    if (args.wants(2)) store<double>(rows.wide, operands.out[2], r, inverse);
  }
}

/// With g = dy · gamma: dx = (g − mean(g) − x̂ mean(g x̂)) / deviation, dgamma = Σ dy x̂, dbeta = Σ
/// dy.
void run_grad(const KernelArgs& args, const Operands& operands) {
  const Rows rows(args);
  const double n = static_cast<double>(std::max<int64_t>(1, rows.count));
  std::vector<double> dgamma(static_cast<size_t>(rows.count)), dbeta = dgamma;
  for (int64_t r = 0; r < rows.rows; ++r) {
    const double mean = load<double>(rows.wide, operands.in[3], r),
                 inverse = load<double>(rows.wide, operands.in[4], r);
    const auto dy = [&](int64_t i) {
      return load<double>(rows.type, operands.in[2], r * rows.count + i);
    };
    const auto g = [&](int64_t i) { return dy(i) * load<double>(rows.wide, operands.in[1], i); };
    const auto normal = [&](int64_t i) {
      return (load<double>(rows.type, operands.in[0], r * rows.count + i) - mean) * inverse;
    };
    double of_g = 0, of_product = 0;
    for (int64_t i = 0; i < rows.count; ++i) {
      of_g += g(i) / n;
      of_product += g(i) * normal(i) / n;
      dgamma[static_cast<size_t>(i)] += dy(i) * normal(i);
      dbeta[static_cast<size_t>(i)] += dy(i);
    }
    for (int64_t i = 0; i < rows.count; ++i)
      store<double>(rows.type, operands.out[0], r * rows.count + i,
                    inverse * (g(i) - of_g - normal(i) * of_product));
  }
  for (int64_t i = 0; i < rows.count; ++i) {
    store<double>(rows.wide, operands.out[1], i, dgamma[static_cast<size_t>(i)]);
    store<double>(rows.wide, operands.out[2], i, dbeta[static_cast<size_t>(i)]);
  }
}

void run_either(const KernelArgs& args, const Operands& operands) {
  if (args.def.name == "layer_norm")
    run(args, operands);
  else
    run_grad(args, operands);
}

}  // namespace

extern constinit const Kernel layer_norm_kernel{"reference", accept, plain<run_either>};

}  // namespace cornu::reference
