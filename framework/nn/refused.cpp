#include "framework/nn/refused.h"

#include <algorithm>

namespace cornu {

namespace {

constexpr RefusedClass kRefused[] = {
#define REFUSED(name, noun, reason) {noun, #name, reason},
#include "framework/nn/refused.def"
#undef REFUSED
};

}  // namespace

std::span<const RefusedClass> refused_classes() { return kRefused; }

const RefusedClass* find_refused(std::string_view noun, std::string_view name) {
  const auto found = std::find_if(
      std::begin(kRefused), std::end(kRefused),
      [&](const RefusedClass& each) { return each.noun == noun && each.name == name; });
  return found == std::end(kRefused) ? nullptr : found;
}

}  // namespace cornu
