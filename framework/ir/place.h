#pragma once

#include <string>

namespace cornu {

/// Where a node comes from: for errors, profiles, messages about memory and pictures.
struct Place {
  std::string layers = {};  ///< The layers that made it, outermost first: "mlp/dense_1".
  bool backward = false;    ///< It belongs to a gradient.

  friend bool operator==(const Place&, const Place&) = default;
};

}  // namespace cornu
