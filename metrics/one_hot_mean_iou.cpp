#include "metrics/one_hot_mean_iou.h"

#include "framework/nn/classes.h"

namespace cornu {

namespace {

class OneHotMeanIoU final : public Metric<metrics::OneHotMeanIoUOptions, OverlapBase> {
 public:
  explicit OneHotMeanIoU(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count("OneHotMeanIoU", {own.num_classes, std::nullopt, own.dtype, own.ignore_class, false,
                            own.sparse_y_pred, own.axis});
  }
};

}  // namespace

constinit const ClassDef one_hot_mean_iou_metric = class_def<OneHotMeanIoU>(
    "OneHotMeanIoU", "How one-hot labels and predictions overlap, the mean over all classes.");

MetricRef metrics::OneHotMeanIoU(int64_t num_classes, OneHotMeanIoUOptions options) {
  options.num_classes = num_classes;

  return std::make_shared<cornu::OneHotMeanIoU>(std::move(options));
}

}  // namespace cornu
