#include <gtest/gtest.h>

#include <map>

#include "framework/ops/def.h"
#include "framework/ops/elementwise.h"
#include "framework/ops/fft.h"
#include "framework/ops/foreach.h"
#include "framework/ops/layer_norm.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/ops.h"
#include "framework/ops/random_def.h"
#include "framework/ops/resample.h"
#include "framework/ops/sample.h"
#include "framework/runtime/backend.h"
#include "tests/support/compare_kernels.h"

namespace cornu {
namespace {

/// One plausible call of an op for a dtype of its first operand.
struct Call {
  std::vector<Spec> in;
  Attrs attrs = {};
};
using MakeCall = Call (*)(DType);

Spec spec(DType dtype, const Shape& shape) { return {dtype, shape, {}}; }

const ConvAttrs kConv{.strides = {1}, .padding = {0, 0}, .dilations = {1}};
const PoolAttrs kPool{.pool_size = {2}, .strides = {2}, .padding = {0, 0}};

ConvAttrs conv_gradient(int64_t size) {
  ConvAttrs attrs = kConv;
  attrs.sizes = {size};
  return attrs;
}
PoolAttrs pool_gradient() {
  PoolAttrs attrs = kPool;
  attrs.sizes = {8};
  return attrs;
}
Call reduction(DType dtype) { return {{spec(dtype, {3, 4})}, ReduceOptions{.axis = 1}}; }
Call cumulative(DType dtype) { return {{spec(dtype, {3, 4})}, CumulativeAttrs{}}; }
Call matrices(DType dtype) { return {{spec(dtype, {2, 3, 3})}}; }
Call matrices_with_attributes(DType dtype) { return {{spec(dtype, {2, 3, 3})}, LinalgAttrs{}}; }
Call system(DType dtype) { return {{spec(dtype, {2, 3, 3}), spec(dtype, {3, 4})}, LinalgAttrs{}}; }
Call softmax(DType dtype) { return {{spec(dtype, {3, 4})}, SoftmaxOptions{}}; }
Call random(DType dtype) {
  return {{spec(DType::u32, {2})}, RandomAttrs{.shape = {9}, .dtype = dtype}};
}
Call pool(DType dtype) { return {{spec(dtype, {2, 8, 4})}, kPool}; }
FusedProgram relu_of(DType dtype) { return program_of_row(row_relu, dtype); }

/// Every op with kernels of its own, but the elementwise ones, which are alike.
const std::map<std::string_view, MakeCall> kCalls = {
    {"all", reduction},
    {"any", reduction},
    {"argmax",
     [](DType t) -> Call {
       return {{spec(t, {3, 4})}, ArgmaxOptions{.axis = 1}};
     }},
    {"argmin",
     [](DType t) -> Call {
       return {{spec(t, {3, 4})}, ArgmaxOptions{}};
     }},
    {"argsort",
     [](DType t) -> Call {
       return {{spec(t, {3, 4})}, SortAttrs{}};
     }},
    {"average_pool", pool},
    {"average_pool_grad",
     [](DType t) -> Call {
       return {{spec(t, {2, 4, 4})}, pool_gradient()};
     }},
    {"batch_norm",
     [](DType t) -> Call {
       const Spec channels = spec(statistics_dtype(t), {4});
       return {{spec(t, {3, 4}), channels, channels}, BatchNormOptions{}};
     }},
    {"batch_norm_grad",
     [](DType t) -> Call {
       const Spec channels = spec(statistics_dtype(t), {4});
       return {{spec(t, {3, 4}), channels, spec(t, {3, 4}), channels, channels},
               BatchNormOptions{}};
     }},
    {"broadcast_to",
     [](DType t) -> Call {
       return {{spec(t, {4})}, BroadcastToOptions{.shape = {3, 4}}};
     }},
    {"cast",
     [](DType t) -> Call {
       return {{spec(t, {3})}, CastOptions{DType::f32}};
     }},
    {"cholesky", matrices_with_attributes},
    {"concatenate",
     [](DType t) -> Call {
       return {{spec(t, {3}), spec(t, {2})}, ConcatenateOptions{}};
     }},
    {"conv",
     [](DType t) -> Call {
       return {{spec(t, {2, 8, 3}), spec(t, {3, 3, 4})}, kConv};
     }},
    {"conv_backward_data",
     [](DType t) -> Call {
       return {{spec(t, {2, 6, 4}), spec(t, {3, 3, 4})}, conv_gradient(8)};
     }},
    {"conv_backward_weights",
     [](DType t) -> Call {
       return {{spec(t, {2, 8, 3}), spec(t, {2, 6, 4})}, conv_gradient(3)};
     }},
    {"copy", [](DType t) -> Call { return {{spec(t, {3})}}; }},
    {"ctc_beam_search",
     [](DType t) -> Call {
       return {{spec(t, {2, 5, 3}), spec(DType::i32, {2})}, BeamSearchAttrs{}};
     }},
    {"ctc_loss",
     [](DType t) -> Call {
       return {{spec(t, {2, 5, 3}), spec(DType::i32, {2, 4}), spec(DType::i32, {2}),
                spec(DType::i32, {2})},
               CTCLossOptions{}};
     }},
    {"ctc_loss_grad",
     [](DType t) -> Call {
       return {{spec(t, {2, 5, 3}), spec(DType::i32, {2, 4}), spec(DType::i32, {2}),
                spec(DType::i32, {2}), spec(t, {2})},
               CTCLossOptions{}};
     }},
    {"cumprod", cumulative},
    {"cumsum", cumulative},
    {"det", matrices},
    {"dot_product_attention",
     [](DType t) -> Call {
       return {{spec(t, {2, 5, 4, 3}), spec(t, {2, 6, 2, 3}), spec(t, {2, 6, 2, 3}),
                spec(t, {5, 6}), spec(DType::boolean, {5, 1})},
               AttentionAttrs{.bias = true, .mask = true}};
     }},
    {"dot_product_attention_grad",
     [](DType t) -> Call {
       const Spec q = spec(t, {2, 5, 4, 3}), k = spec(t, {2, 6, 2, 3});
       return {{q, k, k, q, q, spec(statistics_dtype(t), {2, 4, 5, 2})}, AttentionAttrs{}};
     }},
    {"dropout",
     [](DType t) -> Call {
       return {{spec(t, {9}), spec(DType::u32, {2})}, DropoutAttrs{}};
     }},
    {"dropout_grad",
     [](DType t) -> Call {
       return {{spec(t, {9}), spec(DType::u8, {2})}, DropoutAttrs{}};
     }},
    {"eig", matrices},
    {"eigh", matrices},
    {"fft",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(t, {3, 4})}, FftAttrs{}};
     }},
    {"foreach",
     [](DType t) -> Call {
       return {{spec(t, {9}), spec(t, {5})}, ForeachAttrs{.program = relu_of(t)}};
     }},
    {"fused",
     [](DType t) -> Call {
       return {{spec(t, {9})}, relu_of(t)};
     }},
    {"irfft",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(t, {3, 4})}, RealFftAttrs{}};
     }},
    {"layer_norm",
     [](DType t) -> Call {
       const Spec features = spec(statistics_dtype(t), {4});
       return {{spec(t, {3, 4}), features, features}, LayerNormAttrs{}};
     }},
    {"layer_norm_grad",
     [](DType t) -> Call {
       const Spec features = spec(statistics_dtype(t), {4}), rows = spec(statistics_dtype(t), {3});
       return {{spec(t, {3, 4}), features, spec(t, {3, 4}), rows, rows}, LayerNormAttrs{}};
     }},
    {"linear_recurrence",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(t, {3, 4})}, CumulativeAttrs{}};
     }},
    {"log_softmax", softmax},
    {"lu_factor", matrices},
    {"matmul",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(t, {4, 5})}, MatmulAttrs{}};
     }},
    {"max", reduction},
    {"max_pool", pool},
    {"max_pool_gather",
     [](DType t) -> Call {
       return {{spec(t, {2, 8, 4}), spec(DType::u8, {2, 4, 4})}, kPool};
     }},
    {"max_pool_grad",
     [](DType t) -> Call {
       return {{spec(t, {2, 4, 4}), spec(DType::u8, {2, 4, 4})}, pool_gradient()};
     }},
    {"mean", reduction},
    {"min", reduction},
    {"pad",
     [](DType t) -> Call {
       return {{spec(t, {3})}, PadAttrs{{1}, {2}, {0}}};
     }},
    {"pinv", matrices_with_attributes},
    {"prod", reduction},
    {"qr", matrices_with_attributes},
    {"random_binomial",
     [](DType t) -> Call {
       return {{spec(DType::u32, {2}), spec(t, {9}), spec(t, {9})}};
     }},
    {"random_bits", random},
    {"random_gamma",
     [](DType t) -> Call {
       return {{spec(DType::u32, {2}), spec(t, {9})}};
     }},
    {"random_normal", random},
    {"random_uniform", random},
    {"reorder", [](DType t) -> Call { return {{spec(t, {3})}}; }},
    {"resample",
     [](DType t) -> Call {
       return {{spec(t, {3, 4})}, ResampleAttrs{.axis = 0, .size = {6, 2}}};
     }},
    {"rfft",
     [](DType t) -> Call {
       return {{spec(t, {3, 4})}, RealFftAttrs{}};
     }},
    {"sample",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(t, {2, 5})}, SampleAttrs{}};
     }},
    {"scatter_add",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(DType::i32, {3})}, ScatterAddAttrs{0, 9}};
     }},
    {"scatter_along_axis",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(DType::i32, {3, 4})}, ScatterAddAttrs{0, 9}};
     }},
    {"searchsorted",
     [](DType t) -> Call {
       return {{spec(t, {3}), spec(t, {2, 2})}, SearchSortedOptions{}};
     }},
    {"segment_reduce",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(DType::i32, {3})}, SegmentAttrs{SegmentReduction::prod, 2}};
     }},
    {"singular_values", matrices},
    {"slogdet", matrices},
    {"softmax", softmax},
    {"softmax_cross_entropy",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(DType::i32, {3})}};
     }},
    {"softmax_cross_entropy_grad",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(DType::i32, {3}), spec(t, {3})}};
     }},
    {"sort",
     [](DType t) -> Call {
       return {{spec(t, {3, 4})}, SortAttrs{}};
     }},
    {"solve", system},
    {"solve_triangular", system},
    {"split",
     [](DType t) -> Call {
       return {{spec(t, {6})}, SplitOptions{.indices_or_sections = 2}};
     }},
    {"strided_slice",
     [](DType t) -> Call {
       return {{spec(t, {6})}, StridedSliceAttrs{{0}, {5}, {2}}};
     }},
    {"sum", reduction},
    {"svd", matrices_with_attributes},
    {"take",
     [](DType t) -> Call {
       return {{spec(t, {6}), spec(DType::i32, {2})}, TakeAttrs{}};
     }},
    {"take_along_axis",
     [](DType t) -> Call {
       return {{spec(t, {3, 4}), spec(DType::i32, {3, 2})}, TakeAttrs{1}};
     }},
    {"top_k",
     [](DType t) -> Call {
       return {{spec(t, {3, 4})}, TopKOptions{2}};
     }},
    {"transpose",
     [](DType t) -> Call {
       return {{spec(t, {3, 4})}, TransposeOptions{}};
     }},
};

