#pragma once

#include <string>
#include <string_view>

namespace cornu {

/// Names what runs on this thread while it lives, outermost first: "mlp/dense_1". Nodes of a graph
/// keep it for errors, profiles and messages about memory.
class PlaceScope {
 public:
  explicit PlaceScope(std::string_view name);
  ~PlaceScope();
  PlaceScope(const PlaceScope&) = delete;
  PlaceScope& operator=(const PlaceScope&) = delete;

  static const std::string& current();

 private:
  size_t length_before_;
};

}  // namespace cornu
