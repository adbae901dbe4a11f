#include "framework/model/callbacks/backup_and_restore.h"

#include <chrono>
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

std::string previous_file(const std::string& backup_dir) {
  return callbacks::backup_file(backup_dir) + ".bkp";
}

class BackupAndRestore final : public Configured<CallbackBase, callbacks::BackupAndRestoreOptions> {
 public:
  explicit BackupAndRestore(Config config)
      : Configured(std::move(config)),
        file_(callbacks::backup_file(this->config().backup_dir)),
        previous_(previous_file(this->config().backup_dir)) {
    if (this->config().backup_dir.empty())
      fail<ValueError>("BackupAndRestore: backup_dir is empty.");
  }

  void check(const Trainer&, const std::vector<std::string>&) const override {
    check_folder(config().backup_dir);
  }
  bool comes_last() const override { return true; }

  void on_train_begin() override {
    seen_ = {};
    saved_ = false;
    if (fs::exists(file_)) return restore();
    if (fs::exists(previous_)) resume_training(trainer(), previous_);
  }
  void on_train_batch_end(int64_t batch, const BatchLogs&) override {
    const int64_t every = config().save_freq.batches();
    if (every == 0) return;
    seen_.add(batch);
    if (seen_.since_saving < every || trainer().at_epoch_end()) return;  // that one is kept whole
    save();
  }
  void on_epoch_end(int64_t, Logs&) override {
    if (!saved_ || (Clock::now() - ended_) * config().most_time >= took_ * (1 - config().most_time))
      save();
  }
  void on_train_end(const Logs&) override {
    if (config().delete_checkpoint) callbacks::remove_backup(config().backup_dir);
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
    const Clock::time_point began = Clock::now();
    seen_.since_saving = 0;
    make_folder(config().backup_dir);
    std::error_code ignored;
    if (config().double_checkpoint) fs::rename(file_, previous_, ignored);
    save_training(trainer(), file_);
    saved_ = true;
    ended_ = Clock::now();
    took_ = ended_ - began;
  }

  using Clock = std::chrono::steady_clock;
  std::string file_, previous_;
  bool saved_ = false;
  Clock::time_point ended_ = {};  // of the last backup
  Clock::duration took_ = {};
  BatchesSeen seen_;
};

}  // namespace

constinit const ClassDef backup_and_restore_callback = class_def<BackupAndRestore>(
    "BackupAndRestore",
    "Keeps what a run needs to go on after it was killed, and goes on from there.");

std::string callbacks::backup_file(const std::string& backup_dir) {
  return backup_dir + "/latest.training";
}

void callbacks::remove_backup(const std::string& backup_dir) {
  std::error_code ignored;
  if (!fs::is_directory(backup_dir, ignored)) return;
  fs::remove(backup_file(backup_dir), ignored);
  fs::remove(previous_file(backup_dir), ignored);
  // What a kill in the middle of writing one left.
  for (const auto& entry : fs::directory_iterator(backup_dir, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".latest.training.") && name.ends_with(".tmp"))
      fs::remove(entry.path(), ignored);
  }
  fs::remove(backup_dir, ignored);  // where nothing else lies in it
}

CallbackRef callbacks::BackupAndRestore(std::string backup_dir, BackupAndRestoreOptions options) {
  options.backup_dir = std::move(backup_dir);
  return std::make_shared<cornu::BackupAndRestore>(std::move(options));
}

}  // namespace cornu
