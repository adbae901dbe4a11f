#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "framework/base/file.h"

namespace cornu {

/// A file that appears under its name whole, on commit(), or not at all: whatever stood there
/// before stays until then, through kills and power cuts. Where the file system can, the new file
/// has no name until it is whole, so that a kill leaves nothing behind either.
class AtomicFile {
 public:
  /// Opens it in the folder of `path`, which must exist; FileError otherwise.
  explicit AtomicFile(std::string path);
  AtomicFile(AtomicFile&&) = delete;
  ~AtomicFile();  // without commit(): nothing happened

  void write(std::span<const std::byte> bytes);
  void write(std::string_view text) { write(as_bytes(text)); }
  /// Where the next write goes, counted from the start.
  uint64_t position() const { return position_; }
  void seek(uint64_t position) { position_ = position; }
  /// Flushes the content to the disk and gives it its name.
  void commit();

  const std::string& path() const { return path_; }

 private:
  void name_it();

  std::string path_;    // as the user gave it
  std::string target_;  // where symbolic links lead
  std::string folder_;
  std::string temporary_;  // the name until commit, if there is one
  FileDescriptor file_;
  uint64_t position_ = 0;
};

/// Writes a whole file that way.
void write_file(const std::string& path, std::span<const std::byte> bytes);
inline void write_file(const std::string& path, std::string_view text) {
  write_file(path, as_bytes(text));
}

}  // namespace cornu
