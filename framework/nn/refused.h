#pragma once

#include <span>
#include <string_view>

namespace cornu {

/// A class of Keras that Cornu will not have.
struct RefusedClass {
  std::string_view noun;    ///< Of its kind: "layer".
  std::string_view name;    ///< "Lambda"
  std::string_view reason;  ///< A sentence, perhaps with a hint.
};

std::span<const RefusedClass> refused_classes();
/// Null for any other name.
const RefusedClass* find_refused(std::string_view noun, std::string_view name);

}  // namespace cornu
