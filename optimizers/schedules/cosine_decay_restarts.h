#pragma once

#include "framework/nn/schedule.h"

namespace cornu::schedules {

struct CosineDecayRestartsOptions {
  double initial_learning_rate = 0.1;
  int64_t first_decay_steps = 1;
  double t_mul = 2;
  double m_mul = 1;
  double alpha = 0;
  std::string name = "SGDRDecay";
  static void fields(auto& field, auto& config) {
    field("initial_learning_rate", config.initial_learning_rate, "The first rate.");
    field("first_decay_steps", config.first_decay_steps, "The number of steps of the first decay.");
    field("t_mul", config.t_mul, "How much longer each decay is than the one before.");
    field("m_mul", config.m_mul, "How much higher each decay begins than the one before.");
    field("alpha", config.alpha, "The lowest rate, as a share of the first one.");
    field("name", config.name, "The schedule's name.");
  }
};

/// Loshchilov and Hutter, 2016: half a cosine down, again and again.
ScheduleRef CosineDecayRestarts(double initial_learning_rate, int64_t first_decay_steps,
                                CosineDecayRestartsOptions options = {});

}  // namespace cornu::schedules
