#include "framework/runtime/place.h"

namespace cornu {

namespace {

std::string& place() {
  thread_local std::string text;
  return text;
}

}  // namespace

PlaceScope::PlaceScope(std::string_view name) : length_before_(place().size()) {
  if (!place().empty()) place() += '/';
  place() += name;
}

PlaceScope::~PlaceScope() { place().resize(length_before_); }

const std::string& PlaceScope::current() { return place(); }

AtPlace::AtPlace(std::string_view at) : before_(at) { before_.swap(place()); }

AtPlace::~AtPlace() { before_.swap(place()); }

}  // namespace cornu
