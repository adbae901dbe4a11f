#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/model/callbacks/progress_bar.h"

namespace cornu {

/// Prints the progress of epochs: with verbose 1 a bar, with verbose 2 a line at each one's end.
class ProgbarLogger final : public Configured<CallbackBase, NoFields> {
 public:
  explicit ProgbarLogger(NoFields = {}) : ProgbarLogger(ProgressBar::Clock()) {}
  /// With a clock of its own; an empty one stands for the time since some start.
  explicit ProgbarLogger(ProgressBar::Clock clock);

  void on_train_begin() override { in_fit_ = true; }
  void on_train_end(const Logs&) override { in_fit_ = false; }
  void on_epoch_begin(int64_t epoch) override;
  void on_epoch_end(int64_t, Logs& logs) override { finish(logs); }
  void on_train_batch_end(int64_t batch, const BatchLogs& logs) override { advance(batch, &logs); }
  void on_test_begin() override;
  void on_test_end(const Logs& logs) override;
  void on_test_batch_end(int64_t batch, const BatchLogs& logs) override;
  void on_predict_begin() override { begin(); }
  void on_predict_end() override { finish({}); }
  void on_predict_batch_end(int64_t batch) override { advance(batch, nullptr); }

 private:
  void begin();
  void advance(int64_t batch, const BatchLogs* logs);
  void finish(const Logs& logs);

  ProgressBar::Clock clock_;
  std::optional<ProgressBar> bar_;
  int64_t seen_ = 0;
  bool in_fit_ = false;  // validation is silent there
};

namespace callbacks {

CallbackRef ProgbarLogger();

}  // namespace callbacks

}  // namespace cornu
