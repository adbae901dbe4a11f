#pragma once

#include "framework/base/json.h"

namespace cornu::program {

/// The JSON Schema of run files, with every class that they may name.
Json run_schema();

}  // namespace cornu::program
