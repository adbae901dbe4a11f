#include <gtest/gtest.h>

#include <cmath>

#include "framework/model/functional.h"
#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/losses.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/test_device.h"

namespace cornu {
namespace {

Tensor counted(const Shape& shape) {
  return ops::reshape(ops::arange(shape.elements()), {.newshape = shape});
}

/// Keras's values are in tests/golden/ops/{blocks,spatial}.
TEST(Blocks, ValuesByHand) {
  const Tensor pixels = counted({1, 2, 4, 1});
  const Tensor deep = ops::space_to_depth(pixels, {.block_size = 2});
  EXPECT_EQ(deep.to_vector<int>(), (std::vector<int>{0, 1, 4, 5, 2, 3, 6, 7}));
  EXPECT_EQ(ops::depth_to_space(deep, {.block_size = 2}).to_vector<int>(), pixels.to_vector<int>());
  const Tensor image = counted({1, 1, 2, 3});
  EXPECT_EQ(ops::unfold(image, {.kernel_size = 2}).to_vector<int>(),
            (std::vector<int>{0, 1, 1, 2, 3, 4, 4, 5}));
  EXPECT_EQ(
      ops::fold(ops::unfold(image, {.kernel_size = 2}), {.output_size = {2, 3}, .kernel_size = 2})
          .to_vector<int>(),
      (std::vector<int>{0, 2, 2, 3, 8, 5}));
  EXPECT_EQ(ops::rearrange(image, "b c h w -> (w h) (c b)").to_vector<int>(),
            (std::vector<int>{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(ops::rearrange(constant({0, 1, 2, 3}), "(a b) -> b a", {{"a", 2}}).to_vector<int>(),
            (std::vector<int>{0, 2, 1, 3}));
  EXPECT_EQ(ops::adaptive_max_pool(counted({1, 5, 1}), {.output_size = 3}).to_vector<float>(),
            (std::vector<float>{1, 3, 4}));
  EXPECT_EQ(ops::adaptive_average_pool(counted({1, 5, 1}), {.output_size = 3}).to_vector<float>(),
            (std::vector<float>{0.5, 2, 3.5}));
  EXPECT_EQ(ops::adaptive_max_pool(counted({1, 5, 1}), {.output_size = 1}).to_vector<float>(),
            (std::vector<float>{4}));
  EXPECT_NEAR(ops::psnr(zeros({4}), constant(0.1f, {4}), {.max_val = 1}).item<float>(), 20, 1e-5);
  EXPECT_EQ(ops::multi_hot(constant({{0, 2}, {1, 1}}), {.num_classes = 3}).to_vector<int>(),
            (std::vector<int>{1, 0, 1, 0, 1, 0}));
  EXPECT_EQ(ops::view(constant({1.f, -2.f}), {.dtype = DType::u32}).to_vector<int64_t>(),
            (std::vector<int64_t>{0x3F800000, 0xC0000000}));
  EXPECT_EQ(
      ops::rms_normalization(constant({3.f, 4.f, 0.f, 0.f}), 2, {.epsilon = 0}).to_vector<float>(),
      (std::vector<float>{2.4f, 3.2f, 0, 0}));
}

/// One implementation with the losses: what is said there holds here.
TEST(Blocks, CrossEntropies) {
  const Tensor target = constant({{1, 0}, {0, 1}}),
               output = constant({{0.25f, 0.75f}, {0.5f, 0.5f}});
  EXPECT_LT(largest_difference(ops::mean(ops::binary_crossentropy(target, output), {.axis = -1}),
                               losses::binary_crossentropy(target, output)),
            1e-7);
  EXPECT_NEAR(ops::categorical_crossentropy(target, output).to_vector<float>()[0], std::log(4),
              1e-6);
  EXPECT_NEAR(ops::sparse_categorical_crossentropy(constant({0, 1}), output).to_vector<float>()[0],
              std::log(4), 1e-6);
  const Tensor logits = constant({{0.f, 200.f}});
  EXPECT_EQ(ops::sparse_categorical_crossentropy(constant({0}), ops::softmax(logits)).item<float>(),
            200);
  EXPECT_EQ(error_of([&] { ops::categorical_crossentropy(constant({1}), output); }),
            "ShapeError: categorical_crossentropy: target is i32[1] and output is f32[2,2]; they "
            "must have the same shape.");
}

TEST(Blocks, Gradients) {
  const Tensor x = arbitrary({2, 4, 6, 4});
  const auto check = [](const TensorFunction& f, const Tensors& at, const std::string& what) {
    EXPECT_LT(gradient_error(f, at), 1e-7) << what;
    EXPECT_LT(hessian_error(f, at), 1e-5) << what;
    const TracedFunction traced([&](const Tensors& in) { return Tensors{f(in)}; });
    EXPECT_LT(largest_difference(traced(at)[0], f(at)), 1e-13) << what;
  };
  const auto squared = [&](Tensor (*f)(const Tensor&), const std::string& what) {
    check([f](const Tensors& in) { return ops::square(f(in[0])); }, {x}, what);
  };
  squared([](const Tensor& t) { return ops::depth_to_space(t, {.block_size = 2}); }, "depth");
  squared([](const Tensor& t) { return ops::space_to_depth(t, {.block_size = 2}); }, "space");
  squared(
      [](const Tensor& t) {
        return ops::unfold(t, {.kernel_size = 2, .padding = {1, 0}, .stride = 2});
      },
      "unfold");
  squared(
      [](const Tensor& t) {
        return ops::fold(ops::reshape(t, {.newshape = {2, 4, 24}}),
                         {.output_size = {5, 5}, .kernel_size = 2, .padding = {1, 0}});
      },
      "fold");
  squared(
      [](const Tensor& t) {
        return ops::rearrange(t, "b (h a) w c -> (a b) (w c) h", {{"a", 2}});
      },
      "rearrange");
  squared(
      [](const Tensor& t) {
        return ops::adaptive_average_pool(t, {.output_size = {3, 4}});
      },
      "adaptive_average_pool");
  squared(
      [](const Tensor& t) {
        return ops::adaptive_max_pool(t, {.output_size = {3, 4}});
      },
      "adaptive_max_pool");
  check(
      [](const Tensors& in) {
        return ops::rms_normalization(in[0], in[1], {.axis = {1, -1}});
      },
      {x, arbitrary({6, 1}, DType::f64, 1)}, "rms_normalization");
  check([](const Tensors& in) { return ops::psnr(in[0], in[1], {.max_val = 2}); },
        {x, arbitrary({2, 4, 6, 4}, DType::f64, 1)}, "psnr");
  const Tensor y = ops::softmax(x).with_logits({});
  check([](const Tensors& in) { return ops::binary_crossentropy(in[0] > 0.3, in[0]); }, {y},
        "binary_crossentropy");
}

TEST(Blocks, SymbolicTensorsAndOtherDevices) {
  const Tensor x = Input({4, 6, 8});
  const auto spec = [](const Tensor& t) { return t.spec().text(); };
  EXPECT_EQ(spec(ops::depth_to_space(x, {.block_size = 2})), "f32[?,8,12,2]");
  EXPECT_EQ(spec(ops::space_to_depth(x, {.block_size = 2})), "f32[?,2,3,32]");
  EXPECT_EQ(spec(ops::unfold(x, {.kernel_size = 3})), "f32[?,36,24]");
  EXPECT_EQ(spec(ops::fold(ops::reshape(x, {.newshape = {-1, 24, 8}}),
                           {.output_size = {3, 5}, .kernel_size = 2})),
            "f32[?,6,3,5]");
  EXPECT_EQ(spec(ops::rearrange(x, "b (h a) w c -> b h w (a c)", {{"a", 2}})), "f32[?,2,6,16]");
  EXPECT_EQ(spec(ops::adaptive_max_pool(x, {.output_size = {3, 5}})), "f32[?,3,5,8]");
  EXPECT_EQ(spec(ops::adaptive_average_pool(
                x, {.output_size = 3, .data_format = DataFormat::channels_first})),
            "f32[?,4,3,3]");
  EXPECT_EQ(spec(ops::view(x, {.dtype = DType::f64})), "f64[?,4,6,4]");
  EXPECT_EQ(spec(ops::rms_normalization(x)), "f32[?,4,6,8]");
  EXPECT_EQ(spec(ops::psnr(x, x, {.max_val = 1})), "f32[]");
  EXPECT_EQ(spec(ops::multi_hot(Input({3}, {.dtype = DType::i32}), {.num_classes = 5})),
            "f32[?,5]");
  EXPECT_EQ(spec(ops::binary_crossentropy(x, x)), "f32[?,4,6,8]");
  EXPECT_EQ(spec(ops::categorical_crossentropy(x, x)), "f32[?,4,6]");

  const Tensor here = arbitrary({1, 4, 6, 8}, DType::f32);
  const auto f = [](const Tensor& t) {
    const Tensor folded =
        ops::fold(ops::unfold(t, {.kernel_size = 2}), {.output_size = {6, 8}, .kernel_size = 2});
    return ops::view(ops::adaptive_max_pool(folded, {.output_size = 3}), {.dtype = DType::i32});
  };
  EXPECT_EQ(f(to_device(here, test_device())).to_vector<int>(), f(here).to_vector<int>());
}

/// Patterns and lengths are arguments of the call, other options the op's configuration.
TEST(Blocks, CallsGoToFilesAndBack) {
  const Tensor x = Input({4, 6}), bias = Input({2, 4, 4});
  const Tensor heads = ops::rearrange(x, "b t (n h) -> b t n h", {{"n", 2}});
  const Tensor y =
      ops::dot_product_attention(heads, heads, heads, bias, {}, 0.3, {.is_causal = true});
  const Tensor z = ops::rms_normalization(ops::adaptive_max_pool(y, {.output_size = {3, 2}}), {},
                                          {.axis = {1, 2}});
  const Model model({x, bias}, z), again = model_from_json(model.to_json());
  EXPECT_NE(model.to_json().find(R"("b t (n h) -> b t n h"], "kwargs": {"n": 2})"),
            std::string::npos);
  const Tensor a = arbitrary({2, 4, 6}, DType::f32), b = arbitrary({2, 2, 4, 4}, DType::f32, 1);
  EXPECT_EQ(model({a, b}).to_vector<float>(), again({a, b}).to_vector<float>());
}

TEST(Blocks, SayWhatDoesNotFit) {
  const Tensor x = zeros({2, 4, 6, 8});
  const auto text = [](const auto& f) { return error_of([&] { f(); }); };
  EXPECT_EQ(text([&] { ops::depth_to_space(x, {.block_size = 1}); }),
            "ValueError: depth_to_space: block_size is 1; it must be at least 2.");
  EXPECT_EQ(text([&] { ops::depth_to_space(x, {.block_size = 3}); }),
            "ShapeError: depth_to_space: 8 channels are no multiple of block_size², 9.");
  EXPECT_EQ(text([&] { ops::space_to_depth(x, {.block_size = 3}); }),
            "ShapeError: space_to_depth: height 4 is no multiple of block_size, 3.");
  EXPECT_EQ(
      text([&] { ops::space_to_depth(zeros({2}), {.block_size = 3}); }),
      "ShapeError: space_to_depth: x is f32[2]; it must have 4 axes.\n"
      "  hint: [n, height, width, channels], or [n, channels, height, width] with data_format "
      "\"channels_first\".");
  EXPECT_EQ(
      text([&] { ops::unfold(x, {.kernel_size = 7}); }),
      "ShapeError: unfold: a block reaches over 7 elements, but the height is 6, with padding "
      "6.");
  EXPECT_EQ(text([&] { ops::unfold(zeros({2}), {}); }),
            "ShapeError: unfold: x is f32[2]; it must have 4 axes.\n"
            "  hint: [n, channels, height, width].");
  EXPECT_EQ(text([&] {
              ops::fold(zeros({1, 8, 5}), {.output_size = 3, .kernel_size = 2});
            }),
            "ShapeError: fold: x is f32[1,8,5] and has 5 blocks; an image of 3 by 3 has 4.");
  EXPECT_EQ(text([&] {
              ops::fold(zeros({1, 7, 4}), {.output_size = 3, .kernel_size = 2});
            }),
            "ShapeError: fold: axis 1 of f32[1,7,4] is no multiple of a block's 4 elements.");
  EXPECT_EQ(text([&] {
              ops::unfold(x, {.padding = {1, 2, 3}});
            }),
            "ValueError: unfold: padding has 3 sizes, there are 2 spatial axes.");
  EXPECT_EQ(text([&] {
              ops::adaptive_max_pool(zeros({2, 3}), {.output_size = 2});
            }),
            "ShapeError: adaptive_max_pool: x is f32[2,3]; it must have 1 to 3 spatial axes.\n"
            "  hint: [n, spatial..., channels].");
  EXPECT_EQ(text([&] {
              ops::adaptive_max_pool(x, {.output_size = {2, 0}});
            }),
            "ValueError: adaptive_max_pool: output_size holds 0; sizes are at least 1.");
  EXPECT_EQ(
      text([&] { ops::psnr(x, zeros({2}), {.max_val = 1}); }),
      "ShapeError: psnr: x1 is f32[2,4,6,8] and x2 is f32[2]; they must have the same shape.");
  EXPECT_EQ(text([&] { ops::view(x, {.dtype = DType::boolean}); }),
            "DTypeError: view: the bits of f32 are not read as bool.\n"
            "  hint: cast converts to and from bool.");
  EXPECT_EQ(text([&] { ops::view(constant(1), {.dtype = DType::i8}); }),
            "ShapeError: view: a scalar of i32 cannot be read as i8, whose elements have another "
            "size.");
  EXPECT_EQ(text([&] {
              ops::view(zeros({2, 3}), {.dtype = DType::f64});
            }),
            "ShapeError: view: the last axis of f32[2,3] has 12 bytes, no multiple of the 8 of "
            "f64.");
  EXPECT_EQ(text([] { ops::multi_hot(constant({1}), {}); }),
            "ValueError: multi_hot: num_classes is 0; it must be at least 1.");
}

TEST(Blocks, PatternsThatMeanNothing) {
  const auto of = [](const std::string& pattern, const AxesLengths& lengths = {}) {
    const std::string text = error_of([&] { ops::rearrange(zeros({2, 6}), pattern, lengths); });
    return text.substr(0, text.find('\n'));
  };
  const std::string start = "ValueError: rearrange: in the pattern ";
  EXPECT_EQ(of("a b"), start + "\"a b\" it has no \"->\".");
  EXPECT_EQ(of("a b -> a"), start + "\"a b -> a\" there must be the same axes on both sides.");
  EXPECT_EQ(of("a b -> a c"), start + "\"a b -> a c\" axis \"c\" is not on the left.");
  EXPECT_EQ(of("a a -> a a"), start + "\"a a -> a a\" axis \"a\" stands twice on one side.");
  EXPECT_EQ(of("a ... -> a ..."), start + "\"a ... -> a ...\" \".\" is out of place.");
  EXPECT_EQ(of("a (b c -> a b c"), start + "\"a (b c -> a b c\" a parenthesis is not closed.");
  EXPECT_EQ(of("a b c -> a b c"),
            start + "\"a b c -> a b c\" there are 3 axes on the left, but f32[2,6] has 2.");
  EXPECT_EQ(of("a (b c) -> a b c"),
            start + "\"a (b c) -> a b c\" the lengths of \"b\" and \"c\" are not known.");
  EXPECT_EQ(
      of("a (b c) -> a b c", {{"b", 4}}),
      "ShapeError: rearrange: an axis of f32[2,6] has 6 elements; its parts make multiples of "
      "4.");
  EXPECT_EQ(of("a (b c) -> a b c", {{"d", 4}}),
            start + "\"a (b c) -> a b c\" axis \"d\" is not on the left.");
  EXPECT_EQ(of("a (b c) -> a b c", {{"b", 0}}),
            "ValueError: rearrange: the length of \"b\" is 0; it must be from 1 to 2147483647.");
}

TEST(Blocks, ViewsHaveNoGradient) {
  const Tensor x = constant({1.f, -2.f, 0.5f});
  EXPECT_EQ(ops::view(x).to_vector<float>(), x.to_vector<float>());
  EXPECT_EQ(ops::view(constant(1.f), {.dtype = DType::i32}).item<int>(), 0x3F800000);
  const auto as_halves = [](const Tensors& in) { return ops::view(in[0], {.dtype = DType::f16}); };
  EXPECT_EQ(error_of([&] { gradient_error(as_halves, {x}); }),
            "ValueError: view has no gradient: bits of another type do not change smoothly.\n"
            "  hint: ops::stop_gradient cuts it out of the differentiated path.");
}

}  // namespace
}  // namespace cornu
