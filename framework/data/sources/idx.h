#pragma once

#include <optional>
#include <string>

#include "framework/base/field_containers.h"
#include "framework/base/fields.h"
#include "framework/data/dataset.h"

namespace cornu::data {

struct IdxOptions {
  std::string x = {};
  std::string y = {};
  std::optional<int64_t> start = {};
  std::optional<int64_t> stop = {};
  static void fields(auto& field, auto& config) {
    field("x", config.x, "The file of the inputs, gzipped or not.", required);
    field("y", config.y, "The file of the targets; empty: none.");
    field("start", config.start, "The first sample.");
    field("stop", config.stop, "The sample after the last.");
  }
};

/// Samples from files in MNIST's format. Images [n, height, width] get a last axis of 1, for the
/// channel.
Dataset idx(const IdxOptions& options);

}  // namespace cornu::data
