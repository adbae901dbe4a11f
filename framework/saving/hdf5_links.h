#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "framework/saving/hdf5_header.h"

namespace cornu {

struct Hdf5Link {
  enum class Kind : uint8_t { hard, soft, external, other };
  std::string_view name;  ///< In the image.
  Kind kind = Kind::hard;
  uint64_t address = 0;  ///< Of the object's header, for hard links.
};

/// The members of a group, given its header. `seen` holds the addresses of all lists read so far
/// in the file: one that is met again, which only a file made by hand has, is refused.
std::vector<Hdf5Link> read_hdf5_links(const Hdf5Image& image,
                                      const std::vector<Hdf5Message>& header,
                                      std::set<uint64_t>& seen);

}  // namespace cornu
