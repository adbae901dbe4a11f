#pragma once

#include "framework/ir/op_def.h"
#include "framework/tensor/fields.h"

/// The random ops: pure functions of a key, u32[2]. Word i of the stream of a key is word i mod 4
/// of Philox 4x32-10 at the counter i / 4, so every element depends on the key and its index alone.
namespace cornu {

struct RandomAttrs {
  Shape shape = {};
  DType dtype = DType::f32;
  double low = 0, high = 1;     // of uniform numbers
  double mean = 0, stddev = 1;  // of normal ones
  bool truncated = false;
  static void fields(auto& field, auto& config) {
    field("shape", config.shape, "The result's sizes.");
    field("dtype", config.dtype, "The result's element type.");
    field("low", config.low, "Least value of uniform numbers.");
    field("high", config.high, "The bound that uniform numbers stay below.");
    field("mean", config.mean, "Mean of normal numbers.");
    field("stddev", config.stddev, "Standard deviation of normal numbers.");
    field("truncated", config.truncated, "Normal numbers beyond two deviations are drawn again.");
  }
};

struct DropoutAttrs {
  double rate = 0.5;
  static void fields(auto& field, auto& config) {
    field("rate", config.rate, "The share of elements that become zero.");
  }
};

/// Of an op whose first `operands` inputs are followed by a key.
void check_key(const InferArgs& args, size_t position);
std::vector<Spec> infer_random(const InferArgs& args);

}  // namespace cornu
