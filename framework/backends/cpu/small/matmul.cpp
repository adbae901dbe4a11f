#include "framework/ops/matmul.h"

#include "framework/runtime/kernel.h"

namespace cornu::cpu {

namespace simd {
extern const Kernel matmul_kernel;
}

namespace small {

namespace {

/// Multiplications. bench_ops, small_matmul: 8 x 8 x 8 takes 202 ns here and 365 by oneDNN, 16 x 16
/// x 16 takes 417 and 410.
constexpr int64_t kFew = 2 << 10;

Why declines(const KernelArgs& args) {
  if (Why why = simd::matmul_kernel.declines(args); !why.empty()) return why;
  const int64_t inner = args.in[0].shape[args.as<MatmulAttrs>().transpose_a ? -2 : -1];
  return args.out[0].shape.elements() * inner > kFew ? "it is for small products" : "";
}

/// Our own loops, which come before a library here.
Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  return simd::matmul_kernel.prepare(args, layouts);
}

}  // namespace

extern constinit const Kernel matmul_kernel{"small", declines, prepare};

}  // namespace small

}  // namespace cornu::cpu
