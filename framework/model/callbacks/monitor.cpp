#include "framework/model/callbacks/monitor.h"

#include <algorithm>
#include <cmath>

#include "framework/base/error.h"
#include "framework/model/trainer.h"
#include "framework/runtime/messages.h"

namespace cornu {

Monitor::Monitor(std::string name, MonitorMode mode, double min_delta)
    : name_(std::move(name)), mode_(mode), min_delta_(std::abs(min_delta)) {}

void Monitor::resolve(std::string_view callback, const Trainer& trainer) {
  if (mode_ != MonitorMode::automatic) return;
  std::string_view metric = name_;
  if (metric.starts_with("val_")) metric.remove_prefix(4);
  const MetricBase* found = trainer.metric(metric);
  const Direction direction = metric == "loss" ? Direction::down
                              : found          ? found->direction()
                                               : Direction::unknown;
  if (direction == Direction::unknown)
    fail<ValueError>(callback, ": nothing says whether ", quote(name_),
                     " should fall or grow.\n  hint: give mode \"min\" or \"max\".");
  mode_ = direction == Direction::up ? MonitorMode::max : MonitorMode::min;
}

void Monitor::check(std::string_view callback, const Trainer& trainer,
                    const std::vector<std::string>& logs) const {
  if (std::find(logs.begin(), logs.end(), name_) == logs.end())
    fail<ValueError>(callback, ": there will be no ", quote(name_), " to watch.",
                     suggest(name_, logs));
  Monitor(*this).resolve(callback, trainer);
}

bool Monitor::improves(double value, std::optional<double> reference) const {
  if (!reference) return true;
  return mode_ == MonitorMode::max ? value - min_delta_ > *reference
                                   : value + min_delta_ < *reference;
}

std::optional<double> Monitor::find(std::string_view callback, const Logs& logs) const {
  if (const double* value = logs.find(name_)) return *value;
  std::vector<std::string> known;
  for (const auto& entry : logs) known.push_back(entry.first);
  warn(
      concat(callback, ": there is no ", quote(name_), " to watch; there are: ", join(known), "."));
  return {};
}

}  // namespace cornu
