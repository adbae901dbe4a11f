#include "framework/ops/softmax_cross_entropy.h"

#include <cmath>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &logits = args.in[0], &labels = args.in[1];
  const bool forward = args.def.name == "softmax_cross_entropy";
  const int64_t classes = logits.shape[-1], rows = labels.shape.elements();
  for (int64_t row = 0; row < rows; ++row) {
    const auto at = [&](int64_t c) {
      return load<double>(logits.dtype, operands.in[0], row * classes + c);
    };
    const auto label = load<int64_t>(labels.dtype, operands.in[1], row);
    if (forward) check_label(label, row, classes);
    if (classes == 0) continue;
    double top = at(0), total = 0;
    for (int64_t c = 1; c < classes; ++c) top = max(top, at(c));
    for (int64_t c = 0; c < classes; ++c) total += std::exp(at(c) - top);
    if (forward) {
      store<double>(logits.dtype, operands.out[0], row, top + std::log(total) - at(label));
      continue;
    }
    const auto dy = load<double>(logits.dtype, operands.in[2], row);
    for (int64_t c = 0; c < classes; ++c)
      store<double>(logits.dtype, operands.out[0], row * classes + c,
                    (std::exp(at(c) - top) / total - (c == label)) * dy);
  }
}

}  // namespace

extern constinit const Kernel softmax_cross_entropy_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
