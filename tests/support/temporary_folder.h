#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cornu {

/// An empty folder that goes when it does, with what is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }
  /// What lies in it, sorted; hidden files too.
  std::vector<std::string> names() const;

 private:
  std::string path_;
};

}  // namespace cornu
