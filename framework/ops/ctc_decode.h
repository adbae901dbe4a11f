#pragma once

#include <array>
#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

enum class CTCStrategy { greedy, beam_search };
template <>
struct EnumNames<CTCStrategy> {
  static constexpr std::array<std::string_view, 2> names = {"greedy", "beam_search"};
};

struct CTCDecodeOptions {
  Choice<CTCStrategy> strategy = CTCStrategy::greedy;
  int64_t beam_width = 100;
  int64_t top_paths = 1;
  bool merge_repeated = true;
  std::optional<int64_t> mask_index = 0;
  static void fields(auto& field, auto& config) {
    field("strategy", config.strategy, "The best class of each frame, or the best sequences.");
    field("beam_width", config.beam_width, "How many beginnings beam search keeps.");
    field("top_paths", config.top_paths, "How many sequences beam search gives.");
    field("merge_repeated", config.merge_repeated,
          "Whether greedy search takes a class in neighbouring frames for one label.");
    field("mask_index", config.mask_index,
          "The class of the blank; negative: from the end; null: the last.");
  }
};

/// Attributes of ctc_beam_search.
struct BeamSearchAttrs {
  int64_t beam_width = 100;
  int64_t top_paths = 1;
  int64_t blank = 0;
  static void fields(auto& field, auto& config) {
    field("beam_width", config.beam_width, "How many beginnings are kept.");
    field("top_paths", config.top_paths, "How many sequences are given.");
    field("blank", config.blank, "The class of the blank.");
  }
};

/// ValueError where a sample has more frames than there are; what kernels check before they read.
void check_sequence_length(int64_t sample, int64_t length, int64_t frames);

namespace ops {

/// The labels that logits [n, frames, classes] spell, each sample in its first sequence_lengths
/// frames: {labels [paths, n, frames], −1 behind the last, scores [n, paths]}. A greedy score is
/// minus the sum of the largest logits, as in TensorFlow; one of beam search the logarithm of the
/// sequence's probability, and where there are fewer sequences than `top_paths` minus infinity.
Tensors ctc_decode(const Operand& inputs, const Operand& sequence_lengths,
                   const CTCDecodeOptions& options = {});

}  // namespace ops

}  // namespace cornu
