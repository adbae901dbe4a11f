#include "framework/model/callbacks/backup_and_restore.h"

#include <filesystem>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/model/save.h"
#include "framework/model/trainer.h"
#include "framework/nn/classes.h"
#include "framework/runtime/messages.h"

namespace cornu {

namespace {

namespace fs = std::filesystem;

class BackupAndRestore final : public Configured<CallbackBase, callbacks::BackupAndRestoreOptions> {
 public:
  explicit BackupAndRestore(Config config)
      : Configured(std::move(config)),
        file_(callbacks::backup_file(this->config().backup_dir)),
        previous_(file_ + ".bkp") {
    if (this->config().backup_dir.empty())
      fail<ValueError>("BackupAndRestore: backup_dir is empty.");
  }

  void check(const Trainer&, const std::vector<std::string>&) const override {
    check_folder(config().backup_dir);
  }
  bool comes_last() const override { return true; }

  void on_train_begin() override {
    batches_ = 0;
    if (fs::exists(file_)) return restore();
    if (fs::exists(previous_)) resume_training(trainer(), previous_);
  }
  void on_train_batch_end(int64_t batch, const BatchLogs&) override {
    const int64_t every = config().save_freq.batches();
    if (every == 0) return;
    batches_ += batch > last_batch_ ? batch - last_batch_ : batch + 1;  // else a new epoch
    last_batch_ = batch;
    if (batches_ < every || trainer().at_epoch_end()) return;  // that one is kept whole
    save();
  }
  void on_epoch_end(int64_t, Logs&) override { save(); }
  void on_train_end(const Logs&) override {
    if (!config().delete_checkpoint) return;
    std::error_code ignored;
    fs::remove(file_, ignored);
    fs::remove(previous_, ignored);
    fs::remove(config().backup_dir, ignored);  // where nothing else lies in it
  }

 private:
  void restore() {
    try {
      resume_training(trainer(), file_);
    } catch (const FileError& error) {
      if (!fs::exists(previous_)) throw;
      warn(concat(error.message(), " The backup before it is used."));
      resume_training(trainer(), previous_);
    }
  }
  void save() {
    batches_ = 0;
    make_folder(config().backup_dir);
    std::error_code ignored;
    if (config().double_checkpoint) fs::rename(file_, previous_, ignored);
    save_training(trainer(), file_);
  }

  std::string file_, previous_;
  int64_t batches_ = 0, last_batch_ = -1;
};

}  // namespace

constinit const ClassDef backup_and_restore_callback = class_def<BackupAndRestore>(
    "BackupAndRestore",
    "Keeps what a run needs to go on after it was killed, and goes on from there.");

std::string callbacks::backup_file(const std::string& backup_dir) {
  return backup_dir + "/latest.training";
}

CallbackRef callbacks::BackupAndRestore(std::string backup_dir, BackupAndRestoreOptions options) {
  options.backup_dir = std::move(backup_dir);
  return std::make_shared<cornu::BackupAndRestore>(std::move(options));
}

}  // namespace cornu
