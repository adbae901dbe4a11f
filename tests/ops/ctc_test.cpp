#include <gtest/gtest.h>

#include <cmath>

#include "framework/nn/input.h"
#include "framework/ops/losses.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/test_device.h"

namespace cornu {
namespace {

const Tensor kLogits = arbitrary({4, 6, 4}),
             kLabels = constant({{1, 2, 3}, {1, 1, 0}, {3, 3, 3}, {2, 0, 0}}),
             kLengths = constant({3, 2, 3, 0}), kFrames = constant({6, 5, 6, 3});

TEST(CTC, LossesByHand) {
  // Two frames of two classes, all as likely: "1" is spelled by three of four paths.
  const Tensor even = zeros({1, 2, 2}, DType::f64);
  const auto of = [&](const Tensor& labels, int labels_count, int frames) {
    return ops::ctc_loss(labels, even, constant({labels_count}), constant({frames}))
        .to_vector<double>()[0];
  };
  EXPECT_NEAR(of(constant({{1}}), 1, 2), -std::log(0.75), 1e-12);
  EXPECT_NEAR(of(constant({{1}}), 1, 1), -std::log(0.5), 1e-12);
  EXPECT_NEAR(of(constant({{1}}), 0, 2), -std::log(0.25), 1e-12);
  EXPECT_EQ(of(constant({{1}}), 0, 0), 0);
  // Labels that do not fit are as TensorFlow has them.
  EXPECT_NEAR(of(constant({{1}}), 1, 0), 706.893623549172, 1e-9);
  EXPECT_EQ(ops::ctc_loss(kLabels, ops::cast(kLogits, DType::f16), kLengths, kFrames).dtype(),
            DType::f32);
}

/// The kernel's gradients, and through its composition those of order two.
TEST(CTC, Gradients) {
  for (const int64_t blank : {0, -1}) {
    const auto f = [&](const Tensors& in) {
      return ops::ctc_loss(blank == 0 ? kLabels : ops::mod(kLabels, 3), in[0], kLengths, kFrames,
                           {.mask_index = blank});
    };
    EXPECT_LT(gradient_error(f, {kLogits}), 1e-7);
    EXPECT_LT(hessian_error(f, {kLogits}), 1e-5);
    const TracedFunction traced([&](const Tensors& in) { return Tensors{f(in)}; });
    EXPECT_LT(largest_difference(traced({kLogits})[0], f({kLogits})), 1e-13);
  }
}

TEST(CTC, TheLossPadsWithBlanks) {
  const Tensor all = losses::ctc(kLabels, kLogits);
  EXPECT_LT(largest_difference(all, ops::ctc_loss(kLabels, kLogits, constant({3, 2, 3, 1}),
                                                  constant({6, 6, 6, 6}))),
            1e-15);
}

TEST(CTC, DecodesByHand) {
  const Tensor best =
      ops::cast(ops::one_hot(constant({{0, 1, 1, 0, 1, 2}}), {.num_classes = 3}), DType::f32) * 9;
  const auto of = [&](const CTCDecodeOptions& options, int length = 6) {
    return ops::ctc_decode(best, constant({length}), options)[0].to_vector<int>();
  };
  using Labels = std::vector<int>;
  EXPECT_EQ(of({}), (Labels{1, 1, 2, -1, -1, -1}));
  EXPECT_EQ(of({.merge_repeated = false}), (Labels{1, 1, 1, 2, -1, -1}));
  EXPECT_EQ(of({.mask_index = -1}), (Labels{0, 1, 0, 1, -1, -1}));
  EXPECT_EQ(of({}, 2), (Labels{1, -1, -1, -1, -1, -1}));
  EXPECT_EQ(of({.strategy = CTCStrategy::beam_search}), (Labels{1, 1, 2, -1, -1, -1}));
  const Tensors few =
      ops::ctc_decode(best, constant({0}), {.strategy = CTCStrategy::beam_search, .top_paths = 2});
  EXPECT_EQ(few[0].shape(), (Shape{2, 1, 6}));
  EXPECT_EQ(few[1].to_vector<float>(), (std::vector<float>{0, -INFINITY}));
}

TEST(CTC, SymbolicTensorsAndOtherDevices) {
  const Tensor x = Input({unknown, 5}), length = Input({}, {.dtype = DType::i32});
  EXPECT_EQ(ops::ctc_decode(x, length)[0].spec().text(), "i32[1,?,?]");
  EXPECT_EQ(ops::ctc_loss(Input({3}, {.dtype = DType::i32}), x, length, length).spec().text(),
            "f32[?]");
  const auto there = [](const Tensor& t) { return to_device(t, test_device()); };
  const Tensor loss =
      ops::ctc_loss(there(kLabels), there(kLogits), there(kLengths), there(kFrames));
  EXPECT_LT(largest_difference(loss, ops::ctc_loss(kLabels, kLogits, kLengths, kFrames)), 1e-15);
  for (const CTCStrategy strategy : {CTCStrategy::greedy, CTCStrategy::beam_search})
    EXPECT_EQ(
        ops::ctc_decode(there(kLogits), there(kFrames), {.strategy = strategy})[0].to_vector<int>(),
        ops::ctc_decode(kLogits, kFrames, {.strategy = strategy})[0].to_vector<int>());
}

TEST(CTC, SaysWhatDoesNotFit) {
  const auto loss = [](const Tensor& labels, const Tensor& logits, const Tensor& count,
                       const Tensor& frames, int64_t blank = 0) {
    return error_of([&] { ops::ctc_loss(labels, logits, count, frames, {blank}); });
  };
  EXPECT_EQ(loss(kLabels, zeros({4, 6}), kLengths, kFrames),
            "ShapeError: ctc_loss: output is f32[4,6]; it must be [batch, frames, classes].");
  EXPECT_EQ(loss(kLabels, kLogits, constant({1}), kFrames),
            "ShapeError: ctc_loss: target_length is i32[1], but the batch has 4 samples.");
  EXPECT_EQ(loss(kLabels, kLogits, kLengths, kFrames, 4),
            "ValueError: ctc_loss: mask_index is 4, but there are 4 classes.");
  EXPECT_EQ(loss(kLabels + 1, kLogits, kLengths, kFrames),
            "ValueError: ctc_loss: the label 4 of sample 0 is no class.\n"
            "  hint: labels must be from 0 to 3.");
  EXPECT_EQ(loss(kLabels, kLogits, kLengths + 1, kFrames),
            "ValueError: ctc_loss: target_length of sample 0 is 4; it must be from 0 to 3.");
  EXPECT_EQ(loss(kLabels, kLogits, kLengths, kFrames + 1),
            "ValueError: ctc_loss: output_length of sample 0 is 7; it must be from 0 to 6.");
  EXPECT_EQ(error_of([] { losses::ctc(constant({1}), kLogits); }),
            "ShapeError: ctc: y_true is i32[1]; it must be [batch, labels].");
  const auto decode = [](const Tensor& x, const Tensor& lengths, const CTCDecodeOptions& options) {
    return error_of([&] { ops::ctc_decode(x, lengths, options); });
  };
  EXPECT_EQ(decode(zeros({4, 6}), kFrames, {}),
            "ShapeError: ctc_decode: inputs is f32[4,6]; it must be [batch, frames, classes].");
  EXPECT_EQ(decode(kLogits, constant({1, 2}), {}),
            "ShapeError: ctc_decode: inputs is f64[4,6,4] and sequence_lengths i32[2]; they must "
            "have the same batch.");
  const auto beam = CTCStrategy::beam_search;
  EXPECT_EQ(decode(kLogits, kFrames, {.strategy = beam, .beam_width = 2, .top_paths = 3}),
            "ValueError: ctc_decode: top_paths is 3; it must be from 1 to beam_width, 2.");
  EXPECT_EQ(decode(kLogits, kFrames + 1, {.strategy = beam}),
            "ValueError: ctc_decode: sequence_lengths of sample 0 is 7; it must be from 0 to 6.");
  EXPECT_EQ(decode(kLogits, kFrames, {.mask_index = -5}),
            "ValueError: ctc_decode: mask_index is -5, but there are 4 classes.");
}

}  // namespace
}  // namespace cornu
