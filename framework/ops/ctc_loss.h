#pragma once

#include <cmath>

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

struct CTCLossOptions {
  int64_t mask_index = 0;
  static void fields(auto& field, auto& config) {
    field("mask_index", config.mask_index, "The class of the blank; negative: from the end.");
  }
};

/// What a state sequence loses that does not end where its labels do: log(1e-307), as in
/// TensorFlow, so that labels that do not fit have a finite loss.
inline const double kUnfinished = std::log(1e-307);
/// The logarithm of what cannot be: finite, so that sums of such stay numbers.
inline constexpr double kNever = -1e30;

/// The states of a sequence of n labels: blank, label, blank, …, label, blank.
template <class I>
struct CTCStates {
  const I* labels;
  int64_t count, blank;

  int64_t states() const { return 2 * count + 1; }
  int64_t label(int64_t state) const { return state % 2 ? labels[state / 2] : blank; }
  /// Whether the blank before this state may be left out.
  bool may_skip(int64_t state) const {
    return state >= 3 && state % 2 && labels[state / 2] != labels[state / 2 - 1];
  }
  /// The logarithm of a state's weight at the end.
  double at_end(int64_t state) const { return state + 2 >= states() ? 0 : kUnfinished; }
};

/// ValueError where a sample's lengths are larger than its axes or a label is no class; what
/// kernels check before they read.
void check_ctc_lengths(int64_t sample, int64_t label_length, int64_t most_labels,
                       int64_t logit_length, int64_t frames);
void check_ctc_label(int64_t sample, int64_t label, int64_t classes);

namespace ops {

/// Connectionist temporal classification: −log of the probability that frames of logits, output
/// [n, frames, classes], spell a sequence of integer labels, target [n, labels], with repeats and
/// blanks (class `mask_index`) between them. Only the first target_length labels and output_length
/// frames of each sample count. [n], at least float32. Labels that do not fit lose about 707.
Tensor ctc_loss(const Operand& target, const Operand& output, const Operand& target_length,
                const Operand& output_length, const CTCLossOptions& options = {});

}  // namespace ops

}  // namespace cornu
