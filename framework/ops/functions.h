#pragma once

#include <span>
#include <string_view>

namespace cornu {

/// A function of keras.ops or keras.random that files do not name.
struct OpFunction {
  std::string_view name;        ///< "ops::switch_case"; empty where refused.
  std::string_view keras_name;  ///< "switch"
  std::string_view module;      ///< "core": keras.src.ops.core; "random": keras.random
  std::string_view arguments;   ///< "index: tensor, branches: functions"
  std::string_view doc;
  std::string_view refused = {};  ///< Why there is none, perhaps with a hint.
};

/// In the order of functions.def; public_ops() are the others.
std::span<const OpFunction> op_functions();

}  // namespace cornu
