#pragma once

#include "framework/base/fields.h"
#include "framework/nn/callback.h"

namespace cornu::callbacks {

struct TerminateOnNaNOptions {
  bool raise_error = false;
  static void fields(auto& field, auto& config) {
    field("raise_error", config.raise_error,
          "Throws instead of ending training: the end is not reported to other callbacks.");
  }
};

/// Ends training at the first batch whose loss is not finite. Reads the loss after each batch.
CallbackRef TerminateOnNaN(const TerminateOnNaNOptions& options = {});

}  // namespace cornu::callbacks