/// Ops without kernels: views, and what runs subgraphs.
constexpr std::string_view kWithoutKernels[] = {
    "call",    "cond", "custom_gradient", "deferred",      "expand_dims", "gradients",
    "reshape", "scan", "squeeze",         "stop_gradient", "view",        "while_loop"};

/// The element types that an op's calls are made for.
bool takes(const OpDef& def, DType dtype) {
  const std::string_view name = def.name;
  if (name == "random_uniform") return dtype != DType::boolean;
  if (name == "random_normal" || name == "random_gamma" || name == "random_binomial")
    return is_floating(dtype);
  if (name == "random_bits") return true;
  if (name == "fused" || name == "foreach") return dtype != DType::boolean;
  if (def.elementwise)
    return elementwise_operand_dtype(def.elementwise->kind, dtype) == dtype &&
           (def.inputs[def.inputs.size() - 1].types & bit(dtype)) != 0;
  return (def.inputs[0].types & bit(dtype)) != 0;
}

/// Empty: a kernel of the CPU's own takes it. Else all reasons why not.
std::string only_reference(const OpDef& def, const Call& call) {
  const std::vector<Spec> out = def.infer({def, call.in, call.attrs, {}});
  std::string reasons = "no kernel but the reference";
  for (const Kernel* kernel : candidates(def, DeviceKind::cpu)) {
    if (std::string_view(kernel->name) == "reference") continue;
    const Why why = kernel->declines({def, call.attrs, call.in, out});
    if (why.empty()) return {};
    reasons += concat("; ", kernel->name, ": ", why);
  }
  return reasons;
}

