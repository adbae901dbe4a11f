#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "framework/nn/callback.h"

namespace cornu {

/// Keras's progress bar, on one line that it draws over and over.
class ProgressBar {
 public:
  using Clock = std::function<double()>;  ///< Seconds.

  /// `target` is -1 where the number of steps is not known.
  ProgressBar(int64_t target, int verbose, Clock clock);

  /// Whether update() would draw: callers need not read numbers from the device otherwise.
  bool due(bool finalize);
  void update(int64_t current, const Logs& logs, bool finalize);

 private:
  std::string bar(int64_t current, int64_t& unseen) const;
  std::string times(int64_t current, double per_step, bool finalize, int64_t& unseen) const;
  double step_seconds(int64_t current);

  int64_t target_;
  int verbose_;
  Clock clock_;
  double start_, now_ = 0, last_update_ = 0;
  double after_first_step_ = -1;
  int64_t previous_width_ = 0;
};

}  // namespace cornu
