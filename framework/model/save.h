#pragma once

#include <string>

namespace cornu {

class Model;

/// Writes a `.keras` file: structure, weights, how it was compiled, the optimizer's state. It is
/// there whole or not at all. Defined in saving/.
void save_model(const Model& model, const std::string& path);
/// Writes a `.weights.h5` file.
void save_weights(const Model& model, const std::string& path);

}  // namespace cornu
