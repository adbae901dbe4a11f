#include "framework/ops/elementwise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

using Floats = std::vector<float>;
using Integers = std::vector<int>;

const float kInfinity = std::numeric_limits<float>::infinity();

/// In each row's range, which is away from kinks and poles.
TEST(ElementwiseRows, GradientsAreRightToOrderTwo) {
  for (int id = 0; id < kElementwiseRows; ++id) {
    const OpDef& def = elementwise_def(id);
    const ElementwiseRow& row = *def.elementwise;
    if (id == row_where || refuses_floating(row.kind) ||
        elementwise_result_dtype(row.kind, DType::f64) == DType::boolean)
      continue;
    const double middle = (row.lowest + row.highest) / 2, width = (row.highest - middle) * 0.99;
    Tensors in;
    for (int k = 0; k < row.arity; ++k)
      in.push_back(arbitrary({7}, DType::f64, 3 * k) * width + middle);
    if (id == row_heaviside) in[0] = in[0] * constant(std::vector<double>{0, 1, 0, 1, 1, 0, 1});
    const auto of_all = [&](const Tensors& x) { return apply_one(def, x); };
    const auto of_last = [&](const Tensors& x) {
      return row.arity == 1 ? apply_one(def, x) : apply_one(def, {in[0], x[0]});
    };
    EXPECT_LT(gradient_error(of_last, {in.back()}), 1e-7) << def.name;
    EXPECT_LT(hessian_error(of_last, {in.back()}), 1e-6) << def.name;
    if (id == row_heaviside) continue;  // it jumps where its second operand counts
    EXPECT_LT(gradient_error(of_all, in), 1e-7) << def.name;
    EXPECT_LT(hessian_error(of_all, in), 1e-6) << def.name;
  }
}

TEST(ElementwiseRows, ThatKerasHasNotAreInNoFile) {
  EXPECT_EQ(find_public_op("own", "I1"), nullptr);
  EXPECT_EQ(error_of([] { ops::i1(Input({2})); }),
            "ValueError: i1: Keras has no such function, so that no file of it can hold a call.\n"
            "  hint: call it in a layer.");
  const Tensor x = Input({2});
  Model(x, ops::nextafter(x, 1.0));  // is made of one, but a function of Keras
}

TEST(ElementwiseRows, KnowTheirValues) {
  const auto at = [](const Tensor& y) { return y.item<double>(); };
  const Tensor half = constant(std::vector<double>{0.5}), two = constant(std::vector<double>{2.0});
  EXPECT_NEAR(at(ops::tan(half)), 0.5463024898437905, 1e-15);
  EXPECT_NEAR(at(ops::sinh(half)), 0.5210953054937474, 1e-15);
  EXPECT_NEAR(at(ops::cosh(half)), 1.1276259652063807, 1e-15);
  EXPECT_NEAR(at(ops::arcsin(half)), 0.5235987755982989, 1e-15);
  EXPECT_NEAR(at(ops::arccos(half)), 1.0471975511965979, 1e-15);
  EXPECT_NEAR(at(ops::arcsinh(half)), 0.48121182505960347, 1e-15);
  EXPECT_NEAR(at(ops::arccosh(two)), 1.3169578969248166, 1e-15);
  EXPECT_NEAR(at(ops::arctanh(half)), 0.5493061443340548, 1e-15);
  EXPECT_NEAR(at(ops::exp2(half)), 1.4142135623730951, 1e-15);
  EXPECT_EQ(at(ops::log2(constant(std::vector<double>{8.0}))), 3);
  EXPECT_NEAR(at(ops::log10(two)), 0.3010299956639812, 1e-15);
  EXPECT_NEAR(at(ops::cbrt(two)), 1.2599210498948732, 1e-15);
  EXPECT_NEAR(at(ops::erfc(two)), 0.004677734981047266, 1e-17);
  EXPECT_NEAR(at(ops::erfinv(half)), 0.4769362762044699, 1e-15);
  EXPECT_NEAR(at(ops::i0(two)), 2.279585302336067, 1e-14);
  EXPECT_NEAR(at(ops::i1(two)), 1.5906368546373291, 1e-14);
  EXPECT_NEAR(at(ops::sinc(half)), 0.6366197723675814, 1e-15);
  EXPECT_NEAR(at(ops::deg2rad(two)), 0.03490658503988659, 1e-17);
  EXPECT_NEAR(at(ops::rad2deg(two)), 114.59155902616465, 1e-13);
  EXPECT_NEAR(at(ops::hypot(half, two)), 2.0615528128088303, 1e-15);
  EXPECT_NEAR(at(ops::logaddexp(half, two)), 2.2014132779827524, 1e-15);
  EXPECT_NEAR(at(ops::logaddexp2(half, two)), 2.436751795439824, 1e-15);
  EXPECT_EQ(ops::sinc(constant({0.f})).item<float>(), 1);
}

