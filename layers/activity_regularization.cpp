#include "layers/activity_regularization.h"

#include "framework/nn/classes.h"
#include "layers/regularizers/regularizers.h"

namespace cornu {

namespace {

class ActivityRegularization final : public Layer<layers::ActivityRegularizationOptions> {
 public:
  explicit ActivityRegularization(layers::ActivityRegularizationOptions options = {})
      : Layer(std::move(options)) {
    set_activity_regularizer(regularizers::L1L2({.l1 = config().l1, .l2 = config().l2}));
  }
  bool supports_masking() const override { return true; }

  /// l1 and l2 say it all; Keras's class refuses to be told twice.
  Json get_config() const override {
    Json config = Layer::get_config();
    config.erase("activity_regularizer");
    return config;
  }
};

}  // namespace

constinit const ClassDef activity_regularization_layer = class_def<ActivityRegularization>(
    "ActivityRegularization", "Adds a penalty on its input to the loss.");

LayerRef layers::ActivityRegularization(ActivityRegularizationOptions options) {
  return std::make_shared<cornu::ActivityRegularization>(std::move(options));
}

}  // namespace cornu
