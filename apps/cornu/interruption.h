#pragma once

#include <memory>
#include <string>

#include "framework/nn/callback.h"

namespace cornu::program {

/// What fit throws when it is interrupted.
struct Interrupted {};

/// While it lives, SIGINT and SIGTERM end training after the batch it is at, so that what was
/// trained can be kept. A second signal ends the program at once.
class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  ~Interruption();

  /// For fit: after a signal it writes what a run needs to go on from that batch to `backup`, and
  /// throws Interrupted.
  CallbackRef callback(std::string backup) const;
};

}  // namespace cornu::program
