#include "losses/circle.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class Circle final : public Loss<losses::CircleOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::circle(y_true, y_pred, config().gamma, config().margin,
                          config().remove_diagonal);
  }
};

}  // namespace

constinit const ClassDef circle_loss =
    class_def<Circle>("Circle", "Embeddings of one label together, of others apart.");

LossRef losses::Circle(const CircleOptions& options) {
  return std::make_shared<cornu::Circle>(options);
}

}  // namespace cornu
