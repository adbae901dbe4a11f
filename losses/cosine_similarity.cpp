#include "losses/cosine_similarity.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class CosineSimilarity final : public Loss<losses::CosineSimilarityOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::cosine_similarity(y_true, y_pred, config().axis);
  }
};

}  // namespace

constinit const ClassDef cosine_similarity_loss = class_def<CosineSimilarity>(
    "CosineSimilarity", "The negative cosine of the angle between the two.");

LossRef losses::CosineSimilarity(const CosineSimilarityOptions& options) {
  return std::make_shared<cornu::CosineSimilarity>(options);
}

}  // namespace cornu
