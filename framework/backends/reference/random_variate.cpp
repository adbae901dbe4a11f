#include <cmath>
#include <numbers>

#include "framework/backends/reference/element.h"
#include "framework/backends/reference/stream.h"
#include "framework/ops/float_limits.h"
#include "framework/ops/variates.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

double gamma(const WordStream& stream, double alpha, int64_t i) {
  const GammaMethod method(alpha);
  if (!method.draws()) return method.otherwise();
  for (uint32_t attempt = 1;; attempt += 2) {
    const auto first = stream.block(i, attempt), second = stream.block(i, attempt + 1);
    const double radius = std::sqrt(-2 * std::log(open_unit(first[0], first[1])));
    const double angle = 2 * std::numbers::pi * (1 - open_unit(first[2], first[3]));
    const double z = radius * std::cos(angle);
    if (method.accepts(z, open_unit(second[0], second[1])))
      return method.value(z, open_unit(second[2], second[3]));
  }
}

void run(const KernelArgs& args, const Operands& operands) {
  const DType dtype = args.out[0].dtype;
  const WordStream stream(operands.input<uint32_t>(0));
  for (int64_t i = 0; i < args.out[0].shape.elements(); ++i) {
    const double x = load<double>(dtype, operands.in[1], i);
    if (args.def.name == "random_gamma") {
      const double y = gamma(stream, x, i), least = smallest_normal(dtype);
      store(dtype, operands.out[0], i, y < least ? least : y);
    } else {
      const BinomialMethod method(x, load<double>(dtype, operands.in[2], i));
      store(dtype, operands.out[0], i,
            method.draw([&](uint32_t attempt) { return stream.block(i, attempt); }));
    }
  }
}

}  // namespace

extern constinit const Kernel random_variate_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
