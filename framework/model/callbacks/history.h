#pragma once

#include "framework/base/config_value.h"
#include "framework/nn/callback.h"

namespace cornu {

/// Notes each epoch's numbers; fit has one always.
class HistoryCallback final : public Configured<CallbackBase, NoFields> {
 public:
  using Configured::Configured;
  const History& history() const { return history_; }

  void on_train_begin() override { history_ = {}; }
  void on_epoch_end(int64_t epoch, Logs& logs) override { history_.add(epoch, logs); }
  CallbackState state() const override;
  void set_state(const CallbackState& state) override;

 private:
  History history_;
};

namespace callbacks {

CallbackRef History();

}  // namespace callbacks

}  // namespace cornu
