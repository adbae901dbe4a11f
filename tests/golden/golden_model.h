#pragma once

#include <string>

#include "framework/model/compile_options.h"
#include "framework/model/model.h"

namespace cornu {

/// A model as real Keras saved it: compiled, its optimizer built and with the state in the file.
Model read_golden_model(const std::string& path);

}  // namespace cornu
