#include "framework/model/class_weight.h"

#include <cmath>

#include "framework/base/error.h"
#include "framework/ops/ops.h"

namespace cornu {

Dataset weigh_classes(const Dataset& dataset, const ClassWeight& class_weight) {
  if (class_weight.empty()) return dataset;
  if (!dataset.sample_weight().empty())
    fail<ValueError>("class_weight and sample_weight cannot both be given.");
  if (dataset.y().size() != 1)
    fail<ValueError>("class_weight needs one target, not ", dataset.y().size(), ".");
  Tensor labels = dataset.y().flat()[0];
  if (labels.ndim() > 1 && labels.shape()[-1] != 1) labels = ops::argmax(labels, {.axis = -1});
  std::vector<double> values = labels.to_vector<double>();
  std::vector<float> weights;
  weights.reserve(values.size());
  for (const double value : values) {
    const auto found = class_weight.find(static_cast<int64_t>(std::nearbyint(value)));
    weights.push_back(found == class_weight.end() ? 1.f : static_cast<float>(found->second));
  }
  Shape shape = labels.shape();
  if (shape.ndim() > 1 && shape[-1] == 1) shape.erase(shape.ndim() - 1);
  return dataset.with_sample_weight(from_buffer(weights.data(), shape, DType::f32));
}

}  // namespace cornu
