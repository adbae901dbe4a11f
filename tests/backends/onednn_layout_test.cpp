#include <gtest/gtest.h>

#include <cmath>

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/ops/conv_shapes.h"
#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "framework/runtime/backend.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

using cpu::blocked_channels;
using cpu::channel_block;

const Kernel& onednn_kernel(const OpDef& def) {
  for (const Kernel* kernel : candidates(def, DeviceKind::cpu))
    if (std::string_view(kernel->name) == "onednn") return *kernel;
  throw std::runtime_error("no kernel");
}

/// Memory as plans have it: aligned.
Tensor memory(size_t bytes) { return Tensor::empty({DType::u8, {static_cast<int64_t>(bytes)}}); }

/// A tensor's elements in a layout.
Tensor packed(const Tensor& x, const LayoutRef& layout) {
  const Tensor out = memory(bytes_of(x.spec(), layout));
  if (layout)
    layout->pack(x.data(), out.data(), size_of(x.dtype()));
  else
    x.copy_to(out.data());
  return out;
}

/// Runs the kernel with operands in these layouts; the outputs come back dense.
Tensors run_in(const Layouts& layouts, const OpDef& def, const Tensors& in, const Attrs& attrs) {
  std::vector<Spec> specs;
  for (const Tensor& tensor : in) specs.push_back(tensor.spec());
  const std::vector<Spec> out = def.infer({def, specs, attrs, {}});
  uint64_t wanted = 1;
  const KernelArgs args{def, attrs, specs, out, wanted};
  const Ref<PreparedKernel> kernel = onednn_kernel(def).prepare(args, layouts);
  const auto layout = [](const std::vector<LayoutRef>& list, size_t i) {
    return i < list.size() ? list[i] : LayoutRef();
  };
  Tensors sources;
  std::vector<const void*> addresses;
  for (size_t i = 0; i < in.size(); ++i) sources.push_back(packed(in[i], layout(layouts.in, i)));
  for (const Tensor& source : sources) addresses.push_back(source.data());
  const LayoutRef result = layout(layouts.out, 0);
  const Tensor target = memory(bytes_of(out[0], result));
  const Tensor workspace = memory(kernel->workspace_bytes);
  std::vector<void*> targets(out.size(), nullptr);
  targets[0] = target.data();
  Backend& backend = backend_of({});
  kernel->run(backend.stream(0), {addresses.data(), targets.data(), workspace.data()});
  Tensor y = Tensor::empty(out[0]);
  if (result)
    result->unpack(target.data(), y.data(), size_of(y.dtype()));
  else
    y = Tensor::from_host(out[0], target.data());
  return {y};
}

TEST(BlockedChannels, RoundTripsAndKnowsItsBlocks) {
  const Spec spec{DType::f32, {2, 5, 7, 20}};
  const LayoutRef layout = blocked_channels(spec.shape, 16);
  EXPECT_EQ(layout->text(), "nChw16c");
  EXPECT_EQ(channel_block(layout), 16);
  EXPECT_EQ(channel_block(blocked_channels(spec.shape, 8)), 8);
  EXPECT_EQ(channel_block({}), 0);
  EXPECT_TRUE(layout->padded());
  EXPECT_EQ(layout->elements(), 2 * 5 * 7 * 32);
  const Tensor x = arbitrary(spec.shape, DType::f32);
  const Tensor blocks = packed(x, layout);
  // element (1, 2, 3, 17) is lane 1 of the second block
  const auto* values = reinterpret_cast<const float*>(blocks.data());
  EXPECT_EQ(values[((((1 * 2 + 1) * 5 + 2) * 7 + 3) * 16) + 1], x.at<float>({1, 2, 3, 17}));
  EXPECT_EQ(values[((((1 * 2 + 1) * 5 + 2) * 7 + 3) * 16) + 4], 0);  // a lane of padding
  std::vector<float> back(static_cast<size_t>(x.size()));
  layout->unpack(blocks.data(), back.data(), 4);
  EXPECT_EQ(back, x.to_vector<float>());
}

TEST(BlockedChannels, EqualityIsByOrder) {
  const Spec spec{DType::f32, {2, 5, 7, 32}};
  EXPECT_TRUE(same_layout(blocked_channels(spec.shape, 16), blocked_channels(spec.shape, 16)));
  EXPECT_FALSE(same_layout(blocked_channels(spec.shape, 16), blocked_channels(spec.shape, 8)));
  EXPECT_FALSE(same_layout(blocked_channels(spec.shape, 16), {}));
  EXPECT_FALSE(blocked_channels(spec.shape, 16)->padded());
  EXPECT_EQ(blocked_channels({2, 9, 16}, 8)->text(), "nCw8c");
}

struct ConvCase {
  Shape x, kernel;
};

