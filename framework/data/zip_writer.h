#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "framework/base/bytes.h"

namespace cornu {

/// Writes a zip archive of stored (unpacked) members, as Keras and NumPy do. The file appears on
/// finish(), whole (see AtomicFile).
class ZipWriter {
 public:
  explicit ZipWriter(std::string path);
  ~ZipWriter();

  /// Members stand in the order they are added. Takes over the bytes and keeps them until finish().
  void add(std::string_view name, Bytes bytes);
  void add(std::string_view name, std::string_view text);
  void finish();

 private:
  struct Archive;
  std::unique_ptr<Archive> archive_;
};

}  // namespace cornu
