#pragma once

#include <functional>

#include "framework/ir/op_def.h"
#include "framework/ops/operand.h"

namespace cornu {

/// Attributes of the scan op. Its inputs are the carries, the sequences and what the body captures;
/// its outputs the last carries, the stacked results and, auxiliary, every step's incoming carries.
struct ScanAttrs {
  int64_t carries = 0;
  int64_t sequences = 0;
  int64_t results = 0;
  int64_t length = 0;
  bool reverse = false;
  static void fields(auto& field, auto& config) {
    field("carries", config.carries, "How many values go from step to step.");
    field("sequences", config.sequences, "How many inputs are cut along their first axis.");
    field("results", config.results, "How many results are stacked along a first axis.");
    field("length", config.length, "The number of steps.");
    field("reverse", config.reverse, "Runs from the last step to the first.");
  }
};

struct ScanOptions {
  int64_t length = unknown;  ///< The number of steps; needed where there is no sequence.
  bool reverse = false;      ///< From the last step to the first; results keep their places.
};

namespace ops {

/// What a step makes: the next carries, and the results to be stacked.
struct ScanStep {
  Tensors carries, results;
};
using ScanBody = std::function<ScanStep(const Tensors& carries, const Tensors& inputs)>;

/// Runs `body` along the first axis of `sequences`, handing carries from step to step; returns the
/// last carries and the stacked results. The body is traced once; variables that it assigns are
/// carried too.
ScanStep scan(const ScanBody& body, const Tensors& initial, const Tensors& sequences,
              const ScanOptions& options = {});

}  // namespace ops

/// The gradient of scan: a scan of the step's gradient from the other end. Defined in autodiff/.
Tensors scan_vjp(const VjpArgs& args);

}  // namespace cornu
