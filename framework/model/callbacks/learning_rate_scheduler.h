#pragma once

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

#include "framework/base/fields.h"
#include "framework/nn/callback.h"

namespace cornu::callbacks {

struct LearningRateSchedulerOptions {
  std::function<double(int64_t epoch, double learning_rate)> schedule = {};
  int64_t verbose = 0;
  static void fields(auto& field, auto& config) {  // functions do not go to files
    field("verbose", config.verbose, "Above 0: says which rate it sets.");
  }
};

CallbackRef make_learning_rate_scheduler(LearningRateSchedulerOptions options);

/// Sets the rate at each epoch's start: `LearningRateScheduler([](int64_t epoch, double rate) {
/// return epoch < 10 ? rate : rate * 0.9; })`; the function may also take the epoch alone.
template <class F>
CallbackRef LearningRateScheduler(F schedule, LearningRateSchedulerOptions options = {}) {
  if constexpr (std::is_invocable_r_v<double, F, int64_t, double>)
    options.schedule = std::move(schedule);
  else
    options.schedule = [schedule = std::move(schedule)](int64_t epoch, double) -> double {
      return schedule(epoch);
    };
  return make_learning_rate_scheduler(std::move(options));
}

}  // namespace cornu::callbacks