TEST(Coverage, EveryOpHasAFastKernelForEveryDType) {
  for (const auto& [name, make] : kCalls) {
    const OpDef* def = find_op(name);
    ASSERT_NE(def, nullptr) << name;
    for (const DType dtype : all_dtypes()) {
      if (!takes(*def, dtype)) continue;
      EXPECT_EQ(only_reference(*def, make(dtype)), "") << name << " of " << concat(dtype);
    }
  }
}

TEST(Coverage, EveryElementwiseRowHasAVectorLoopForEveryDType) {
  for (int id = 0; id < kElementwiseRows; ++id) {
    const OpDef& def = elementwise_def(id);
    for (const DType dtype : all_dtypes()) {
      if (!takes(def, dtype)) continue;
      Call call{std::vector<Spec>(static_cast<size_t>(def.elementwise->arity), spec(dtype, {9}))};
      if (def.elementwise->arity == 3) call.in[0].dtype = DType::boolean;
      EXPECT_EQ(only_reference(def, call), "") << def.name << " of " << concat(dtype);
    }
  }
}

TEST(Coverage, ConvertedKernelsDeclineInWords) {
  EXPECT_EQ(why_declined("converted", matmul_def, {ones({2, 2}), ones({2, 2})}, MatmulAttrs{}),
            "it converts smaller types, not f32");
  EXPECT_EQ(why_declined("converted", *find_op("segment_reduce"),
                         {ones({2}, DType::f16), constant({0, 1})},
                         SegmentAttrs{SegmentReduction::max, 2}),
            "a wider type's extremes stand for segments without rows");
}

TEST(Coverage, ListsEveryOp) {
  const std::string_view names[] = {
#define OP(name) #name,
#include "framework/ops/ops.def"
#undef OP
  };
  for (const std::string_view name : names) {
    const bool without = std::find(std::begin(kWithoutKernels), std::end(kWithoutKernels), name) !=
                         std::end(kWithoutKernels);
    EXPECT_TRUE(without || kCalls.contains(name)) << name << " needs a call in kCalls";
  }
}

}  // namespace
}  // namespace cornu
