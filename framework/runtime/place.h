#pragma once

#include <string_view>

#include "framework/ir/place.h"

namespace cornu {

/// Names what runs on this thread while it lives, outermost first: "mlp/dense_1". Nodes of a graph
/// keep it.
class PlaceScope {
 public:
  explicit PlaceScope(std::string_view name);
  ~PlaceScope();
  PlaceScope(const PlaceScope&) = delete;
  PlaceScope& operator=(const PlaceScope&) = delete;

  static const Place& current();

 private:
  size_t length_before_;
};

/// Puts what runs on this thread while it lives at exactly this place: gradients belong to the
/// layer whose op they are of.
class AtPlace {
 public:
  explicit AtPlace(Place place);
  ~AtPlace();
  AtPlace(const AtPlace&) = delete;
  AtPlace& operator=(const AtPlace&) = delete;

 private:
  Place before_;
};

}  // namespace cornu
