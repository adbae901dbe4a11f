#include "apps/cornu/interruption.h"

#include <csignal>

#include "framework/base/config_value.h"
#include "framework/model/trainer.h"

namespace cornu::program {

namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM};
volatile std::sig_atomic_t signalled = 0;  // all that a handler may touch

class StopWhenSignalled final : public Configured<CallbackBase, NoFields> {
 public:
  void on_train_batch_end(int64_t, const BatchLogs&) override {
    if (signalled) trainer().stop_training();
  }
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

bool Interruption::asked() const { return signalled != 0; }

CallbackRef Interruption::callback() const { return std::make_shared<StopWhenSignalled>(); }

}  // namespace cornu::program
