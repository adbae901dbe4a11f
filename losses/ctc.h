#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct CTCOptions {
  CORNU_LOSS_OPTIONS("ctc");
  static void fields(auto& field, auto& config) { loss_fields(field, config); }
};

/// Connectionist temporal classification: how improbable logits [batch, frames, classes] make
/// sequences of labels [batch, labels]. Class 0 is the blank, and pads the labels.
LossRef CTC(const CTCOptions& options = {});

}  // namespace cornu::losses
