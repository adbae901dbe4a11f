#include <gtest/gtest.h>

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

struct Sample {
  Tensors forward, gradient;
  BatchNormOptions options = {.epsilon = 1e-2};
  double terms = 1;
};

Sample sample(const Shape& shape, DType dtype, int seed) {
  Sample s;
  s.terms = static_cast<double>(shape.elements());
  const Shape channels{shape[-1]};
  const Tensor x = arbitrary(shape, dtype, seed) + 1, dy = x + arbitrary(shape, dtype, seed + 1);
  s.forward = {x, arbitrary(channels, DType::f32, 2), arbitrary(channels, DType::f32, 3)};
  const ForceKernel forced("reference");
  const Tensors y = run_eagerly(batch_norm_def, s.forward, s.options, {}, ~uint64_t{0});
  s.gradient = {x, s.forward[1], dy, y[1], y[3]};
  return s;
}

TEST(OnednnBatchNorm, TakesChannelsLastOfAnyRank) {
  for (const Shape& shape :
       {Shape{8, 32}, Shape{2, 5, 16}, Shape{2, 4, 4, 64}, Shape{2, 3, 3, 3, 16}}) {
    const Sample s = sample(shape, DType::f32, 1);
    EXPECT_EQ(why_declined("onednn", batch_norm_def, s.forward, s.options), "");
    EXPECT_EQ(why_declined("onednn", batch_norm_grad_def, s.gradient, s.options), "");
  }
}

TEST(OnednnBatchNorm, DeclinesInWords) {
  EXPECT_EQ(why_declined("onednn", batch_norm_def, {ones({2, 3, 4}), ones({3}), ones({3})},
                         BatchNormOptions{.axis = 1}),
            "the channels are not the last of several axes");
}

TEST(SimdReorder, LeavesZerosBehindTheChannels) {
  const Tensor x = ones({2, 3, 20}, DType::f64);
  const LayoutRef blocks = cpu::blocked_channels(x.shape(), 16);
  const Spec specs[] = {x.spec()};
  const Layouts layouts{.in = {{}}, .out = {blocks}};
  const ForceKernel forced("simd");
  const KernelArgs args{.def = reorder_def, .attrs = Attrs(), .in = specs, .out = specs};
  const Ref<PreparedKernel> kernel = prepare_kernel(args, {}, layouts);
  std::vector<double> packed(static_cast<size_t>(blocks->elements()), 7.0);
  const void* in[] = {x.data()};
  void* out[] = {packed.data()};
  kernel->run(backend_of({}).stream(0), {in, out, nullptr});
  double total = 0;
  for (const double value : packed) total += value;
  EXPECT_EQ(total, 2 * 3 * 20);
}

}  // namespace
}  // namespace cornu
