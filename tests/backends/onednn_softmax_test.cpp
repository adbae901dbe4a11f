#include <gtest/gtest.h>

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/ops/reorder.h"
#include "framework/runtime/backend.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

TEST(OnednnSoftmax, MatchesTheReference) {
  for (const Axes& axis : {Axes(-1), Axes(0), Axes({1, 2}), Axes()})
    for (const DType dtype : {DType::f32, DType::bf16}) {
      const Tensor x = arbitrary({5, 7, 11}, dtype) * 8;
      const SoftmaxOptions options{axis};
      const std::string why = why_declined("onednn", softmax_def, {x}, options);
      if (dtype == DType::f32 && axis == Axes(-1)) {
        EXPECT_EQ(why, "");
      }
      if (why.empty()) {
        EXPECT_LT(kernel_error("onednn", softmax_def, {x}, options, 4), 4);
      }
    }
  EXPECT_EQ(why_declined("onednn", softmax_def, {ones({2, 3, 4})}, SoftmaxOptions{{0, 2}}),
            "it sums over neighbouring axes only");
  EXPECT_EQ(why_declined("onednn", log_softmax_def, {ones({2, 3})}, SoftmaxOptions{}),
            "its logarithm is off by 1e-6 where the result is 0");
}

TEST(Reorder, GoesBetweenAnyLayouts) {
  const Tensor x = arbitrary({2, 5, 6, 32}, DType::f32);
  const Spec specs[] = {x.spec()};
  const KernelArgs args{.def = reorder_def, .attrs = Attrs(), .in = specs, .out = specs};
  const LayoutRef layouts[] = {
      {}, cpu::blocked_channels(x.shape(), 16), cpu::blocked_channels(x.shape(), 8)};
  for (const Kernel* kernel : candidates(reorder_def, DeviceKind::cpu))
    for (const LayoutRef& from : layouts)
      for (const LayoutRef& to : layouts) {
        std::vector<std::byte> source(x.spec().bytes()), target(source.size()), back(source.size());
        if (from)
          from->pack(x.data(), source.data(), 4);
        else
          x.copy_to(source.data());
        const Ref<PreparedKernel> prepared = kernel->prepare(args, {.in = {from}, .out = {to}});
        std::vector<std::byte> workspace(prepared->workspace_bytes + 64);
        const void* in[] = {source.data()};
        void* out[] = {target.data()};
        prepared->run(backend_of({}).stream(0), {in, out, workspace.data()});
        if (to)
          to->unpack(target.data(), back.data(), 4);
        else
          back = target;
        EXPECT_EQ(largest_difference(Tensor::from_host(x.spec(), back.data()), x), 0)
            << kernel->name;
      }
}

}  // namespace
}  // namespace cornu
