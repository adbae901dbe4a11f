#include "framework/nn/first_values.h"

#include <utility>

namespace cornu {

namespace {

thread_local bool none = false;

}  // namespace

NoFirstValues::NoFirstValues() : before_(std::exchange(none, true)) {}
NoFirstValues::~NoFirstValues() { none = before_; }
bool NoFirstValues::holds() { return none; }

}  // namespace cornu
