#include "framework/model/callbacks/lambda_callback.h"

#include "framework/nn/classes.h"

namespace cornu {

namespace {

class LambdaCallback final : public Configured<CallbackBase, callbacks::LambdaCallbackOptions> {
 public:
  using Configured::Configured;

  void on_epoch_begin(int64_t epoch) override { call(config().on_epoch_begin, epoch); }
  void on_epoch_end(int64_t epoch, Logs& logs) override {
    if (config().on_epoch_end) config().on_epoch_end(static_cast<int>(epoch), logs);
  }
  void on_train_begin() override {
    if (config().on_train_begin) config().on_train_begin({});
  }
  void on_train_end(const Logs& logs) override {
    if (config().on_train_end) config().on_train_end(logs);
  }
  void on_train_batch_begin(int64_t batch) override { call(config().on_train_batch_begin, batch); }
  void on_train_batch_end(int64_t batch, const BatchLogs& logs) override {
    if (config().on_train_batch_end) config().on_train_batch_end(static_cast<int>(batch), logs());
  }

 private:
  static void call(const std::function<void(int, const Logs&)>& function, int64_t number) {
    if (function) function(static_cast<int>(number), {});
  }
};

}  // namespace

constinit const ClassDef lambda_callback_callback =
    class_def<LambdaCallback>("LambdaCallback", "Calls functions at the events of training.");

CallbackRef callbacks::LambdaCallback(LambdaCallbackOptions options) {
  return std::make_shared<cornu::LambdaCallback>(std::move(options));
}

}  // namespace cornu
