#pragma once

#include <span>
#include <string>
#include <string_view>

#include "framework/base/json.h"

namespace cornu {

/// Sets one value of a document as a command line says it: `fit.epochs=3`,
/// `model.config.layers.0.config.units=64`. A value that is no JSON is a string. Members may be
/// new, the objects that hold them only under the names in `sections`, or as "config". ConfigError
/// with the nearest name where the path leads nowhere.
void apply_override(Json& document, std::string_view assignment,
                    std::span<const std::string> sections);

}  // namespace cornu
