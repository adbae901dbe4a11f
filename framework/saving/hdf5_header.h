#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "framework/saving/hdf5_cursor.h"

namespace cornu {

/// Kinds of messages in the header of an HDF5 object; those that the reader looks at.
enum class Hdf5Kind : uint16_t {
  dataspace = 0x01,
  link_info = 0x02,
  datatype = 0x03,
  link = 0x06,
  external_files = 0x07,
  layout = 0x08,
  group_info = 0x0a,
  filters = 0x0b,
  attribute = 0x0c,
  continuation = 0x10,
  symbol_table = 0x11,
};

struct Hdf5Message {
  Hdf5Kind kind;
  bool shared = false;  ///< Its content lies elsewhere: a type that was given a name.
  Hdf5Cursor content;
};

/// The messages of the object at `address`, continuations followed.
std::vector<Hdf5Message> read_hdf5_header(const Hdf5Image& image, uint64_t address);

/// Whether a file starts as HDF5's do.
bool is_hdf5(std::span<const std::byte> file);

/// Where the root group's header stands; FileError where the bytes are no whole HDF5 file.
uint64_t read_hdf5_superblock(const Hdf5Image& image);

}  // namespace cornu
