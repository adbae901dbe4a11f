#include "framework/model/by_shape.h"

#include <algorithm>
#include <cctype>

namespace cornu {

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// Predictions that end in an axis of 1 are binary; labels of lower rank or ending in 1 are
/// indices.
std::string_view kind_of(const Tensor& y_true, const Tensor& y_pred) {
  const auto last = [](const Tensor& x) { return x.ndim() == 0 ? 1 : x.shape()[-1]; };
  if (last(y_pred) == 1) return "binary";
  if (y_true.ndim() < y_pred.ndim() || last(y_true) == 1) return "sparse_categorical";
  return "categorical";
}

bool is_crossentropy(const std::string& name) { return name == "crossentropy" || name == "ce"; }

}  // namespace

LossRef loss_by_shape(const LossRef& loss, const Tensor& y_true, const Tensor& y_pred) {
  if (!is_crossentropy(lower(loss.spelling()))) return loss;
  return concat(kind_of(y_true, y_pred), "_crossentropy");
}

MetricRef metric_by_shape(const MetricRef& metric, const Tensor& y_true, const Tensor& y_pred) {
  const std::string& spelling = metric.spelling();
  if (spelling.empty()) return metric;
  const std::string name = lower(spelling);
  MetricRef made;
  if (name == "accuracy" || name == "acc")
    made = concat(kind_of(y_true, y_pred), "_accuracy");
  else if (is_crossentropy(name))
    made = concat(kind_of(y_true, y_pred), "_crossentropy");
  else
    made = spelling;
  made->set_name(spelling);
  return made;
}

}  // namespace cornu
