#include <gtest/gtest.h>

#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "framework/runtime/process.h"
#include "tests/support/allocations.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

struct Call {
  const OpDef& def;
  Tensors in;
  Attrs attrs;
};

/// Each large enough for several threads.
std::vector<Call> calls() {
  const Tensor x = arbitrary({700, 120}, DType::f32), channels = arbitrary({120}, DType::f32);
  const Tensor images = arbitrary({4, 20, 20, 8}, DType::f32),
               kernel = arbitrary({3, 3, 8, 24}, DType::f32);
  const Tensor dy = arbitrary({4, 18, 18, 24}, DType::f32);
  ConvAttrs conv{.strides = {1, 1}, .padding = {0, 0, 0, 0}, .dilations = {1, 1}}, data = conv,
                                                                                   weights = conv;
  data.sizes = {20, 20};
  weights.sizes = {3, 3};
  std::vector<int64_t> rows(700);
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int64_t>(i * i % 113);
  const Tensor indices = from_buffer(rows.data(), {700}, DType::i64);
  return {{softmax_def, {x}, SoftmaxOptions{}},
          {log_softmax_def, {x}, SoftmaxOptions{.axis = 0}},
          {softmax_cross_entropy_def, {x, indices}, {}},
          {argmax_def, {x}, ArgmaxOptions{.axis = 0}},
          {batch_norm_def, {x, channels, channels}, BatchNormOptions{}},
          {batch_norm_def,
           {images, arbitrary({20}, DType::f32), arbitrary({20}, DType::f32)},
           BatchNormOptions{.axis = 1}},
          {matmul_def, {x, arbitrary({120, 300}, DType::f32)}, MatmulAttrs{}},
          {conv_def, {images, kernel}, conv},
          {conv_backward_data_def, {dy, kernel}, data},
          {conv_backward_weights_def, {images, dy}, weights},
          {scatter_add_def, {x, indices}, ScatterAddAttrs{0, 113}},
          {take_def, {x, indices}, TakeAttrs{0}},
          {transpose_def, {x}, TransposeOptions{}},
          {pad_def, {x}, PadAttrs{{3, 5}, {1, 1}, {0, 1}}}};
}

TEST(SimdKernels, HaveTheSameBitsAtAnyNumberOfThreads) {
  const int before = num_threads();
  for (const Call& call : calls()) {
    const ForceKernel forced("simd");
    const auto run = [&](int threads) {
      set_num_threads(threads);
      return run_eagerly(call.def, call.in, call.attrs, {}, ~uint64_t{0});
    };
    const Tensors one = run(1), three = run(3);
    for (size_t i = 0; i < one.size(); ++i)
      EXPECT_EQ(one[i].to_vector<double>(), three[i].to_vector<double>()) << call.def.name;
  }
  set_num_threads(before);
}

TEST(SimdKernels, AllocateNothingWhenTheyRun) {
  for (const Call& call : calls()) {
    std::vector<Spec> in;
    for (const Tensor& tensor : call.in) in.push_back(tensor.spec());
    const std::vector<Spec> out = call.def.infer({call.def, in, call.attrs, {}});
    const ForceKernel forced("simd");
    const Ref<PreparedKernel> kernel = prepare_kernel({call.def, call.attrs, in, out}, {});
    std::vector<const void*> from;
    std::vector<void*> to;
    std::vector<std::vector<std::byte>> memory;
    for (const Tensor& tensor : call.in) from.push_back(tensor.data());
    to.reserve(out.size());
    for (const Spec& spec : out) to.push_back(memory.emplace_back(spec.bytes() + 64).data());
    void* workspace = memory.emplace_back(kernel->workspace_bytes + 64).data();
    Stream& stream = backend_of({}).stream(0);
    kernel->run(stream, {from.data(), to.data(), workspace});  // the team starts once
    const CountAllocations counted;
    kernel->run(stream, {from.data(), to.data(), workspace});
    EXPECT_EQ(counted.count(), 0) << call.def.name;
  }
}

}  // namespace
}  // namespace cornu
