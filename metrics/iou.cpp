#include "metrics/iou.h"

#include "framework/nn/classes.h"

namespace cornu {

namespace {

class IoU final : public Metric<metrics::IoUOptions, OverlapBase> {
 public:
  explicit IoU(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count("IoU", {own.num_classes, own.target_class_ids, own.dtype, own.ignore_class,
                  own.sparse_y_true, own.sparse_y_pred, own.axis});
  }
};

}  // namespace

constinit const ClassDef iou_metric =
    class_def<IoU>("IoU", "How labels and predictions of some classes overlap.");

MetricRef metrics::IoU(int64_t num_classes, std::vector<int64_t> target_class_ids,
                       IoUOptions options) {
  options.num_classes = num_classes;
  options.target_class_ids = std::move(target_class_ids);
  return std::make_shared<cornu::IoU>(std::move(options));
}

}  // namespace cornu
