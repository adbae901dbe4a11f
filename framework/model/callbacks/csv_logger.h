#pragma once

#include <string>

#include "framework/nn/callback.h"

namespace cornu::callbacks {

struct CSVLoggerOptions {
  std::string filename = {};
  std::string separator = ",";
  bool append = false;
  static void fields(auto& field, auto& config) {
    field("filename", config.filename, "The file.", required);
    field("separator", config.separator, "What stands between the numbers of a line.");
    field("append", config.append, "Goes on with the file that is there.");
  }
};

/// Writes each epoch's numbers as a line of a CSV file. Keras's names and order: epoch, from 0,
/// then sorted; lines end in CR LF.
CallbackRef CSVLogger(std::string filename, CSVLoggerOptions options = {});

}  // namespace cornu::callbacks
