#include "framework/backends/reference/element.h"
#include "framework/backends/reference/stream.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const DType dtype = args.in[0].dtype;
  const double rate = args.as<DropoutAttrs>().rate;
  const double scale = rate < 1 ? 1 / (1 - rate) : 0;
  const bool forward = args.def.name == "dropout";
  auto* kept = static_cast<uint8_t*>(forward ? operands.out[1] : const_cast<void*>(operands.in[1]));
  const int64_t count = args.in[0].shape.elements();
  for (int64_t i = 0; i < count; ++i) {
    const auto mask = static_cast<uint8_t>(1u << i % 8);
    bool keep = forward ? WordStream(operands.input<uint32_t>(1)).word(i) >= rate * 0x1p32
                        : (kept[i / 8] & mask) != 0;
    if (forward && args.wants(1)) {
      if (i % 8 == 0) kept[i / 8] = 0;
      if (keep) kept[i / 8] = static_cast<uint8_t>(kept[i / 8] | mask);
    }
    store<double>(dtype, operands.out[0], i,
                  keep ? load<double>(dtype, operands.in[0], i) * scale : 0.0);
  }
}

}  // namespace

extern constinit const Kernel dropout_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
