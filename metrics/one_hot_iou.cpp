#include "metrics/one_hot_iou.h"

#include "framework/nn/classes.h"

namespace cornu {

namespace {

class OneHotIoU final : public Metric<metrics::OneHotIoUOptions, OverlapBase> {
 public:
  explicit OneHotIoU(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count("OneHotIoU", {own.num_classes, own.target_class_ids, own.dtype, own.ignore_class, false,
                        own.sparse_y_pred, own.axis});
  }
};

}  // namespace

constinit const ClassDef one_hot_iou_metric = class_def<OneHotIoU>(
    "OneHotIoU", "How one-hot labels and predictions of some classes overlap.");

MetricRef metrics::OneHotIoU(int64_t num_classes, std::vector<int64_t> target_class_ids,
                             OneHotIoUOptions options) {
  options.num_classes = num_classes;
  options.target_class_ids = std::move(target_class_ids);
  return std::make_shared<cornu::OneHotIoU>(std::move(options));
}

}  // namespace cornu
