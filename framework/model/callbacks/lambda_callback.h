#pragma once

#include <functional>

#include "framework/nn/callback.h"

namespace cornu::callbacks {

struct LambdaCallbackOptions {
  using AtEpoch = std::function<void(int, const Logs&)>;
  using AtBatch = std::function<void(int, const Logs&)>;

  AtEpoch on_epoch_begin = {};
  AtEpoch on_epoch_end = {};
  std::function<void(const Logs&)> on_train_begin = {};
  std::function<void(const Logs&)> on_train_end = {};
  AtBatch on_train_batch_begin = {};
  AtBatch on_train_batch_end = {};     ///< Reads the numbers from the device after each batch.
  static void fields(auto&, auto&) {}  // functions do not go to files
};

/// Calls functions at the events of training.
CallbackRef LambdaCallback(LambdaCallbackOptions options = {});

}  // namespace cornu::callbacks
