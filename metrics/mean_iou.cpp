#include "metrics/mean_iou.h"

#include "framework/nn/classes.h"

namespace cornu {

namespace {

class MeanIoU final : public Metric<metrics::MeanIoUOptions, OverlapBase> {
 public:
  explicit MeanIoU(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count("MeanIoU", {own.num_classes, std::nullopt, own.dtype, own.ignore_class, own.sparse_y_true,
                      own.sparse_y_pred, own.axis});
  }
};

}  // namespace

constinit const ClassDef mean_iou_metric =
    class_def<MeanIoU>("MeanIoU", "How labels and predictions overlap, the mean over all classes.");

MetricRef metrics::MeanIoU(int64_t num_classes, MeanIoUOptions options) {
  options.num_classes = num_classes;

  return std::make_shared<cornu::MeanIoU>(std::move(options));
}

}  // namespace cornu
