#include <gtest/gtest.h>

#include <cmath>

#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/ops/strided_slice.h"
#include "framework/trace/function.h"
#include "framework/trace/session.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/test_device.h"

namespace cornu {
namespace {

using Floats = std::vector<float>;

void expect_near(const Tensor& got, const Tensor& expected, double limit = 1e-6) {
  ASSERT_EQ(got.spec().text(), expected.spec().text());
  EXPECT_LE(largest_difference(got, expected), limit) << got.text();
}

TEST(Fft, ValuesByHand) {
  const Tensors y = ops::fft({constant({1.f, 2.f}), constant({0.f, 1.f})});
  EXPECT_EQ(y[0].to_vector<float>(), (Floats{3, -1}));
  EXPECT_EQ(y[1].to_vector<float>(), (Floats{1, -1}));
  const Tensors plane =
      ops::fft2({constant({{1.f, 2.f}, {2.f, 1.f}}), constant({{0.f, 1.f}, {1.f, 0.f}})});
  expect_near(plane[0], constant({{6.f, 0.f}, {0.f, -2.f}}));
  expect_near(plane[1], constant({{2.f, 0.f}, {0.f, -2.f}}));
  expect_near(ops::ifft2(plane)[1], constant({{0.f, 1.f}, {1.f, 0.f}}));
  const Tensor x = constant({0.f, 1.f, 2.f, 3.f, 4.f});
  const Tensors half = ops::rfft(x);
  expect_near(half[0], constant({10.f, -2.5f, -2.5f}));
  expect_near(half[1], constant({0.f, 3.4409548f, 0.81229924f}));
  expect_near(ops::rfft(x, {.fft_length = 3})[1], constant({0.f, 0.8660254f}));
  expect_near(ops::irfft(half, {.fft_length = 5}), x);
}

TEST(Fft, OfNothing) {
  EXPECT_EQ(ops::fft({zeros({2, 0}), zeros({2, 0})})[1].shape(), (Shape{2, 0}));
  EXPECT_EQ(ops::fft({zeros({0, 3}), zeros({0, 3})})[0].shape(), (Shape{0, 3}));
  EXPECT_EQ(ops::rfft(zeros({2, 0}))[0].shape(), (Shape{2, 0}));
  EXPECT_EQ(ops::rfft(zeros({2, 0}), {.fft_length = 4})[0].to_vector<float>(), Floats(6, 0));
  EXPECT_EQ(ops::irfft({zeros({0, 3}), zeros({0, 3})}).shape(), (Shape{0, 4}));
}

/// What makes a transform of real numbers ignore the parts that it cannot have.
TEST(Irfft, FirstAndLastNumberAreReal) {
  const Tensor real = constant({1.f, 2.f, 3.f});
  EXPECT_EQ(ops::irfft({real, constant({5.f, 1.f, 7.f})}).to_vector<float>(),
            (Floats{2, -1, 0, 0}));
}

TEST(Stft, IstftGivesTheSignalBack) {
  const Tensor x = arbitrary({2, 64});
  for (const char* window : {"hann", "hamming"}) {
    const Tensors y = ops::stft(
        x, {.sequence_length = 16, .sequence_stride = 4, .fft_length = 16, .window = window});
    EXPECT_EQ(y[0].spec().text(), "f64[2,17,9]");
    const Tensor back = ops::istft(
        y, {.sequence_length = 16, .sequence_stride = 4, .fft_length = 16, .window = window});
    EXPECT_EQ(back.shape(), x.shape());
    const Range middle(8, 56);  // at the ends windows are missing that would overlap
    expect_near(slice_axis(back, 1, middle), slice_axis(x, 1, middle), 1e-12);
  }
}

TEST(Stft, TakesAnyWindow) {
  const Tensor x = arbitrary({12}), window = constant({1.f, 2.f, 3.f, 4.f});
  const StftOptions options{.sequence_length = 4,
                            .sequence_stride = 4,
                            .fft_length = 4,
                            .window = window,
                            .center = false};
  const Tensors y = ops::stft(x, options);
  const Tensor first = slice_axis(x, 0, Range(0, 4)) * ops::cast(window, DType::f64);
  expect_near(slice_axis(ops::reshape(y[0], {.newshape = {-1}}), 0, Range(0, 3)),
              ops::rfft(first)[0], 1e-14);
  StftOptions none = options;
  none.window = std::nullopt;
  expect_near(ops::stft(x, none)[0], ops::rfft(ops::reshape(x, {.newshape = {3, 4}}))[0], 1e-14);
}

Tensors parts_of(const Tensors& in) { return {in[0], in[1]}; }

struct Case {
  const char* name;
  TensorFunction f;
};

/// Of two tensors [3, 10].
std::vector<Case> cases() {
  const auto both = [](const Tensors& y) { return y[0] * 2.0 - ops::square(y[1]); };
  std::vector<Case> all = {
      {"fft", [=](const Tensors& x) { return both(ops::fft(parts_of(x))); }},
      {"fft2", [=](const Tensors& x) { return both(ops::fft2(parts_of(x))) * 0.1; }},
      {"ifft2", [=](const Tensors& x) { return both(ops::ifft2(parts_of(x))); }},
      {"rfft", [=](const Tensors& x) { return both(ops::rfft(x[0] * x[1])); }},
      {"irfft", [](const Tensors& x) { return ops::square(ops::irfft(parts_of(x))); }},
      {"extract_sequences",
       [](const Tensors& x) {
         return ops::tanh(
             ops::extract_sequences(x[0] * x[1], {.sequence_length = 4, .sequence_stride = 2}));
       }},
      {"stft",
       [=](const Tensors& x) {
         return both(
             ops::stft(x[0] * x[1], {.sequence_length = 3, .sequence_stride = 2, .fft_length = 5}));
       }},
      {"istft", [](const Tensors& x) {
         return ops::square(ops::istft(parts_of(x), {.sequence_length = 18,
                                                     .sequence_stride = 4,
                                                     .fft_length = 18,
                                                     .window = WindowName::hamming}));
       }}};
  for (const int64_t length : {1, 2, 7, 14, 25}) {
    all.push_back({"rfft of a length", [=](const Tensors& x) {
                     return both(ops::rfft(x[0] * x[1], {.fft_length = length}));
                   }});
    all.push_back({"irfft of a length", [=](const Tensors& x) {
                     return ops::square(ops::irfft(parts_of(x), {.fft_length = length}));
                   }});
  }
  return all;
}

TEST(Signal, Gradients) {
  const Tensors at = {arbitrary({3, 10}), arbitrary({3, 10}, DType::f64, 3)};
  for (const Case& c : cases()) {
    EXPECT_LT(gradient_error(c.f, at), 1e-7) << c.name;
    EXPECT_LT(hessian_error(c.f, at), 1e-6) << c.name;
  }
}

TEST(Signal, TracedAndOnAnotherDevice) {
  const Tensors at = {arbitrary({3, 10}), arbitrary({3, 10}, DType::f64, 3)};
  for (const Case& c : cases()) {
    const Tensor expected = c.f(at);
    const TracedFunction traced([&](const Tensors& in) { return Tensors{c.f(in)}; });
    EXPECT_LT(largest_difference(traced(at)[0], expected), 1e-13) << c.name;
    const Tensor y = c.f({to_device(at[0], test_device()), to_device(at[1], test_device())});
    EXPECT_EQ(y.device(), test_device()) << c.name;
    EXPECT_LT(largest_difference(y, expected), 1e-13) << c.name;
  }
}

TEST(Signal, FunctionalModels) {
  const Tensor x = Input({8}), line = Input({5, 8}), any = Input({unknown});
  const auto text = [](const Tensor& y) { return y.spec().text(); };
  EXPECT_EQ(text(ops::fft({x, x})[1]), "f32[?,8]");
  EXPECT_EQ(text(ops::fft2({line, line})[0]), "f32[?,5,8]");
  EXPECT_EQ(text(ops::ifft2({line, line})[0]), "f32[?,5,8]");
  EXPECT_EQ(text(ops::rfft(x)[1]), "f32[?,5]");
  EXPECT_EQ(text(ops::rfft(any, {.fft_length = 4})[1]), "f32[?,3]");
  EXPECT_EQ(text(ops::rfft(any)[1]), "f32[?,?]");
  EXPECT_EQ(text(ops::irfft({x, x})), "f32[?,14]");
  EXPECT_EQ(text(ops::irfft({any, any}, {.fft_length = 5})), "f32[?,5]");
  EXPECT_EQ(text(ops::extract_sequences(line, {.sequence_length = 3, .sequence_stride = 2})),
            "f32[?,5,3,3]");
  const Tensors y = ops::stft(x, {.sequence_length = 4, .sequence_stride = 2, .fft_length = 6});
  EXPECT_EQ(text(y[0]), "f32[?,5,4]");
  EXPECT_EQ(text(ops::istft(y, {.sequence_length = 4, .sequence_stride = 2, .fft_length = 6})),
            "f32[?,8]");
  EXPECT_EQ(error_of([&] { ops::stft(x, {.sequence_length = 1, .window = ones({1})}); }),
            "ValueError: stft: a window of given elements cannot be in a functional model's file.\n"
            "  hint: name the window, or call it in a layer.");
}

TEST(Signal, LazyGraphsOfUnknownShape) {
  Graph graph;
  Tensor x, results[4];
  {
    const auto scope = graph.as_default();
    x = placeholder(DType::f32, {.name = "x"});
    const Tensor all[] = {ops::fft({x, x})[0], ops::rfft(x, {.fft_length = 6})[1],
                          ops::irfft({x, x}),
                          ops::extract_sequences(x, {.sequence_length = 2, .sequence_stride = 1})};
    std::copy(std::begin(all), std::end(all), results);
  }
  Session session(graph);
  const Tensor fed = arbitrary({2, 2, 4}, DType::f32);
  const Tensor expected[] = {
      ops::fft({fed, fed})[0], ops::rfft(fed, {.fft_length = 6})[1], ops::irfft({fed, fed}),
      ops::extract_sequences(fed, {.sequence_length = 2, .sequence_stride = 1})};
  for (size_t i = 0; i < std::size(results); ++i)
    expect_near(session.run({results[i]}, {{x, fed}})[0], expected[i]);
}

TEST(Signal, SaysWhatDoesNotFit) {
  const Tensor x = ones({2, 8}), row = ones({8}), wide = zeros({2, 8}, DType::f64);
  const auto error = [](auto f) { return error_of([&] { f(); }); };
  EXPECT_EQ(error([&] { ops::fft({x}); }),
            "ValueError: fft: x has 1 tensors; it must be {real, imaginary}.");
  EXPECT_EQ(error([&] {
              ops::fft({x, row});
            }),
            "ShapeError: fft: the real part f32[2,8] and the imaginary part f32[8] have different "
            "shapes.");
  EXPECT_EQ(error([&] {
              ops::irfft({x, wide});
            }),
            "DTypeError: irfft: the real part is f32[2,8], the imaginary part f64[2,8]; their "
            "element types must be the same.");
  EXPECT_EQ(error([&] {
              ops::rfft(constant({1, 2}));
            }),
            "DTypeError: rfft: x is i32[2]; it must be f32 or f64.");
  EXPECT_EQ(error([&] { ops::rfft(1.f); }),
            "ValueError: rfft: axis -1 is out of range for a tensor of 0 axes.");
  EXPECT_EQ(error([&] { ops::rfft(x, {.fft_length = 0}); }),
            "ValueError: rfft: fft_length is 0; it must be at least 1.");
  EXPECT_EQ(error([&] {
              ops::irfft({ones({2, 1}), ones({2, 1})});
            }),
            "ValueError: irfft: f32[2,1] leaves no elements of the result.\n  hint: give "
            "fft_length.");
  EXPECT_EQ(error([&] {
              ops::fft2({row, row});
            }),
            "ShapeError: fft2: x must have at least 2 axes, not f32[8].");
  EXPECT_EQ(error([&] { ops::extract_sequences(x, {.sequence_length = 0}); }),
            "ValueError: extract_sequences: sequence_length is 0; it must be at least 1.");
  EXPECT_EQ(error([&] { ops::extract_sequences(1, {}); }),
            "ShapeError: extract_sequences: x must have at least 1 axis, not i32[].");
  EXPECT_EQ(error([&] { ops::stft(x, {.sequence_stride = 0}); }),
            "ValueError: stft: sequence_stride is 0; it must be at least 1.");
  EXPECT_EQ(error([&] { ops::stft(x, {.sequence_length = 4, .fft_length = 3}); }),
            "ValueError: stft: fft_length is 3; it must be at least sequence_length, 4.");
  EXPECT_EQ(error([&] { ops::stft(ops::cast(x, DType::f16), {}); }),
            "DTypeError: stft: x is f16[2,8]; it must be f32 or f64.");
  EXPECT_EQ(error([&] {
              ops::istft({row, row}, {});
            }),
            "ShapeError: istft: x must have at least 2 axes, not f32[8].");
  EXPECT_EQ(
      error([&] { ops::stft(x, {.sequence_length = 4, .fft_length = 4, .window = ones({3})}); }),
      "ShapeError: stft: the window is f32[3]; it must have sequence_length, 4, elements.");
  EXPECT_EQ(error([&] { ops::stft(x, {.window = "blackman"}); }),
            "ValueError: unknown choice \"blackman\". Known: \"hann\", \"hamming\".");
  EXPECT_EQ(error([&] { ops::stft(x, {.sequence_length = 20, .fft_length = 20}); }),
            "ValueError: pad: axis 1 of f32[2,8] is too short to be mirrored by 10 elements.");
}

}  // namespace
}  // namespace cornu
