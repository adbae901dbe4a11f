#pragma once

#include <string>

#include "framework/model/callbacks/save_freq.h"
#include "framework/nn/callback.h"

namespace cornu::callbacks {

struct BackupAndRestoreOptions {
  std::string backup_dir = {};
  SaveFreq save_freq = {};
  bool double_checkpoint = false;
  bool delete_checkpoint = true;
  /// The most of a run's time that backups after epochs may take; the first is always made. Not in
  /// files.
  double most_time = 1;
  static void fields(auto& field, auto& config) {
    field("backup_dir", config.backup_dir, "The folder of the backup; of one training alone.",
          required);
    field("save_freq", config.save_freq,
          "epoch, or after so many batches and at each epoch's end.");
    field("double_checkpoint", config.double_checkpoint,
          "Keeps the backup before, too, and falls back on it where the last one is damaged.");
    field("delete_checkpoint", config.delete_checkpoint, "Removes the backup when training ends.");
  }
};

/// Keeps what a run needs to go on after it was killed, and goes on from there when training begins
/// again: the same weights as without the interruption, bit for bit. Beyond Keras's it keeps the
/// place in the data, random streams, metrics and what other callbacks know.
CallbackRef BackupAndRestore(std::string backup_dir, BackupAndRestoreOptions options = {});

/// The file that it keeps in its folder.
std::string backup_file(const std::string& backup_dir);
/// Removes what it keeps there, and the folder where nothing else lies in it.
void remove_backup(const std::string& backup_dir);

}  // namespace cornu::callbacks
