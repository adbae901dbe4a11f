#pragma once

#include <string>
#include <vector>

#include "framework/model/model_base.h"

namespace cornu {

/// A group of variables in a weights file: `layers/dense/vars` with the data sets 0, 1, ….
struct WeightGroup {
  std::string path;  ///< Without `/vars`.
  std::string name;  ///< The object's name, for people.
  Variables variables;
  std::shared_ptr<LayerBase> layer;
};

/// Where Keras keeps each layer's variables: layers by class, numbered as they repeat within their
/// model, parts of a layer by attribute. Layers' names play no role. A layer that is used twice
/// stands where it comes first.
std::vector<WeightGroup> weight_groups(ModelBase& model);

}  // namespace cornu
