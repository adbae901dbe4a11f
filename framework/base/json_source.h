#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cornu {

/// Where the values of one document stood. Values hold a row number, so that a copy of any of them
/// still knows its place.
struct JsonSource {
  struct Place {
    uint32_t line = 0;
    uint32_t column = 0;
    uint32_t parent = 0;  // row; the root, row 0, is its own parent
    bool element = false;
    uint32_t index = 0;  // in the parent's list
    std::string key;     // in the parent's object
  };
  std::string name;
  std::vector<Place> places;
};

}  // namespace cornu
