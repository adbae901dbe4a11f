#include "metrics/binary_iou.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class BinaryIoU final : public Metric<metrics::BinaryIoUOptions, OverlapBase> {
 public:
  explicit BinaryIoU(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count("BinaryIoU", {.targets = own.target_class_ids, .dtype = own.dtype});
  }
  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight) override {
    const Tensor above = ops::cast(y_pred, DType::f32) >= config().threshold;
    OverlapBase::update_state(y_true, ops::cast(above, DType::i32), sample_weight);
  }
};

}  // namespace

constinit const ClassDef binary_iou_metric =
    class_def<BinaryIoU>("BinaryIoU", "How yes-or-no labels and predictions overlap.");

MetricRef metrics::BinaryIoU(const BinaryIoUOptions& options) {
  return std::make_shared<cornu::BinaryIoU>(options);
}

}  // namespace cornu
