#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

struct BincountOptions {
  std::optional<std::vector<double>> weights = {};
  int64_t minlength = 0;
  bool sparse = false;
  static void fields(auto& field, auto& config) {
    field("weights", config.weights, "What each element counts, as numbers; null: 1.");
    field("minlength", config.minlength, "How many counts there are at least.");
    field("sparse", config.sparse, "Refused: there are no sparse tensors here.");
  }
};

struct HistogramOptions {
  int64_t bins = 10;
  std::optional<std::pair<double, double>> range = {};
  static void fields(auto& field, auto& config) {
    field("bins", config.bins, "How many bins.");
    field("range", config.range, "Lowest and highest bound; null: x's extremes.");
  }
};

namespace ops {

/// How often each number from 0 to the largest stands in x (1-D, or 2-D row by row), or the sums of
/// `weights` there. The size of the result depends on elements, so x must have values.
Tensor bincount(const Operand& x, const std::optional<Operand>& weights = {},
                const BincountOptions& options = {});

/// {counts, bounds} of bins of equal width, the last of which includes its upper bound; x is 1-D,
/// what lies outside does not count. Both have x's dtype.
Tensors histogram(const Operand& x, const HistogramOptions& options = {});

}  // namespace ops

}  // namespace cornu
