#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "framework/data/file_array.h"
#include "framework/saving/hdf5_dataset.h"

namespace cornu {

/// The arrays of an HDF5 file that may come from anyone, held in memory. It reads the format
/// itself, since libhdf5 crashes on broken files (docs/decisions/hdf5_reading.md), as far as h5py
/// writes it for Keras. Opening walks all groups and refuses what weights never need and what has
/// been used against readers: soft and external links, objects reached twice, external storage,
/// virtual data sets.
class Hdf5Reader {
 public:
  /// Takes over the file's bytes; `name` stands in messages.
  static Hdf5Reader open(Bytes image, std::string name);

  /// Sorted by path.
  const std::vector<Hdf5Dataset>& datasets() const { return datasets_; }
  const Hdf5Dataset* find(std::string_view path) const;
  /// Reads all elements; `out` has their size in bytes exactly. FileError where there is no such
  /// data set, or it holds no numbers.
  void read(std::string_view path, std::span<std::byte> out) const;
  FileArray read(std::string_view path) const;
  const std::string& name() const { return name_; }

 private:
  Hdf5Reader(Bytes image, std::string name) : image_(std::move(image)), name_(std::move(name)) {}
  void list_datasets();
  const Hdf5Dataset& readable(std::string_view path) const;

  Bytes image_;
  std::string name_;
  std::vector<Hdf5Dataset> datasets_;
};

}  // namespace cornu
