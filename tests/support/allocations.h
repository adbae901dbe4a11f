#pragma once

#include <cstdint>

namespace cornu {

/// Counts what this program's code takes with `new` on any thread while it lives; what oneDNN takes
/// for itself is left out.
class CountAllocations {
 public:
  CountAllocations();
  int64_t count() const;

 private:
  int64_t before_;
};

}  // namespace cornu