TEST(ElementwiseRows, OfIntegers) {
  const Tensor a = constant({-7, 6, 0, 12}), b = constant({3, -4, 5, 0});
  EXPECT_EQ(ops::gcd(a, b).to_vector<int>(), (Integers{1, 2, 5, 12}));
  EXPECT_EQ(ops::lcm(a, b).to_vector<int>(), (Integers{21, 12, 0, 0}));
  EXPECT_EQ(ops::fmod(a, b).to_vector<int>(), (Integers{-1, 2, 0, 0}));
  EXPECT_EQ(ops::bitwise_and(a, b).to_vector<int>(), (Integers{1, 4, 0, 0}));
  EXPECT_EQ(ops::bitwise_or(a, b).to_vector<int>(), (Integers{-5, -2, 5, 12}));
  EXPECT_EQ(ops::bitwise_xor(a, b).to_vector<int>(), (Integers{-6, -6, 5, 12}));
  EXPECT_EQ(ops::bitwise_invert(a).to_vector<int>(), (Integers{6, -7, -1, -13}));
  const Tensor places = constant({1, 31, 32, -1}), ones = constant({-3, 1, 1, 1});
  EXPECT_EQ(ops::left_shift(ones, places).to_vector<int>(),
            (Integers{-6, std::numeric_limits<int>::min(), 0, 0}));
  EXPECT_EQ(ops::right_shift(constant({-3, 8, -8, 8}), places).to_vector<int>(),
            (Integers{-2, 0, -1, 0}));
  const Tensor bytes = ops::cast(constant({200, 1}), DType::u8);
  EXPECT_EQ(ops::left_shift(bytes, 1).to_vector<int>(), (Integers{144, 2}));
  EXPECT_EQ(ops::left_shift(bytes, 1).dtype(), DType::u8);
  EXPECT_EQ(ops::bitwise_xor(constant({true, true}), constant({true, false})).dtype(),
            DType::boolean);
  const auto lowest = std::vector<int64_t>{std::numeric_limits<int64_t>::min()};
  EXPECT_EQ(ops::gcd(constant(lowest), int64_t{6}).item<int64_t>(), 2);
}

TEST(ElementwiseRows, RefuseOtherTypesByName) {
  const Tensor x = constant({1.f, 2.f}), n = constant({1, 2}), truth = constant({true, false});
  EXPECT_EQ(error_of([&] { ops::gcd(n, x); }),
            "DTypeError: gcd: b is f32[2]; it must be an integer type.");
  EXPECT_EQ(error_of([&] { ops::bitwise_invert(truth); }),
            "DTypeError: bitwise_invert: x is bool[2]; it must be an integer type.");
  EXPECT_EQ(error_of([&] { ops::bitwise_and(x, n); }),
            "DTypeError: bitwise_and: a is f32[2]; it must be an integer type or bool.");
  EXPECT_EQ(error_of([&] { ops::left_shift(n, 0.5); }),
            "DTypeError: bitwise_left_shift: b is f32[]; it must be an integer type.");
  EXPECT_EQ(error_of([&] { ops::ldexp(n, x); }),
            "DTypeError: ldexp: b is f32[2]; it must be an integer type.");
  EXPECT_EQ(error_of([&] {
              ops::hypot(x, constant({1.f, 2.f, 3.f}));
            }),
            "ShapeError: hypot: shapes do not broadcast: a is f32[2], b is f32[3].\n"
            "  hint: sizes of each axis, from the last, must be equal or 1.");
}

