#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "framework/base/bytes.h"
#include "framework/tensor/dtype.h"

namespace cornu {

/// Makes an HDF5 file in memory, laid out as h5py does for Keras: groups, data sets in one piece,
/// the element types of hdf5_type(). The same content makes the same bytes.
class Hdf5Writer {
 public:
  /// `expected_bytes` of data are about to come: memory then grows in few steps.
  explicit Hdf5Writer(size_t expected_bytes = 0);
  ~Hdf5Writer();

  /// Makes a group, and those above it. `layers/dense/vars`
  void group(std::string_view path);
  /// The text attribute of a group: Keras keeps each object's name in `name` of its `vars`.
  void attribute(std::string_view path, std::string_view key, std::string_view text);
  void dataset(std::string_view path, DType dtype, const std::vector<int64_t>& shape,
               std::span<const std::byte> bytes);
  /// The whole file; nothing can be added afterwards.
  Bytes finish();

 private:
  struct File;
  std::unique_ptr<File> file_;
};

}  // namespace cornu
