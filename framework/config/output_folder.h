#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "framework/base/file.h"

namespace cornu {

/// Where a run's results go. Each file appears whole or not at all, in place of the one before.
class OutputFolder {
 public:
  /// FileError where the folder could not be made or written to; makes nothing yet.
  explicit OutputFolder(std::string path);

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const;
  /// Makes the folder and those above it, and holds it for this run; FileError unless files of
  /// these names can be written, and where another run holds it.
  void make(std::initializer_list<std::string_view> names = {});
  /// Removes a file of the run before, if it is there.
  void remove(std::string_view name) const;

 private:
  void hold();

  std::string path_;
  FileDescriptor lock_;
};

}  // namespace cornu
