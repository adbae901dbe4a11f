#pragma once

#include "framework/base/field_containers.h"
#include "framework/nn/schedule.h"

namespace cornu::schedules {

struct ExponentialDecayOptions {
  double initial_learning_rate = 0.1;
  int64_t decay_steps = 1;
  double decay_rate = 1;
  bool staircase = false;
  std::string name = "ExponentialDecay";
  static void fields(auto& field, auto& config) {
    field("initial_learning_rate", config.initial_learning_rate, "The first rate.", required);
    field("decay_steps", config.decay_steps, "The number of steps that it decays over.", required);
    field("decay_rate", config.decay_rate, "The factor of decay.", required);
    field("staircase", config.staircase, "Whether the rate changes only every decay_steps.");
    field("name", config.name, "The schedule's name.");
  }
};

/// initial · decay_rate^(step / decay_steps).
ScheduleRef ExponentialDecay(double initial_learning_rate, int64_t decay_steps, double decay_rate,
                             ExponentialDecayOptions options = {});

}  // namespace cornu::schedules
