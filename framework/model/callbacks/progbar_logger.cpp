#include "framework/model/callbacks/progbar_logger.h"

#include <chrono>

#include "framework/nn/classes.h"
#include "framework/runtime/messages.h"

namespace cornu {

constinit const ClassDef progbar_logger_callback =
    class_def<ProgbarLogger>("ProgbarLogger", "Prints the progress of epochs.");

namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

ProgbarLogger::ProgbarLogger(ProgressBar::Clock clock)
    : clock_(clock ? std::move(clock) : seconds_now) {}

void ProgbarLogger::begin() {
  seen_ = 0;
  bar_.emplace(params().steps, params().verbose, clock_);
}

void ProgbarLogger::advance(int64_t batch, const BatchLogs* logs) {
  seen_ = batch + 1;
  if (params().verbose == 1 && bar_->due(false))
    bar_->update(seen_, logs ? (*logs)() : Logs(), false);
}

void ProgbarLogger::finish(const Logs& logs) {
  bar_->due(true);
  bar_->update(params().steps > 0 ? params().steps : seen_, logs, true);
}

void ProgbarLogger::on_epoch_begin(int64_t epoch) {
  begin();
  if (params().verbose != 0 && params().epochs > 1)
    print(concat("Epoch ", epoch + 1, "/", params().epochs, "\n"));
}

void ProgbarLogger::on_test_begin() {
  if (!in_fit_) begin();
}

void ProgbarLogger::on_test_end(const Logs& logs) {
  if (!in_fit_) finish(logs);
}

void ProgbarLogger::on_test_batch_end(int64_t batch, const BatchLogs& logs) {
  if (!in_fit_) advance(batch, &logs);
}

CallbackRef callbacks::ProgbarLogger() { return std::make_shared<cornu::ProgbarLogger>(); }

}  // namespace cornu
