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
        progress_{.best = this->config().initial_value_threshold} {
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
    if (config().save_freq.batches() == 0) return;
    progress_.seen.add(batch);
    if (progress_.seen.since_saving < config().save_freq.batches()) return;
    progress_.seen.since_saving = 0;
    const Logs& values = logs();
    save(values, batch);
  }
  void on_epoch_end(int64_t, Logs& logs) override {
    if (config().save_freq.batches() == 0) save(logs, {});
  }

  CallbackState state() const override { return {to_json(progress_)}; }
  void set_state(const CallbackState& state) override {
    progress_ = from_json<Progress>(state.values, {.owner = "ModelCheckpoint"});
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
        progress_.best ? fill_path("{loss:.5f}", {{"loss", *progress_.best}}) : std::string("None");
    if (!monitor_.improves(*value, progress_.best)) {
      if (talks()) print(concat(epoch, monitor_.name(), " did not improve from ", before, "\n"));
      return false;
    }
    if (talks())
      print(concat(epoch, monitor_.name(), " improved from ", before, " to ",
                   fill_path("{loss:.5f}", {{"loss", *value}}), ", saving model to ", path, "\n"));
    progress_.best = value;
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

  struct Progress {
    std::optional<double> best = {};
    BatchesSeen seen = {};
    static void fields(auto& field, auto& config) {
      field("best", config.best, "The best number; null: none yet.");
      field("batches", config.seen.since_saving, "Batches since a file was written.");
      field("last_batch", config.seen.last, "The batch seen last, in its epoch.");
    }
  };

  Monitor monitor_;
  Progress progress_;
  int64_t epoch_ = 0;
};

}  // namespace

constinit const ClassDef model_checkpoint_callback =
    class_def<ModelCheckpoint>("ModelCheckpoint", "Saves the model while it trains.");

CallbackRef callbacks::ModelCheckpoint(std::string filepath, ModelCheckpointOptions options) {
  options.filepath = std::move(filepath);
  return std::make_shared<cornu::ModelCheckpoint>(std::move(options));
}

}  // namespace cornu
