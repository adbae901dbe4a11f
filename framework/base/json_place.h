#pragma once

#include "framework/base/error.h"
#include "framework/base/json.h"

namespace cornu {

/// Gives an error the place of the value that caused it, unless it knows a closer one.
void add_json_place(Error& error, const Json& json);

}  // namespace cornu
