#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "framework/saving/hdf5_header.h"
#include "framework/tensor/dtype.h"

namespace cornu {

struct Hdf5Dataset {
  std::string path = {};                   ///< `layers/dense/vars/0`
  std::vector<int64_t> shape = {};         ///< As the file claims; compare it before allocating.
  std::optional<DType> dtype = {};         ///< Nothing where `unreadable` says why.
  std::string unreadable = {};             ///< `holds strings`
  std::span<const std::byte> stored = {};  ///< The elements in the file, as many as `shape` says.
  bool big_endian = false;
};

/// Reads the header of the data set at `path`. FileError where its data lie in other files; what is
/// merely of no use here is noted in `unreadable`.
Hdf5Dataset read_hdf5_dataset(const Hdf5Image& image, const std::string& path,
                              const std::vector<Hdf5Message>& header);

}  // namespace cornu
