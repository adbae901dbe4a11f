#pragma once

#include <memory>
#include <span>
#include <string>

#include "framework/base/bytes.h"

namespace cornu {

/// Whether bytes start as a gzip file does.
bool is_gzip(std::span<const std::byte> bytes);

/// Unpacks a gzip file bit by bit, so that nobody need believe the size it claims. The bytes and
/// the name, which stands in messages, outlive the reader.
class GzipReader {
 public:
  GzipReader(std::span<const std::byte> packed, std::string name);
  GzipReader(const GzipReader&) = delete;
  ~GzipReader();

  /// Fills `out`; fewer bytes are returned only at the end. FileError where the file is damaged or
  /// cut.
  size_t read(std::span<std::byte> out);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  std::string name_;
};

}  // namespace cornu
