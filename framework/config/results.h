#pragma once

#include "framework/base/json.h"
#include "framework/config/run.h"
#include "framework/nn/logs.h"

namespace cornu {

/// `{"loss": 0.1, "accuracy": 0.98}`.
Json to_json(const Logs& logs);
/// Keras's `History.history`: `{"loss": [0.5, 0.1], …}`.
Json to_json(const History& history);

/// The run as it was, as a run file that makes it again: every argument with its value, the model
/// with its names, whole paths, the seed, and under "environment" the version, the device and the
/// threads.
Json resolved_run(const Run& run);

}  // namespace cornu
