#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "framework/nn/handle.h"
#include "framework/nn/logs.h"

namespace cornu {

class Trainer;

/// The numbers after a batch. They are read from the device when they are asked for, not before:
/// reading them waits for the device.
class BatchLogs {
 public:
  explicit BatchLogs(std::function<Logs()> read) : read_(std::move(read)) {}
  const Logs& operator()() const {
    if (!logs_) logs_ = read_();
    return *logs_;
  }

 private:
  std::function<Logs()> read_;
  mutable std::optional<Logs> logs_;
};

/// What runs where.
struct CallbackParams {
  int64_t epochs = 1;
  int64_t steps = -1;  ///< Batches of an epoch; -1: not known before its end.
  int verbose = 0;
};

/// What a callback would lose with the process: a run that goes on after it was killed gives it
/// back.
struct CallbackState {
  Json values = {};  ///< null: nothing.
  Tensors tensors = {};
};

/// Something that is called at the events of training, evaluation and prediction. Epochs and
/// batches count from 0. What is added to an epoch's logs reaches the history.
class CallbackBase : public Object {
 public:
  static constexpr ObjectKind kKind{"keras.callbacks", "callback"};

  /// What is wrong before training begins, as a ValueError or FileError: `logs` are the names that
  /// an epoch's logs will have.
  virtual void check(const Trainer&, const std::vector<std::string>& /*logs*/) const {}

  virtual void on_train_begin() {}
  virtual void on_train_end(const Logs&) {}
  virtual void on_epoch_begin(int64_t) {}
  virtual void on_epoch_end(int64_t, Logs&) {}
  virtual void on_train_batch_begin(int64_t) {}
  virtual void on_train_batch_end(int64_t, const BatchLogs&) {}
  virtual void on_test_begin() {}
  virtual void on_test_end(const Logs&) {}
  virtual void on_test_batch_begin(int64_t) {}
  virtual void on_test_batch_end(int64_t, const BatchLogs&) {}
  virtual void on_predict_begin() {}
  virtual void on_predict_end() {}
  virtual void on_predict_batch_begin(int64_t) {}
  virtual void on_predict_batch_end(int64_t) {}

  virtual CallbackState state() const { return {}; }
  /// After on_train_begin of all callbacks. ConfigError or ValueError where the values are not what
  /// state() gives.
  virtual void set_state(const CallbackState&) {}
  /// Whether it looks at what all others have done: it is called after them.
  virtual bool comes_last() const { return false; }

  void attach(Trainer& trainer, const CallbackParams& params) {
    trainer_ = &trainer;
    params_ = params;
  }

 protected:
  /// Of the model that is being trained; only while one is.
  Trainer& trainer() const { return *trainer_; }
  const CallbackParams& params() const { return params_; }

 private:
  Trainer* trainer_ = nullptr;
  CallbackParams params_;
};

using CallbackRef = Handle<CallbackBase>;
using Callbacks = std::vector<CallbackRef>;

/// A user's callback: `callback<Beeper>({.times = 3})`.
template <std::derived_from<CallbackBase> T>
CallbackRef callback(typename T::Config config = {}) {
  return std::make_shared<T>(std::move(config));
}

}  // namespace cornu
