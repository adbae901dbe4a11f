#include "framework/base/json_place.h"

namespace cornu {

void add_json_place(Error& error, const Json& json) {
  const std::string place = json.where();
  if (place.empty()) return;
  for (const std::string& known : error.places())
    if (known.starts_with("at ")) return;
  error.add_place("at " + place);
}

}  // namespace cornu
