#include "framework/model/callbacks/model_checkpoint.h"

#include "framework/base/atomic_file.h"
#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/model/callbacks/path_pattern.h"
#include "framework/model/model.h"
#include "framework/model/save.h"
#include "framework/model/trainer.h"
#include "framework/nn/classes.h"
#include "framework/runtime/messages.h"

namespace cornu {

namespace {

class ModelCheckpoint final : public Configured<CallbackBase, callbacks::ModelCheckpointOptions> {
 public:
  explicit ModelCheckpoint(Config config)
      : Configured(std::move(config)),
        monitor_(this->config().monitor, this->config().mode),
        best_(this->config().initial_value_threshold) {
    const std::string& path = this->config().filepath;
    if (this->config().save_weights_only ? !path.ends_with(".weights.h5")
                                         : !path.ends_with(".keras"))
      fail<ValueError>("ModelCheckpoint: the file's name must end in ",
                       this->config().save_weights_only ? ".weights.h5" : ".keras", ", not ",
                       quote(path), ".");
  }

  void check(const Trainer& trainer, const std::vector<std::string>& logs) const override {
    if (config().save_best_only) monitor_.check("ModelCheckpoint", trainer, logs);
    Logs values;
    for (const std::string& name : logs)
      if (config().save_freq.batches() == 0 || !name.starts_with("val_")) values.set(name, 1);
    values.set("epoch", 1);
    if (config().save_freq.batches() > 0) values.set("batch", 1);
    const std::string path = fill_path(config().filepath, values);
    check_folder(folder_of(path));
    if (is_folder(folder_of(path))) AtomicFile writable(path);
  }
  void on_epoch_begin(int64_t epoch) override { epoch_ = epoch; }
  void on_train_batch_end(int64_t batch, const BatchLogs& logs) override {
    if (config().save_freq.batches() == 0 || ++batches_ < config().save_freq.batches()) return;
    batches_ = 0;
    const Logs& values = logs();
    save(values, batch);
  }
  void on_epoch_end(int64_t, Logs& logs) override {
    if (config().save_freq.batches() == 0) save(logs, {});
  }

 private:
  bool talks() const { return config().verbose > 0; }

  bool is_due(const Logs& logs, const std::string& path) {
    const std::string epoch = concat("\nEpoch ", epoch_ + 1, ": ");
    if (!config().save_best_only) {
      if (talks()) print(concat(epoch, "saving model to ", path, "\n"));
      return true;
    }
    monitor_.resolve("ModelCheckpoint", trainer());
    const std::optional<double> value = monitor_.find("ModelCheckpoint", logs);
    if (!value) return true;  // as Keras: better a file too many than none
    const std::string before =
        best_ ? fill_path("{loss:.5f}", {{"loss", *best_}}) : std::string("None");
    if (!monitor_.improves(*value, best_)) {
      if (talks()) print(concat(epoch, monitor_.name(), " did not improve from ", before, "\n"));
      return false;
    }
    if (talks())
      print(concat(epoch, monitor_.name(), " improved from ", before, " to ",
                   fill_path("{loss:.5f}", {{"loss", *value}}), ", saving model to ", path, "\n"));
    best_ = value;
    return true;
  }

  void save(const Logs& logs, std::optional<int64_t> batch) {
    Logs values = logs;
    values.set("epoch", static_cast<double>(epoch_ + 1));
    if (batch) values.set("batch", static_cast<double>(*batch + 1));
    const std::string path = fill_path(config().filepath, values);
    if (!is_due(logs, path)) return;
    make_folder(folder_of(path));
    const Model model(std::dynamic_pointer_cast<ModelBase>(trainer().model().shared_from_this()));
    if (config().save_weights_only)
      save_weights(model, path);
    else
      save_model(model, path);
    if (talks()) print(concat("\nEpoch ", epoch_ + 1, ": finished saving model to ", path, "\n"));
  }

  Monitor monitor_;
  std::optional<double> best_;
  int64_t epoch_ = 0, batches_ = 0;
};

}  // namespace

constinit const ClassDef model_checkpoint_callback =
    class_def<ModelCheckpoint>("ModelCheckpoint", "Saves the model while it trains.");

SaveFreq::SaveFreq(const std::string& name) {
  if (name != "epoch")
    fail<ValueError>("save_freq must be \"epoch\" or a number of batches, not ", quote(name), ".");
}

SaveFreq FieldTraits<SaveFreq>::from_json(const Json& json, const ReadContext& context) {
  if (json.is_string() && json.as_string() == "epoch") return {};
  if (json.is_int() && json.as_int() >= 1) return json.as_int();
  fail_expected("\"epoch\" or a number of batches", json, context);
}

CallbackRef callbacks::ModelCheckpoint(std::string filepath, ModelCheckpointOptions options) {
  options.filepath = std::move(filepath);
  return std::make_shared<cornu::ModelCheckpoint>(std::move(options));
}

}  // namespace cornu