/// Every offer of every operation computes what dense operands give, and all three operations
/// share an order of the kernel.
TEST(OnednnConvOffers, ComputeTheSame) {
  for (const ConvCase& c :
       {ConvCase{{4, 12, 12, 1}, {3, 3, 1, 32}}, ConvCase{{4, 10, 10, 32}, {3, 3, 32, 64}},
        ConvCase{{2, 6, 6, 20}, {3, 3, 20, 24}}, ConvCase{{2, 9, 16}, {5, 16, 32}}}) {
    ConvAttrs attrs{.padding = {}, .groups = 1};
    for (int64_t i = 0; i < c.x.ndim() - 2; ++i) {
      attrs.strides.push_back(1);
      attrs.dilations.push_back(1);
    }
    const Tensor x = arbitrary(c.x, DType::f32), kernel = arbitrary(c.kernel, DType::f32, 1),
                 dy = arbitrary(c.x.with(-1, c.kernel[-1]), DType::f32, 2);
    std::vector<LayoutRef> shared;
    const auto check = [&](const OpDef& def, const Tensors& in, const std::vector<int64_t>& sizes,
                           bool kernel_is_output) {
      attrs.sizes = sizes;
      const Attrs with(attrs);
      const std::vector<Spec> specs = {in[0].spec(), in[1].spec()};
      const std::vector<Spec> out = def.infer({def, specs, with, {}});
      const KernelArgs args{.def = def,
                            .attrs = with,
                            .in = specs,
                            .out = out,
                            .wanted = 1,
                            .constant_inputs = kernel_is_output ? uint64_t{0} : uint64_t{2}};
      const std::vector<Layouts> offers = onednn_kernel(def).offers(args);
      ASSERT_FALSE(offers.empty());
      EXPECT_TRUE(offers.size() % 2 == 0 || offers.size() == 1);
      const LayoutRef order = kernel_is_output ? offers[0].out[0] : offers[0].in[1];
      ASSERT_TRUE(order) << def.name;
      shared.push_back(order);
      const Tensor expected = run_in({}, def, in, with)[0];
      for (const Layouts& layouts : offers) {
        EXPECT_GT(layouts.nanoseconds, 0);
        EXPECT_LT(largest_difference(run_in(layouts, def, in, with)[0], expected), 1e-3);
      }
    };
    check(conv_def, {x, kernel}, {}, false);
    check(conv_backward_data_def, {dy, kernel}, spatial_sizes(c.x), false);
    check(conv_backward_weights_def, {x, dy}, kernel_sizes(c.kernel), true);
    EXPECT_TRUE(same_layout(shared[0], shared[1])) << shared[0]->text() << shared[1]->text();
    EXPECT_TRUE(same_layout(shared[0], shared[2])) << shared[0]->text() << shared[2]->text();
  }
}

/// In blocks and where it pays, windows of 3x3 go through Winograd's transform: its error is that
/// of single precision still.
TEST(OnednnConvOffers, RoundAsSinglePrecisionDoes) {
  const Attrs attrs = ConvAttrs{
      .strides = {1, 1}, .padding = {1, 1, 1, 1}, .dilations = {1, 1}, .groups = 1, .sizes = {}};
  const auto results = [&](DType dtype) {
    return std::pair(arbitrary({8, 16, 16, 64}, dtype), arbitrary({3, 3, 64, 96}, dtype, 1));
  };
  const auto [x, kernel] = results(DType::f32);
  const auto [exact_x, exact_kernel] = results(DType::f64);
  const Tensor exact = ops::conv(exact_x, exact_kernel, {.padding = "same"});
  const std::vector<Spec> in = {x.spec(), kernel.spec()};
  const std::vector<Spec> out = {{DType::f32, exact.shape()}};
  const std::vector<Layouts> offers = onednn_kernel(conv_def).offers(
      {.def = conv_def, .attrs = attrs, .in = in, .out = out, .constant_inputs = 2});
  ASSERT_GE(offers.size(), 2u);
  const double size =
      std::sqrt(ops::mean(ops::square(exact)).item<double>());  // root of the mean square
  for (const Layouts& layouts : offers) {
    const Tensor error =
        ops::cast(run_in(layouts, conv_def, {x, kernel}, attrs)[0], DType::f64) - exact;
    EXPECT_LT(ops::max(ops::abs(error)).item<double>(), 3e-5 * size);
    EXPECT_LT(std::sqrt(ops::mean(ops::square(error)).item<double>()), 3e-6 * size);
  }
}

TEST(OnednnMatmulOffers, PackWeightsForFewRows) {
  const Tensor w = arbitrary({64, 48}, DType::f32, 1);
  for (const int64_t rows : {1, 8, 256}) {
    const Tensor x = arbitrary({rows, 64}, DType::f32);
    const Attrs attrs = MatmulAttrs{};
    const std::vector<Spec> in = {x.spec(), w.spec()}, out = {{DType::f32, {rows, 48}}};
    const KernelArgs args{
        .def = matmul_def, .attrs = attrs, .in = in, .out = out, .constant_inputs = 2};
    const std::vector<Layouts> offers = onednn_kernel(matmul_def).offers(args);
    EXPECT_EQ(offers.size(), rows < 128 ? 2u : 1u);
    for (const Layouts& layouts : offers)
      EXPECT_LT(
          largest_difference(run_in(layouts, matmul_def, {x, w}, attrs)[0], ops::matmul(x, w)),
          1e-4);
  }
}

}  // namespace
}  // namespace cornu
