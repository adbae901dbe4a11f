#include "framework/runtime/place.h"

#include <utility>

namespace cornu {

namespace {

Place& place() {
  thread_local Place here;
  return here;
}

}  // namespace

PlaceScope::PlaceScope(std::string_view name) : length_before_(place().layers.size()) {
  if (!place().layers.empty()) place().layers += '/';
  place().layers += name;
}

PlaceScope::~PlaceScope() { place().layers.resize(length_before_); }

const Place& PlaceScope::current() { return place(); }

AtPlace::AtPlace(Place at) : before_(std::exchange(place(), std::move(at))) {}

AtPlace::~AtPlace() { place() = std::move(before_); }

}  // namespace cornu