TEST(Isclose, HasTolerances) {
  const Tensor a = constant({1.f, 1.f, NAN, kInfinity}),
               b = constant({1.001f, 2.f, NAN, kInfinity});
  using Bools = std::vector<int>;
  EXPECT_EQ(ops::isclose(a, b).to_vector<int>(), (Bools{0, 0, 0, 0}));
  EXPECT_EQ(ops::isclose(a, b, {.rtol = 0.01}).to_vector<int>(), (Bools{1, 0, 0, 0}));
  EXPECT_EQ(ops::isclose(a, b, {.atol = 1.0, .equal_nan = true}).to_vector<int>(),
            (Bools{1, 1, 1, 0}));
  EXPECT_FALSE(ops::allclose(a, b, {.atol = 1.0}).item<bool>());
  EXPECT_TRUE(ops::allclose(a, b, {.atol = 1.0, .equal_nan = true}).item<bool>());
  EXPECT_TRUE(ops::isclose(constant({3}), 3).item<bool>());
}

TEST(NanToNum, PutsNumbersInTheirPlace) {
  const Tensor x = constant({NAN, kInfinity, -kInfinity, 1.5f});
  const float most = std::numeric_limits<float>::max();
  EXPECT_EQ(ops::nan_to_num(x).to_vector<float>(), (Floats{0, most, -most, 1.5f}));
  EXPECT_EQ(ops::nan_to_num(x, {.nan = 1, .posinf = 2, .neginf = 3}).to_vector<float>(),
            (Floats{1, 2, 3, 1.5f}));
  EXPECT_EQ(ops::nan_to_num(ops::cast(x, DType::f16)).to_vector<float>(),
            (Floats{0, 65504, -65504, 1.5f}));
  EXPECT_EQ(ops::nan_to_num(constant({3})).dtype(), DType::i32);
}

TEST(SaturateCast, StopsAtTheEnds) {
  const Tensor x = constant({-kInfinity, -129.5f, 0.5f, 300.f, 3e9f, kInfinity});
  EXPECT_EQ(ops::saturate_cast(x, DType::u8).to_vector<int>(), (Integers{0, 0, 0, 255, 255, 255}));
  EXPECT_EQ(ops::saturate_cast(x, DType::i8).to_vector<int>(),
            (Integers{-128, -128, 0, 127, 127, 127}));
  // the highest float32 that an int32 holds
  EXPECT_EQ(ops::saturate_cast(x, DType::i32).to_vector<int>()[5], 2147483520);
  EXPECT_EQ(ops::saturate_cast(x, DType::f16).to_vector<float>()[4], 65504);
  EXPECT_EQ(ops::saturate_cast(ops::cast(x, DType::bf16), DType::f16).to_vector<float>()[5], 65280);
  const Tensor wide = constant(std::vector<int64_t>{-5, 70000, int64_t{1} << 40});
  EXPECT_EQ(ops::saturate_cast(wide, DType::u16).to_vector<int>(), (Integers{0, 65535, 65535}));
  EXPECT_EQ(ops::saturate_cast(wide, DType::i64).to_vector<int64_t>()[2], int64_t{1} << 40);
  EXPECT_EQ(ops::saturate_cast(ops::cast(wide, DType::u64), DType::i64).to_vector<int64_t>()[0],
            std::numeric_limits<int64_t>::max());
}

TEST(Ldexp, MultipliesByAPowerOfTwo) {
  const Tensor x = constant({1.5f, 0.f, kInfinity}), n = constant({3, 200, -200});
  EXPECT_EQ(ops::ldexp(x, n).to_vector<float>(), (Floats{12, 0, kInfinity}));
  EXPECT_EQ(ops::ldexp(constant({3}), constant({-1})).item<float>(), 1.5f);
}

