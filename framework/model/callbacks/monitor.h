#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "framework/base/choice.h"
#include "framework/nn/callback.h"

namespace cornu {

/// Whether a monitored number should fall or grow; `automatic` (written "auto") asks the metric.
enum class MonitorMode : uint8_t { automatic, min, max };
template <>
struct EnumNames<MonitorMode> {
  static constexpr std::array<std::string_view, 3> names = {"auto", "min", "max"};
};

/// What callbacks that watch one number of the logs have in common.
class Monitor {
 public:
  Monitor(std::string name, MonitorMode mode, double min_delta = 0);

  const std::string& name() const { return name_; }
  /// Finds out which way is better; ValueError naming the metric where nothing says.
  void resolve(std::string_view callback, const Trainer& trainer);
  /// ValueError where the logs will not have it, or nothing says which way is better.
  void check(std::string_view callback, const Trainer& trainer,
             const std::vector<std::string>& logs) const;
  /// Whether `value` beats `reference` by more than min_delta; anything beats nothing.
  bool improves(double value, std::optional<double> reference) const;
  /// The number, or nothing and a warning.
  std::optional<double> find(std::string_view callback, const Logs& logs) const;

 private:
  std::string name_;
  MonitorMode mode_;
  double min_delta_;
};

}  // namespace cornu
