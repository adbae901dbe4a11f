#pragma once

#include <string>

#include "framework/base/bytes.h"
#include "framework/model/model_base.h"

namespace cornu {

/// A model's weights, and its optimizer's variables where it has one, as Keras's model.weights.h5.
Bytes weights_to_hdf5(ModelBase& model);

/// Sets the weights from such a file. FileError, with nothing changed, where a weight is missing or
/// has another shape. The optimizer's variables are set where their number is the optimizer's, else
/// skipped with a warning, as Keras does. `name` stands in messages.
void weights_from_hdf5(ModelBase& model, Bytes image, std::string name);

}  // namespace cornu
