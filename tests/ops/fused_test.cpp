#include "framework/ops/fused.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/elementwise.h"
#include "framework/ops/ops.h"
#include "framework/runtime/backend.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

/// (a * b + c, a * b > c)
FusedProgram multiply_add(DType dtype) {
  FusedProgram program;
  program.compute =
      is_floating(dtype) ? (dtype == DType::f64 ? DType::f64 : DType::f32) : DType::i32;
  program.rounding = dtype;
  const int64_t product = program.add(3, row_multiply, 0, 1);
  const int64_t sum = program.add(3, row_add, product, 2);
  const int64_t above = program.add(3, row_greater, product, 2);
  program.results = {sum, above};
  program.dtypes = {dtype, DType::boolean};
  return program;
}

TEST(Fused, RunsAProgramAndBroadcasts) {
  for (const char* kernel : {"simd", "reference"}) {
    for (const DType dtype : {DType::f32, DType::f64, DType::f16, DType::i32, DType::u8}) {
      const Tensor a = ops::cast(constant({{1, 2, 3}, {4, 5, 6}}), dtype),
                   b = ops::cast(constant(2), dtype), c = ops::cast(constant({5, 0, 7}), dtype);
      Tensors out;
      {
        const ForceKernel forced(kernel);
        out = ops::fused({a, b, c}, multiply_add(dtype));
      }
      EXPECT_EQ(out[0].to_vector<int>(), (std::vector<int>{7, 4, 13, 13, 10, 19}));
      EXPECT_EQ(out[1].to_vector<int>(), (std::vector<int>{0, 1, 0, 1, 1, 1}));
      EXPECT_EQ(out[0].dtype(), dtype);
    }
  }
}

TEST(Fused, RoundsEachResultToHalfAsTheOpsAloneDo) {
  FusedProgram program;
  program.rounding = DType::f16;
  const int64_t sum = program.add(2, row_add, 0, 1);
  program.results = {program.add(2, row_subtract, sum, 0)};
  program.dtypes = {DType::f16};
  const Tensor big = ops::cast(constant({2048.f}), DType::f16),
               one = ops::cast(constant({1.f}), DType::f16);
  for (const char* kernel : {"simd", "reference"}) {
    const ForceKernel forced(kernel);
    EXPECT_EQ(ops::fused({big, one}, program)[0].item<float>(), 0);  // 2049 rounds to 2048
  }
}

TEST(Fused, LongProgramsOverManyTilesAgreeWithTheReference) {
  FusedProgram program;
  std::vector<int64_t> made = {0, 1, 2};
  const int rows[] = {row_add, row_multiply, row_maximum, row_subtract, row_tanh, row_where};
  for (size_t i = 0; i < 40; ++i)
    made.push_back(
        program.add(3, rows[i % 6], made[made.size() - 1], made[made.size() / 2], made[i % 3]));
  program.results = {made[20], made.back(), 1};
  program.dtypes = {DType::f32, DType::f32, DType::bf16};
  std::vector<float> values(5 * 1234);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 97) / 97 - 0.5f;
  const Tensor x = ops::reshape(constant(values), {.newshape = {5, 1234}}),
               row = constant(std::vector<float>(values.begin() + 77, values.begin() + 77 + 1234)),
               column = constant({{0.1f}, {0.2f}, {-0.3f}, {0.4f}, {-0.5f}});
  Tensors got, expected;
  {
    const ForceKernel forced("simd");
    got = ops::fused({x, row, column}, program);
  }
  {
    const ForceKernel forced("reference");
    expected = ops::fused({x, row, column}, program);
  }
  for (size_t k = 0; k < got.size(); ++k) {
    const auto a = got[k].to_vector<float>(), b = expected[k].to_vector<float>();
    for (size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-4) << k << " " << i;
  }
}

