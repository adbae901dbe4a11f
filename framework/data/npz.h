#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "framework/data/file_array.h"
#include "framework/data/zip_reader.h"
#include "framework/data/zip_writer.h"

namespace cornu {

/// The arrays of a NumPy .npz file, compressed or not.
class NpzReader {
 public:
  static NpzReader open(const std::string& path) { return NpzReader(ZipReader::open(path)); }
  static NpzReader open(std::span<const std::byte> bytes, std::string name) {
    return NpzReader(ZipReader::open(bytes, std::move(name)));
  }

  /// In the file's order, without `.npy`.
  const std::vector<std::string>& names() const { return names_; }
  bool contains(std::string_view name) const;
  /// FileError where there is none of that name, or it is damaged.
  FileArray read(std::string_view name) const;
  /// Of the file, for messages.
  const std::string& name() const { return zip_.name(); }

 private:
  explicit NpzReader(ZipReader zip);

  ZipReader zip_;
  std::vector<std::string> names_;
};

/// Writes such a file; it appears on finish(), whole.
class NpzWriter {
 public:
  explicit NpzWriter(std::string path) : zip_(std::move(path)) {}
  void add(std::string_view name, DType dtype, const std::vector<int64_t>& shape,
           std::span<const std::byte> bytes);
  void finish() { zip_.finish(); }

 private:
  ZipWriter zip_;
};

}  // namespace cornu
