#pragma once

#include <string>
#include <vector>

#include "framework/model/epochs.h"
#include "framework/nn/callback.h"
#include "framework/runtime/process.h"

namespace cornu {

/// What fit knows, between two steps, beside weights and the optimizer's variables.
struct TrainingSnapshot {
  struct Callback {
    std::string class_name;
    CallbackState state;
  };

  int64_t epoch = 0;  ///< That runs, or runs next.
  DataPosition data;
  bool stopped = false;  ///< A callback asked for the end.
  RandomState random;
  Tensors states;   ///< Random streams, what stateful layers keep, what optimizers do not file.
  Tensors metrics;  ///< The values of their variables, of an epoch that is not done.
  std::vector<Callback> callbacks;
};

}  // namespace cornu