/// Random rows over registers made before, each likely to read the last: programs that hold pairs
/// of rows that run as one, and rows that look alike but whose result is read twice.
FusedProgram random_program(Dice& dice, DType dtype) {
  constexpr int rows[] = {row_add,  row_multiply,    row_subtract, row_true_divide,
                          row_sqrt, row_square,      row_maximum,  row_negative,
                          row_add,  row_true_divide, row_multiply, row_subtract};
  FusedProgram program;
  program.compute = program.rounding = dtype;
  int64_t last = 2;
  const auto any = [&] { return dice.coin() ? last : dice(0, last); };
  const int64_t length = dice(2, 15);
  for (int64_t i = 0; i < length; ++i) {
    const int64_t a = any(), b = any();
    last = program.add(3, rows[dice(0, std::ssize(rows) - 1)], a, b);
  }
  for (int64_t k = dice(0, 2); k >= 0; --k) {
    program.results.push_back(k == 0 ? last : 3 + dice(0, length - 1));
    program.dtypes.push_back(dtype);
  }
  return program;
}

TEST(Fused, RandomProgramsGiveTheBitsOfTheirOps) {
  const ForceKernel forced("simd");
  for (uint64_t seed = 0; seed < 400; ++seed) {
    Dice dice(seed);
    const DType dtype = seed % 2 == 0 ? DType::f32 : DType::f64;
    const FusedProgram program = random_program(dice, dtype);
    const Tensor a = arbitrary({1500}, dtype, 1), b = arbitrary({1500}, dtype, 2),
                 c = ops::cast(constant(1.5), dtype);
    const Tensors got = ops::fused({a, b, c}, program), expected = run_program(program, {a, b, c});
    for (size_t k = 0; k < got.size(); ++k) {
      const auto y = got[k].to_vector<double>(), z = expected[k].to_vector<double>();
      for (size_t i = 0; i < y.size(); ++i)
        ASSERT_TRUE(y[i] == z[i] || (y[i] != y[i] && z[i] != z[i]))
            << seed << ", element " << i << ": " << y[i] << " for " << z[i] << " from "
            << Attrs(program).text();
    }
  }
}

TEST(Fused, AliasesAnInputThatNothingReadsLater) {
  const Spec spec{DType::f32, {100}, {}};
  FusedProgram program;  // y0 = a + b, y1 = y0 * a: y0 may not take a's place
  const int64_t sum = program.add(2, row_add, 0, 1);
  program.results = {sum, program.add(2, row_multiply, sum, 0)};
  program.dtypes = {DType::f32, DType::f32};
  const std::vector<Spec> in = {spec, spec}, out = {spec, spec};
  const Attrs attrs(program);
  const auto kernel = prepare_kernel({*find_op("fused"), attrs, in, out}, {});
  EXPECT_EQ(kernel->may_alias, (std::vector<std::pair<int, int>>{{0, 1}, {1, 0}, {1, 1}}));
}

TEST(Fused, IsDifferentiatedOpByOp) {
  const Tensor a = constant({2.f, 3.f}), b = constant({5.f, 7.f}), c = constant({1.f, 1.f});
  GradientTape tape;
  tape.watch(a);
  const Tensor y = ops::fused({a, b, c}, multiply_add(DType::f32))[0];
  EXPECT_EQ(tape.gradient(y, a).to_vector<float>(), (std::vector<float>{5, 7}));
}

TEST(Fused, WritesRowsByName) {
  const Attrs attrs(multiply_add(DType::f32));
  const std::string text = attrs.text();
  EXPECT_NE(text.find(R"(["multiply 0 1", "add 3 2", "greater 3 2"])"), std::string::npos) << text;
  EXPECT_EQ(Attrs::from_text(config_type<FusedProgram>(), text), attrs);
}

TEST(Fused, RefusesShapesThatDoNotBroadcast) {
  EXPECT_EQ(error_of([] {
              ops::fused({constant({1.f, 2.f}), constant({1.f, 2.f, 3.f}), constant(1.f)},
                         multiply_add(DType::f32));
            }),
            "ShapeError: fused: shapes do not broadcast: f32[2] and f32[3].");
}

}  // namespace
}  // namespace cornu
