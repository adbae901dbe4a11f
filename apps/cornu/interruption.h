#pragma once

#include <memory>

#include "framework/nn/callback.h"

namespace cornu::program {

/// While it lives, SIGINT and SIGTERM end training after the batch it is at, so that what was
/// trained can be kept. A second signal ends the program at once.
class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  ~Interruption();

  bool asked() const;
  /// For fit: stops it once asked() holds.
  CallbackRef callback() const;
};

}  // namespace cornu::program
