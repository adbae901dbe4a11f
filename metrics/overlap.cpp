#include "metrics/overlap.h"

#include <numeric>

#include "framework/base/error.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

constexpr int64_t kMostClasses = 16384;  // a matrix of 2 GB: more is no number of classes

}  // namespace

void OverlapBase::count(std::string_view metric, Overlap how) {
  const int64_t classes = how.num_classes;
  if (classes < 1 || classes > kMostClasses)
    fail<ValueError>(metric, ": num_classes must be from 1 to ", kMostClasses, ", not ", classes,
                     ".");
  if (!how.targets) {
    how.targets.emplace(static_cast<size_t>(classes));
    std::iota(how.targets->begin(), how.targets->end(), 0);
  }
  if (how.targets->empty()) fail<ValueError>(metric, ": target_class_ids is missing.");
  for (const int64_t id : *how.targets)
    if (id < 0 || id >= classes)
      fail<ValueError>(metric, ": target_class_ids holds ", id, ", and classes are 0 to ",
                       classes - 1, ".");
  how_ = std::move(how);
  matrix_ = add_variable("total_confusion_matrix", {how_.num_classes, how_.num_classes},
                         how_.dtype.value_or(DType::i64));
}

void OverlapBase::update_state(const Tensor& y_true, const Tensor& y_pred,
                               const Tensor& sample_weight) {
  const DType dtype = matrix_.dtype();
  const auto classes = [&](const Tensor& x, bool sparse) {
    const Tensor index = sparse ? x : ops::argmax(x, {.axis = how_.axis});
    return ops::reshape(ops::cast(index, dtype), {.newshape = {-1}});
  };
  const Tensor labels = classes(y_true, how_.sparse_y_true);
  const Tensor predictions = classes(y_pred, how_.sparse_y_pred);
  if (labels.shape() != predictions.shape())
    fail<ShapeError>(class_name(), ": y_true is ", y_true.spec(), ", y_pred is ", y_pred.spec(),
                     ": they do not name as many classes.");
  Tensor weight = ones_like(labels);
  if (sample_weight.defined()) {
    weight = ops::cast(sample_weight, dtype);
    if (weight.ndim() > 1) weight = ops::reshape(weight, {.newshape = {-1}});
    weight = ops::broadcast_to(weight, {.shape = labels.shape()});
  }
  const auto is_class = [&](const Tensor& x) {
    return ops::logical_and(x >= 0, x < how_.num_classes);
  };
  Tensor counts = ops::logical_and(is_class(labels), is_class(predictions));
  if (how_.ignore_class)
    counts = ops::logical_and(counts, ops::not_equal(labels, *how_.ignore_class));
  const auto index = [&](const Tensor& x) {
    return ops::cast(ops::where(counts, x, zeros_like(x)), DType::i64);
  };
  const Tensor cells = index(labels) * how_.num_classes + index(predictions);
  const Tensor added = ops::scatter_add(ops::where(counts, weight, zeros_like(weight)), cells,
                                        {.axis = 0, .size = how_.num_classes * how_.num_classes});
  matrix_.assign_add(ops::reshape(added, {.newshape = matrix_.shape()}));
}

Tensor OverlapBase::result() const {
  const Tensor matrix = ops::cast(matrix_.value(), DType::f32);
  const Tensor index = ops::arange(how_.num_classes, {}, {}, {.dtype = DType::i32});
  const Tensor diagonal = ops::equal(ops::expand_dims(index, {.axis = -1}), index);
  const Tensor both = ops::sum(ops::where(diagonal, matrix, 0.0), {.axis = 0});
  const Tensor either = ops::sum(matrix, {.axis = 0}) + ops::sum(matrix, {.axis = 1}) - both;
  const Tensor targets = constant(*how_.targets);
  const Tensor wanted = ops::take(either, targets, {.axis = 0});
  const Tensor occurs = wanted > 1e-9;
  const Tensor shares = ops::take(both, targets, {.axis = 0}) / (wanted + 1e-7);
  return ops::sum(ops::where(occurs, shares, 0.0)) /
         (ops::sum(ops::cast(occurs, DType::f32)) + 1e-7);
}

}  // namespace cornu
