#include <cmath>

#include "framework/backends/reference/element.h"
#include "framework/base/error.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &logits = args.in[0], &labels = args.in[1];
  const int64_t classes = logits.shape[-1], rows = labels.shape.elements();
  for (int64_t row = 0; row < rows; ++row) {
    const auto at = [&](int64_t c) {
      return load<double>(logits.dtype, operands.in[0], row * classes + c);
    };
    const auto label = load<int64_t>(labels.dtype, operands.in[1], row);
    if (label < 0 || label >= classes)
      fail<ValueError>("softmax_cross_entropy: the label ", label, " of row ", row,
                       " is no class.\n  hint: labels must be from 0 to ", classes - 1, ".");
    double top = at(0), total = 0;
    for (int64_t c = 1; c < classes; ++c) top = max(top, at(c));
    for (int64_t c = 0; c < classes; ++c) total += std::exp(at(c) - top);
    store<double>(logits.dtype, operands.out[0], row, top + std::log(total) - at(label));
  }
}

}  // namespace

extern constinit const Kernel softmax_cross_entropy_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