/// Every finite half, and its two neighbours.
TEST(Nextafter, IsTheNeighbourInEveryFloatingType) {
  const Tensor x = constant({1.f, -1.f, 0.f, 2.f, NAN});
  const Tensor to = constant({2.f, -2.f, -1.f, 2.f, 1.f});
  const auto y = ops::nextafter(x, to).to_vector<float>();
  for (size_t i = 0; i < 4; ++i)
    EXPECT_EQ(y[i], std::nextafter(x.to_vector<float>()[i], to.to_vector<float>()[i]));
  EXPECT_TRUE(std::isnan(y[4]));
  EXPECT_EQ(ops::nextafter(constant(std::vector<double>{1}), 2).item<double>(), 1 + 0x1p-52);
  for (const DType dtype : {DType::f16, DType::bf16}) {
    std::vector<double> numbers;
    const int infinite = dtype == DType::f16 ? 0x7c00 : 0x7f80;
    for (int bits = 0; bits <= infinite; ++bits) {
      const auto word = static_cast<uint16_t>(bits);
      bf16 brain;
      brain.bits = word;
      numbers.push_back(
          static_cast<double>(dtype == DType::f16 ? f16::decode(word) : static_cast<float>(brain)));
    }
    const Tensor all = ops::cast(constant(numbers), dtype);
    const auto up = ops::nextafter(all, INFINITY).to_vector<double>();
    const auto down = ops::nextafter(all, -INFINITY).to_vector<double>();
    for (size_t i = 1; i + 1 < numbers.size(); ++i) {
      ASSERT_EQ(up[i], numbers[i + 1]) << concat(dtype) << " after " << numbers[i];
      ASSERT_EQ(down[i], numbers[i - 1]) << concat(dtype) << " before " << numbers[i];
    }
    EXPECT_EQ(up[0], numbers[1]);
    EXPECT_EQ(down[0], -numbers[1]);
    EXPECT_EQ(down.back(), numbers[numbers.size() - 2]);
  }
}

TEST(ComplexParts, OfRealNumbers) {
  const Tensor x = constant({1.5f, -2.f});
  EXPECT_EQ(ops::real(x).to_vector<float>(), (Floats{1.5f, -2}));
  EXPECT_EQ(ops::imag(x).to_vector<float>(), (Floats{0, 0}));
  EXPECT_EQ(ops::conj(x).to_vector<float>(), (Floats{1.5f, -2}));
  EXPECT_EQ(ops::angle(x).to_vector<float>(), (Floats{0, static_cast<float>(M_PI)}));
  EXPECT_EQ(ops::isreal(x).to_vector<int>(), (Integers{1, 1}));
}

/// All functions of this family that are no rows, eager, traced and in a functional model.
TEST(ElementwiseComposites, RunTracedAndInModels) {
  const Tensor x = constant({{0.5f, -1.f, 3.f}, {-0.25f, 100.f, 2.f}});
  const auto f = [](const Tensor& t) {
    const auto real = [](const Tensor& y) { return ops::cast(y, DType::f32); };
    const Tensor n = ops::cast(t, DType::i32);
    const Tensor sum = ops::nan_to_num(ops::log(t)) * 1e-6 + ops::nextafter(t, 5.0) +
                       ops::ldexp(t, ops::mod(n, 3)) + ops::absolute(t) + ops::conj(t) +
                       ops::real(t) + ops::imag(t) + ops::swish(t) + ops::hard_swish(t) +
                       real(ops::isclose(t, 0.5, {.rtol = 0.1})) +
                       real(ops::saturate_cast(t * 100.0, DType::i8)) + real(ops::allclose(t, t)) +
                       real(ops::left_shift(n, 1)) + real(ops::right_shift(n, 1)) +
                       real(ops::bitwise_not(n));
    return sum + ops::amax(t, {.axis = 1, .keepdims = true}) - ops::amin(t);
  };
  const Tensor eager = f(x);
  EXPECT_LT(largest_difference(Function([&](Tensor t) { return f(t); })(x), eager), 1e-5);
  auto input = Input({3});
  const Tensor symbolic = f(input);
  EXPECT_EQ(symbolic.spec().text(), "f32[?,3]");
  EXPECT_LT(largest_difference(Model(input, symbolic)(x), eager), 1e-5);
}

}  // namespace
}  // namespace cornu
