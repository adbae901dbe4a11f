#include "framework/ops/linalg.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/tape.h"
#include "framework/nn/input.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/ops.h"
#include "framework/ops/strided_slice.h"
#include "framework/trace/function.h"
#include "framework/trace/session.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/test_device.h"

namespace cornu {
namespace {

const Tensor kSquare = constant({{2.f, 1.f}, {1.f, 3.f}});

Tensor regular(int64_t n, int seed = 0) {  // a batch of two
  const Tensor x = arbitrary({2, n, n}, DType::f64, seed);
  return x + identity(n, x) * 2.0;
}
Tensor positive(const Tensor& x) {
  return ops::matmul_transposed(x, x, {.transpose_b = true}) + identity(x.shape()[-1], x);
}
Tensor square(const Tensor& x) { return ops::square(x); }

void expect_near(const Tensor& got, const Tensor& expected, double limit = 1e-6) {
  ASSERT_EQ(got.spec().text(), expected.spec().text());
  EXPECT_LE(largest_difference(got, expected), limit) << got.text();
}

TEST(Linalg, ValuesByHand) {
  expect_near(ops::cholesky(constant({{4.f, 99.f}, {2.f, 10.f}})),
              constant({{2.f, 0.f}, {1.f, 3.f}}));
  expect_near(ops::cholesky(constant({{4.f, 99.f}, {2.f, 10.f}}), {.upper = true}),
              constant({{2.f, 1.f}, {0.f, 3.f}}));
  expect_near(ops::det(kSquare), constant(5.f));
  expect_near(ops::inv(kSquare), constant({{0.6f, -0.2f}, {-0.2f, 0.4f}}));
  expect_near(ops::cholesky_inverse(ops::cholesky(kSquare)), ops::inv(kSquare));
  expect_near(ops::cholesky_inverse(ops::cholesky(kSquare, {.upper = true}), {.upper = true}),
              ops::inv(kSquare));
  expect_near(ops::logdet(kSquare), constant(std::log(5.f)));
  const Tensors sign = ops::slogdet(constant({{0.f, 2.f}, {3.f, 0.f}}));
  expect_near(sign[0], constant(-1.f));
  expect_near(sign[1], constant(std::log(6.f)));
  expect_near(ops::solve(kSquare, constant({1.f, 2.f})), constant({0.2f, 0.6f}));
  expect_near(ops::solve_triangular(constant({{2.f, 1.f}, {99.f, 4.f}}), constant({{4.f}, {4.f}})),
              constant({{1.5f}, {1.f}}));
  expect_near(ops::solve_triangular(constant({{2.f, 99.f}, {1.f, 4.f}}), constant({4.f, 4.f}),
                                    {.lower = true}),
              constant({2.f, 0.5f}));
  const Tensors lu = ops::lu_factor(constant({{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}, {8.f, 8.f, 8.f}}));
  EXPECT_EQ(lu[1].to_vector<int>(), (std::vector<int>{2, 1, 0}));
  expect_near(lu[0], constant({{8.f, 8.f, 8.f}, {0.5f, 1.f, 2.f}, {0.125f, 1.f, 0.f}}));
  const Tensors w = ops::eigh(constant({{2.f, 99.f}, {1.f, 2.f}}));
  expect_near(w[0], constant({1.f, 3.f}));
  expect_near(ops::abs(w[1]), constant(std::sqrt(0.5f), {2, 2}));
  const Tensors turn = ops::eig(constant({{0.f, 1.f}, {-1.f, 0.f}}));
  expect_near(turn[0], zeros({2}));
  expect_near(ops::abs(turn[1]), ones({2}));
  expect_near(ops::svd(constant({{3.f, 0.f}, {0.f, -4.f}}), {.compute_uv = false})[0],
              constant({4.f, 3.f}));
  expect_near(ops::pinv(ones({2, 2})), constant(0.25f, {2, 2}));
  expect_near(ops::pinv(constant({{1.f, 0.f}, {0.f, 0.1f}}), {.rcond = 0.5}),
              constant({{1.f, 0.f}, {0.f, 0.f}}));
  expect_near(ops::lstsq(constant({{1.f, 0.f}, {1.f, 1.f}, {1.f, 2.f}}), constant({1.f, 3.f, 5.f})),
              constant({1.f, 2.f}), 3e-6);
  expect_near(ops::lstsq(zeros({3, 2}), constant({1.f, 3.f, 5.f})), zeros({2}));
  EXPECT_EQ(ops::matrix_rank(constant({{1.f, 2.f}, {2.f, 4.f}})).item<int>(), 1);
  EXPECT_EQ(ops::matrix_rank(kSquare, {.tol = 2.0}).item<int>(), 1);
}

TEST(Linalg, BatchesBroadcast) {
  const Tensor a = regular(3), b = arbitrary({1, 3, 2}), x = ops::solve(a, b);
  ASSERT_EQ(x.shape(), (Shape{2, 3, 2}));
  EXPECT_LT(largest_difference(ops::matmul(a, x), ops::broadcast_to(b, {.shape = {2, 3, 2}})),
            1e-14);
  const Tensor one = ops::reshape(slice_axis(a, 0, {0, 1}), {.newshape = {3, 3}});
  EXPECT_EQ(ops::solve(one, arbitrary({4, 2, 3, 1})).shape(), (Shape{4, 2, 3, 1}));
  EXPECT_EQ(ops::solve(a, arbitrary({2, 3})).shape(), (Shape{2, 3}));
  EXPECT_EQ(ops::solve_triangular(a, arbitrary({5, 1, 3, 1})).shape(), (Shape{5, 2, 3, 1}));
  EXPECT_EQ(ops::solve(kSquare, arbitrary({2})).dtype(), DType::f64);
}

TEST(Linalg, NothingHasItsFactorsToo) {
  const Tensor none = zeros({0, 0});
  EXPECT_EQ(ops::det(none).item<float>(), 1);
  EXPECT_EQ(ops::slogdet(zeros({2, 0, 0}))[0].to_vector<float>(), (std::vector<float>{1, 1}));
  EXPECT_EQ(ops::slogdet(none)[1].item<float>(), 0);
  EXPECT_EQ(ops::cholesky(none).shape(), (Shape{0, 0}));
  EXPECT_EQ(ops::inv(zeros({0, 3, 3})).shape(), (Shape{0, 3, 3}));
  EXPECT_EQ(ops::solve(none, zeros({0, 3})).shape(), (Shape{0, 3}));
  EXPECT_EQ(ops::solve(kSquare, zeros({2, 0})).shape(), (Shape{2, 0}));
  expect_near(ops::qr(zeros({2, 0}), {.mode = "complete"})[0], identity(2, none));
  expect_near(ops::svd(zeros({0, 3}))[2], identity(3, none));
  EXPECT_EQ(ops::svd(zeros({0, 3}), {.compute_uv = false})[0].shape(), (Shape{0}));
  EXPECT_EQ(ops::pinv(zeros({2, 0})).shape(), (Shape{0, 2}));
  EXPECT_EQ(ops::matrix_rank(zeros({4, 0, 2})).to_vector<int>(), (std::vector<int>{0, 0, 0, 0}));
  EXPECT_EQ(ops::eigh(none)[0].shape(), (Shape{0}));
  EXPECT_EQ(ops::eig(none)[3].shape(), (Shape{0, 0}));
  EXPECT_EQ(ops::lu_factor(none)[1].shape(), (Shape{0}));
}

/// Functions without freedom of signs, and where they are asked.
struct Case {
  const char* name;
  TensorFunction f;
  Tensors at;
};

std::vector<Case> cases() {
  const Tensor a = regular(3), b = arbitrary({1, 3, 2}), tall = arbitrary({2, 4, 3}),
               wide = arbitrary({2, 3, 4});
  const auto of_svd = [](const Tensors& in) {
    const Tensors parts = ops::svd(in[0], {.full_matrices = false});
    return ops::sum(square(parts[0]) * 2.0, {.axis = -2}) * parts[1] +
           ops::sum(square(parts[2]) *
                        ops::cast(numbers(parts[2].shape()[-1], in[0], false), DType::f64),
                    {.axis = -1});
  };
  const auto of_u = [](const Tensors& in) {
    return square(ops::svd(in[0], {.full_matrices = false})[0]);
  };
  const auto of_qr = [](QrMode mode, size_t part) {
    return [=](const Tensors& in) { return ops::qr(in[0], {.mode = mode})[part]; };
  };
  return {
      {"cholesky", [](const Tensors& in) { return ops::cholesky(positive(in[0])); }, {a}},
      {"upper",
       [](const Tensors& in) { return ops::cholesky(positive(in[0]), {.upper = true}); },
       {a}},
      {"cholesky_inverse", [](const Tensors& in) { return ops::cholesky_inverse(in[0]); }, {a}},
      {"logdet", [](const Tensors& in) { return ops::logdet(positive(in[0])); }, {a}},
      {"det", [](const Tensors& in) { return ops::det(in[0]); }, {a}},
      {"slogdet", [](const Tensors& in) { return ops::slogdet(in[0])[1]; }, {a}},
      {"inv", [](const Tensors& in) { return ops::inv(in[0]); }, {a}},
      {"solve", [](const Tensors& in) { return ops::solve(in[0], in[1]); }, {a, b}},
      {"transposed", [](const Tensors& in) { return solve_square(in[0], in[1], true); }, {a, b}},
      {"vectors",
       [](const Tensors& in) { return ops::solve(in[0], in[1]); },
       {a, arbitrary({2, 3})}},
      {"upper triangle",
       [](const Tensors& in) { return ops::solve_triangular(in[0], in[1]); },
       {a, b}},
      {"lower triangle",
       [](const Tensors& in) { return ops::solve_triangular(in[0], in[1], {.lower = true}); },
       {a, b}},
      {"lu_factor",
       [](const Tensors& in) { return ops::lu_factor(in[0])[0]; },
       {arbitrary({2, 3, 3})}},
      {"q", of_qr(QrMode::reduced, 0), {tall}},
      {"r", of_qr(QrMode::reduced, 1), {tall}},
      {"q of wide", of_qr(QrMode::reduced, 0), {wide}},
      {"r of wide", of_qr(QrMode::reduced, 1), {wide}},
      {"r of complete", of_qr(QrMode::complete, 1), {tall}},
      {"q of complete", of_qr(QrMode::complete, 0), {wide}},
      {"svd", of_svd, {a}},
      {"svd of tall", of_svd, {tall}},
      {"svd of wide", of_svd, {wide}},
      {"u of tall", of_u, {tall}},
      {"u of wide", of_u, {wide}},
      {"s of full", [](const Tensors& in) { return ops::svd(in[0])[1]; }, {wide}},
      {"singular values",
       [](const Tensors& in) { return ops::svd(in[0], {.compute_uv = false})[0]; },
       {tall}},
      {"eigenvalues", [](const Tensors& in) { return ops::eigh(in[0])[0]; }, {a}},
      {"eigenvectors", [](const Tensors& in) { return square(ops::eigh(in[0])[1]); }, {a}},
      {"pinv", [](const Tensors& in) { return ops::pinv(in[0]); }, {tall}},
      {"pinv of wide", [](const Tensors& in) { return ops::pinv(in[0]); }, {wide}},
      {"lstsq",
       [](const Tensors& in) { return ops::lstsq(in[0], in[1]); },
       {arbitrary({4, 3}), arbitrary({4})}},
  };
}

TEST(Linalg, Gradients) {
  for (const Case& c : cases()) {
    EXPECT_LT(gradient_error(c.f, c.at), 2e-7) << c.name;
    EXPECT_LT(hessian_error(c.f, c.at), 2e-5) << c.name;
  }
}

TEST(Linalg, TracedAndOnAnotherDevice) {
  for (const Case& c : cases()) {
    const Tensor expected = c.f(c.at);
    const TracedFunction traced([&](const Tensors& in) { return Tensors{c.f(in)}; });
    EXPECT_LT(largest_difference(traced(c.at)[0], expected), 1e-12) << c.name;
    Tensors there;
    for (const Tensor& x : c.at) there.push_back(to_device(x, test_device()));
    const Tensor y = c.f(there);
    EXPECT_EQ(y.device(), test_device()) << c.name;
    EXPECT_LT(largest_difference(y, expected), 1e-12) << c.name;
  }
}

TEST(Linalg, PinvOfEqualSingularValuesHasAGradient) {
  const auto f = [](const Tensors& in) { return ops::pinv(in[0]); };
  EXPECT_LT(gradient_error(f, {identity(3, arbitrary({1}))}), 1e-7);
}

TEST(Linalg, FunctionalModelsAndUnknownSizes) {
  const Tensor x = Input({3, 3}), y = Input({3, 4}), any = Input({unknown, unknown});
  EXPECT_EQ(ops::cholesky(any, {.upper = true}).spec().text(), "f32[?,?,?]");
  EXPECT_EQ(ops::slogdet(x)[1].spec().text(), "f32[?]");
  EXPECT_EQ(ops::logdet(x).spec().text(), "f32[?]");
  EXPECT_EQ(ops::lu_factor(x)[1].spec().text(), "i32[?,3]");
  EXPECT_EQ(ops::qr(y)[1].spec().text(), "f32[?,3,4]");
  EXPECT_EQ(ops::svd(y)[2].spec().text(), "f32[?,4,4]");
  EXPECT_EQ(ops::svd(y, {.full_matrices = false})[2].spec().text(), "f32[?,3,4]");
  EXPECT_EQ(ops::pinv(y).spec().text(), "f32[?,4,3]");
  EXPECT_EQ(ops::matrix_rank(y).spec().text(), "i32[?]");
  EXPECT_EQ(ops::solve(x, y).spec().text(), "f32[?,3,4]");
  EXPECT_EQ(ops::inv(x).spec().text(), "f32[?,3,3]");
  EXPECT_EQ(error_of([&] { ops::qr(any); }),
            "ShapeError: qr: the sizes of the matrices must be known, not f32[?,?,?].");
  EXPECT_EQ(error_of([&] { ops::eig(x); }),
            "ValueError: eig: in Keras's files its results are two complex tensors, which Cornu "
            "does not have; it gives real and imaginary parts.\n  hint: call it in a layer.");
}

TEST(Linalg, LazyGraphsOfUnknownShape) {
  Graph graph;
  Tensor x, results[8];
  {
    const auto scope = graph.as_default();
    x = placeholder(DType::f32, {.name = "x"});
    const Tensor all[] = {ops::inv(x),
                          ops::cholesky(x, {.upper = true}),
                          ops::cholesky_inverse(x),
                          ops::logdet(x),
                          ops::pinv(x),
                          ops::solve(x, x),
                          ops::det(x),
                          ops::cast(ops::matrix_rank(x), DType::f32)};
    std::copy(std::begin(all), std::end(all), results);
  }
  Session session(graph);
  const float expected[] = {0.6f, std::sqrt(2.f), 0.25f + 1 / 36.f, std::log(5.f), 0.6f, 1, 5, 2};
  for (size_t i = 0; i < std::size(results); ++i)
    EXPECT_NEAR(session.run({results[i]}, {{x, kSquare}})[0].to_vector<float>()[0], expected[i],
                1e-5)
        << i;
}

TEST(Linalg, SaysWhatDoesNotFit) {
  const Tensor wide = zeros({2, 3}), row = zeros({3}), one = ones({2, 2});
  const auto error = [](auto f) { return error_of([&] { f(); }); };
  EXPECT_EQ(error([&] { ops::cholesky(wide); }),
            "ShapeError: cholesky: the matrices must be square, not f32[2,3].");
  EXPECT_EQ(error([&] { ops::det(row); }),
            "ShapeError: det: matrices have at least 2 axes, which f32[3] has not.");
  EXPECT_EQ(error([&] { ops::lu_factor(wide); }),
            "ShapeError: lu_factor: the matrices must be square, not f32[2,3].");
  EXPECT_EQ(error([&] {
              ops::solve(one, zeros({3, 1}));
            }),
            "ShapeError: solve: there is no x with a x = b for a of f32[2,2] and b of f32[3,1].\n"
            "  hint: b has as many rows as a; what is before the matrices broadcasts.");
  EXPECT_EQ(error([&] { ops::solve_triangular(one, 1.0); }),
            "ShapeError: solve_triangular: b needs at least 1 axis; it is f32[].");
  EXPECT_EQ(error([&] { ops::svd(row, {.compute_uv = false}); }),
            "ShapeError: svd: matrices have at least 2 axes, which f32[3] has not.");
  EXPECT_EQ(error([&] { ops::pinv(row); }),
            "ShapeError: pinv: matrices have at least 2 axes, which f32[3] has not.");
  EXPECT_EQ(error([&] { ops::lstsq(one, row); }),
            "ShapeError: lstsq: a and b have different numbers of rows: f32[2,2] and f32[3].");
  EXPECT_EQ(error([&] { ops::lstsq(row, row); }),
            "ShapeError: lstsq: a must be one matrix, not f32[3].");
  EXPECT_EQ(error([&] {
              ops::lstsq(one, zeros({2, 1, 1}));
            }),
            "ShapeError: lstsq: b must be a vector or a matrix, not f32[2,1,1].");
  EXPECT_EQ(error([&] { ops::qr(one, {.mode = "r"}); }),
            "ValueError: unknown choice \"r\". Known: \"reduced\", \"complete\".");
  EXPECT_EQ(error([&] {
              ops::det(constant({{1, 2}, {3, 4}}));
            }),
            "DTypeError: det: x is i32[2,2]; it must be a floating type.");
}

TEST(Linalg, SaysWhichMatrixHasNone) {
  const Tensor pair = ops::stack({kSquare, ones({2, 2})});
  for (const Tensor& x : {pair, ops::cast(pair, DType::f16)})
    EXPECT_EQ(error_of([&] { ops::inv(x); }),
              "ValueError: solve: matrix 1 of [2,2,2] is singular.");
  EXPECT_EQ(error_of([&] { ops::cholesky(pair - 2.0); }),
            "ValueError: cholesky: matrix 0 of [2,2,2] is not positive definite.");
  EXPECT_TRUE(std::isnan(ops::logdet(-kSquare).item<float>()));
  EXPECT_EQ(
      ops::solve_triangular(ones({2, 2}) - identity(2, kSquare), ones({2})).to_vector<float>()[1],
      INFINITY);
}

TEST(Linalg, SaysWhatHasNoGradient) {
  const auto gradient = [](const Tensor& x, auto f) {
    return error_of([&] {
      GradientTape tape;
      tape.watch(x);
      tape.gradient(f(x), x);
    });
  };
  const Tensor tall = arbitrary({3, 2});
  EXPECT_EQ(gradient(tall, [](const Tensor& x) { return ops::qr(x, {.mode = "complete"})[0]; }),
            "ValueError: qr: the columns of a complete q beyond x's own can be any, and so have no "
            "gradient.\n  hint: use mode reduced for f64[3,2].");
  EXPECT_EQ(
      gradient(tall, [](const Tensor& x) { return ops::svd(x)[0]; }),
      "ValueError: svd: square u and vh of f64[3,2] have columns and rows that can be any, and "
      "so have no gradient.\n  hint: full_matrices = false.");
  EXPECT_EQ(gradient(kSquare, [](const Tensor& x) { return ops::eig(x)[0]; }),
            "ValueError: eig has no gradient: it would be complex; eigh has one.\n"
            "  hint: ops::stop_gradient cuts it out of the differentiated path.");
}

}  // namespace
}  // namespace cornu
