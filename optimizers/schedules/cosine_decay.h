#pragma once

#include "framework/base/field_containers.h"
#include "framework/nn/schedule.h"

namespace cornu::schedules {

struct CosineDecayOptions {
  double initial_learning_rate = 0.1;
  int64_t decay_steps = 1;
  double alpha = 0;
  std::string name = "CosineDecay";
  std::optional<double> warmup_target = {};
  int64_t warmup_steps = 0;
  static void fields(auto& field, auto& config) {
    field("initial_learning_rate", config.initial_learning_rate, "The first rate.", required);
    field("decay_steps", config.decay_steps, "The number of steps that it decays over.", required);
    field("alpha", config.alpha, "The last rate, as a share of the rate it decays from.");
    field("name", config.name, "The schedule's name.");
    field("warmup_target", config.warmup_target, "The rate that it rises to first.");
    field("warmup_steps", config.warmup_steps, "The number of steps that it rises over.");
  }
};

/// Half a cosine from initial down to alpha · initial, after a warm-up.
ScheduleRef CosineDecay(double initial_learning_rate, int64_t decay_steps,
                        CosineDecayOptions options = {});

}  // namespace cornu::schedules
