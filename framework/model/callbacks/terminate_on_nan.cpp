#include "framework/model/callbacks/terminate_on_nan.h"

#include <cmath>

#include "framework/base/error.h"
#include "framework/model/trainer.h"
#include "framework/nn/classes.h"
#include "framework/runtime/messages.h"

namespace cornu {

namespace {

class TerminateOnNaN final : public Configured<CallbackBase, callbacks::TerminateOnNaNOptions> {
 public:
  using Configured::Configured;

  void on_train_batch_end(int64_t batch, const BatchLogs& logs) override {
    const double* loss = logs().find("loss");
    if (!loss || std::isfinite(*loss)) return;
    if (config().raise_error)
      fail<ValueError>("TerminateOnNaN: the loss of batch ", batch, " is ", number_text(*loss),
                       ".");
    print(concat("Batch ", batch, ": Invalid loss, terminating training\n"));
    trainer().stop_training();
  }
};

}  // namespace

constinit const ClassDef terminate_on_nan_callback = class_def<TerminateOnNaN>(
    "TerminateOnNaN", "Ends training at the first batch whose loss is not finite.");

CallbackRef callbacks::TerminateOnNaN(const TerminateOnNaNOptions& options) {
  return std::make_shared<cornu::TerminateOnNaN>(options);
}

}  // namespace cornu
