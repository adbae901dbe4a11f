#pragma once

#include <optional>
#include <utility>

#include "framework/nn/handle.h"
#include "framework/tensor/tensor.h"

namespace cornu {

/// A learning rate that depends on the number of steps taken.
class ScheduleBase : public Object {
 public:
  static constexpr ObjectKind kKind{"keras.optimizers.schedules", "learning rate schedule"};

  /// The rate at `step`, which counts from 0; both are f32 scalars.
  virtual Tensor call(const Tensor& step) const = 0;
};

template <class C>
using Schedule = Configured<ScheduleBase, C>;
using ScheduleRef = Handle<ScheduleBase>;

/// A number or a schedule.
class LearningRate {
 public:
  LearningRate(double value = 0.001) : value_(value) {}
  LearningRate(ScheduleRef schedule) : schedule_(std::move(schedule)) {}

  double value() const { return value_; }
  /// Empty for a number.
  const ScheduleRef& schedule() const { return schedule_; }

 private:
  double value_ = 0;
  ScheduleRef schedule_;
};

/// In files: the number, or the schedule's envelope.
template <>
struct FieldTraits<LearningRate> {
  using Schedules = FieldTraits<ScheduleRef>;
  static std::string type_name() { return "number or learning rate schedule"; }
  static Json to_json(const LearningRate& rate) {
    return rate.schedule() ? Schedules::to_json(rate.schedule()) : Json(rate.value());
  }
  static LearningRate from_json(const Json& json, const ReadContext& context) {
    if (json.is_object()) return Schedules::from_json(json, context);
    return FieldTraits<double>::from_json(json, context);
  }
  static bool equal(const LearningRate& a, const LearningRate& b) {
    return Schedules::equal(a.schedule(), b.schedule()) &&
           FieldTraits<double>::equal(a.value(), b.value());
  }
  static size_t hash(const LearningRate& rate) {
    return hash_combine(Schedules::hash(rate.schedule()), hash_of(rate.value()));
  }
  static Json schema() {
    return Json::object().set(
        "anyOf", Json::Array{FieldTraits<double>::schema(), Json::object().set("type", "object")});
  }
};

}  // namespace cornu
