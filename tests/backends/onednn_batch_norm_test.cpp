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

TEST(OnednnBatchNorm, RandomShapesMatchTheReference) {
  Dice dice(1);
  for (int i = 0; i < 80; ++i) {
    Shape shape = random_shape(dice, 1, 4, 9);
    for (int64_t axis = 0; axis < shape.ndim(); ++axis)
      if (shape[axis] < 2) shape[axis] = 2;
    shape.push_back(dice.coin() ? 16 * dice(1, 3) : dice(1, 40));
    for (const DType dtype : {DType::f32, DType::bf16}) {
      const Sample s = sample(shape, dtype, i);
      if (!why_declined("onednn", batch_norm_def, s.forward, s.options).empty()) continue;
      EXPECT_LT(kernel_error("onednn", batch_norm_def, s.forward, s.options, s.terms), 4)
          << s.forward[0].spec().text();
      EXPECT_LT(kernel_error("onednn", batch_norm_grad_def, s.gradient, s.options, s.terms), 4)
          << s.forward[0].spec().text();
    }
  }
}

TEST(OnednnBatchNorm, TakesChannelsLastOfAnyRank) {
  for (const Shape& shape :
       {Shape{8, 32}, Shape{2, 5, 16}, Shape{2, 4, 4, 64}, Shape{2, 3, 3, 3, 16}}) {
    const Sample s = sample(shape, DType::f32, 1);
    EXPECT_EQ(why_declined("onednn", batch_norm_def, s.forward, s.options), "");
    EXPECT_EQ(why_declined("onednn", batch_norm_grad_def, s.gradient, s.options), "");
  }
}

TEST(OnednnBatchNorm, RunsInEveryLayoutThatItOffers) {
  int blocked = 0;
  for (const Shape& shape : {Shape{3, 7, 16}, Shape{2, 5, 4, 32}, Shape{2, 2, 3, 4, 16}})
    for (const DType dtype : {DType::f32, DType::bf16}) {
      const Sample s = sample(shape, dtype, 5);
      if (!why_declined("onednn", batch_norm_def, s.forward, s.options).empty()) continue;
      const auto compare = [&](const OpDef& def, const Tensors& in) {
        std::vector<Spec> specs;
        for (const Tensor& tensor : in) specs.push_back(tensor.spec());
        const std::vector<Spec> out = def.infer({def, specs, s.options, {}});
        const Attrs attrs(s.options);
        const ForceKernel forced("onednn");
        for (const Layouts& layouts : kernel_offers({def, attrs, specs, out}, {}).layouts) {
          blocked += !layouts.in.empty() && cpu::channel_block(layouts.in[0]) > 0;
          const Tensors ours = run_in_layouts("onednn", layouts, def, in, attrs);
          const ForceKernel reference("reference");
          EXPECT_LT(result_error(ours, run_eagerly(def, in, attrs, {}, ~uint64_t{0}), s.terms), 4)
              << def.name << " of " << specs[0].text();
        }
      };
      compare(batch_norm_def, s.forward);
      compare(batch_norm_grad_def, s.gradient);
    }
  EXPECT_GE(blocked, 6);
}

TEST(OnednnBatchNorm, DeclinesInWords) {
  EXPECT_EQ(why_declined("onednn", batch_norm_def, {ones({2, 3, 4}), ones({3}), ones({3})},
                         BatchNormOptions{.axis = 1}),
            "the channels are not the last of several axes");
}

TEST(SimdReorder, GoesBetweenBlocksAndDense) {
  Dice dice(3);
  for (int i = 0; i < 60; ++i) {
    Shape shape{dice(1, 3)};
    for (int64_t axes = dice(1, 3); axes > 0; --axes) shape.push_back(dice(1, 6));
    shape.push_back(dice(1, 40));
    const Tensor x = small_numbers(shape, static_cast<DType>(i % kDTypeCount), i);
    const LayoutRef dense, sixteen = cpu::blocked_channels(shape, 16),
                           eight = cpu::blocked_channels(shape, 8);
    for (const LayoutRef& from : {dense, sixteen, eight})
      for (const LayoutRef& to : {dense, sixteen, eight})
        EXPECT_EQ(
            largest_difference(
                run_in_layouts("simd", {.in = {from}, .out = {to}}, reorder_def, {x}, {})[0], x),
            0)
            << x.spec().text();
  }
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
