#pragma once

#include <string>
#include <string_view>

namespace cornu {

/// Where a run's results go. Each file appears whole or not at all, in place of the one before.
class OutputFolder {
 public:
  /// FileError where the folder could not be made or written to; makes nothing yet.
  explicit OutputFolder(std::string path);

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const;
  /// Makes the folder and those above it.
  void make() const;

 private:
  std::string path_;
};

}  // namespace cornu
