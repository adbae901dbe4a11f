#pragma once

#include <string>
#include <vector>

#include "framework/model/model.h"

namespace cornu::program {

/// What a model is applied to.
struct Samples {
  TensorStruct x;
  std::vector<std::string> names;  ///< Of each sample, where they are files.
};

/// Reads `--data`: an .npz file with arrays named like the model's inputs, an .npy or .csv file of
/// a model with one input, a picture, or a folder of pictures. FileError or ConfigError otherwise.
Samples read_samples(const Model& model, const std::string& path);

/// What read_samples takes, for help texts and messages.
inline constexpr std::string_view kSampleFiles =
    "an .npz, .npy or .csv file, a picture (.png, .jpg), or a folder of pictures";

}  // namespace cornu::program
