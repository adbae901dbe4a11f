#pragma once

#include "framework/base/field_containers.h"
#include "framework/nn/schedule.h"

namespace cornu::schedules {

struct PiecewiseConstantDecayOptions {
  std::vector<double> boundaries = {};
  std::vector<double> values = {};
  std::string name = "PiecewiseConstant";
  static void fields(auto& field, auto& config) {
    field("boundaries", config.boundaries, "Steps after which the rate changes.", required);
    field("values", config.values, "The rates, one more than boundaries.", required);
    field("name", config.name, "The schedule's name.");
  }
};

/// values[i] up to and with step boundaries[i], the last value after.
ScheduleRef PiecewiseConstantDecay(const std::vector<double>& boundaries,
                                   const std::vector<double>& values,
                                   PiecewiseConstantDecayOptions options = {});

}  // namespace cornu::schedules
