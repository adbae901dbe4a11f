#pragma once

#include "framework/base/field_containers.h"
#include "framework/nn/loss.h"

namespace cornu::losses {

struct SparseCategoricalCrossentropyOptions {
  bool from_logits = false;
  std::optional<int64_t> ignore_class = {};
  Choice<Reduction> reduction = Reduction::sum_over_batch_size;
  int64_t axis = -1;
  std::string name = "sparse_categorical_crossentropy";
  std::optional<DType> dtype = {};
  static void fields(auto& field, auto& config) {
    field("from_logits", config.from_logits, "Whether predictions are logits, not probabilities.");
    field("ignore_class", config.ignore_class, "A label whose places do not count.");
    field("axis", config.axis, "The axis of the classes.");
    loss_fields(field, config);
  }
};

/// Cross entropy of integer labels.
LossRef SparseCategoricalCrossentropy(const SparseCategoricalCrossentropyOptions& options = {});

}  // namespace cornu::losses
