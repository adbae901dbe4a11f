#pragma once

#include "framework/base/field_containers.h"
#include "framework/nn/schedule.h"

namespace cornu::schedules {

struct PolynomialDecayOptions {
  double initial_learning_rate = 0.1;
  int64_t decay_steps = 1;
  double end_learning_rate = 0.0001;
  double power = 1;
  bool cycle = false;
  std::string name = "PolynomialDecay";
  static void fields(auto& field, auto& config) {
    field("initial_learning_rate", config.initial_learning_rate, "The first rate.", required);
    field("decay_steps", config.decay_steps, "The number of steps that it decays over.", required);
    field("end_learning_rate", config.end_learning_rate, "The last rate.");
    field("power", config.power, "The power of what is left.");
    field("cycle", config.cycle, "Whether it begins anew, over more steps, after decay_steps.");
    field("name", config.name, "The schedule's name.");
  }
};

/// (initial − end) · (1 − step / decay_steps)^power + end.
ScheduleRef PolynomialDecay(double initial_learning_rate, int64_t decay_steps,
                            PolynomialDecayOptions options = {});

}  // namespace cornu::schedules
