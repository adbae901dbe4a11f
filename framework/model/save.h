#pragma once

#include <string>

namespace cornu {

class Model;
class Trainer;

struct LoadOptions {
  bool compile = true;  ///< As the file says it was.
};

/// Writes a `.keras` file: structure, weights, how it was compiled, the optimizer's state. It is
/// there whole or not at all. Defined in saving/.
void save_model(const Model& model, const std::string& path);
/// Writes a `.weights.h5` file.
void save_weights(const Model& model, const std::string& path);
/// FileError where a weight is missing or has another shape; then nothing has changed.
void load_weights(const Model& model, const std::string& path);
/// Makes a new object of a class derived from Model what a `.keras` file says: its name, weights,
/// and how it was compiled. FileError or ConfigError naming the place.
void load_into(const Model& model, const std::string& path, const LoadOptions& options);

/// Writes all that a run which was killed needs to go on with the same bits: weights, the
/// optimizer, metrics, random streams, the place in the data, and what callbacks know. Only in fit.
void save_training(const Trainer& trainer, const std::string& path);
/// Goes on from there: the fit that is beginning. FileError where the file is another model's.
void resume_training(Trainer& trainer, const std::string& path);

}  // namespace cornu
