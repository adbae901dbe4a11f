#include "apps/cornu/interruption.h"

#include <csignal>

#include "framework/base/config_value.h"
#include "framework/base/file.h"
#include "framework/model/save.h"
#include "framework/model/trainer.h"

namespace cornu::program {

namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM};
volatile std::sig_atomic_t signalled = 0;  // all that a handler may touch

class StopWhenSignalled final : public Configured<CallbackBase, NoFields> {
 public:
  explicit StopWhenSignalled(std::string backup) : backup_(std::move(backup)) {}

  bool comes_last() const override { return true; }
  void on_train_batch_end(int64_t, const BatchLogs&) override {
    if (signalled && !trainer().at_epoch_end()) stop();  // else what follows belongs to the epoch
  }
  void on_epoch_end(int64_t, Logs&) override {
    if (signalled) stop();
  }

 private:
  void stop() {
    make_folder(folder_of(backup_));
    save_training(trainer(), backup_);
    throw Interrupted();
  }

  std::string backup_;
};

}  // namespace

Interruption::Interruption() {
  signalled = 0;
  struct sigaction action {};
  action.sa_handler = [](int) { signalled = 1; };
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  for (const int signal : kSignals) ::sigaction(signal, &action, nullptr);
}

Interruption::~Interruption() {
  for (const int signal : kSignals) std::signal(signal, SIG_DFL);
}

CallbackRef Interruption::callback(std::string backup) const {
  return std::make_shared<StopWhenSignalled>(std::move(backup));
}

}  // namespace cornu::program
