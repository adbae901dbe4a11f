#pragma once

#include "framework/ops/operand.h"

namespace cornu {

struct CeluOptions {
  double alpha = 1;
  static void fields(auto& field, auto& config) {
    field("alpha", config.alpha, "The value far below zero is -alpha.");
  }
};

struct EluOptions {
  double alpha = 1;
  static void fields(auto& field, auto& config) {
    field("alpha", config.alpha, "The value far below zero is -alpha.");
  }
};

struct GeluOptions {
  bool approximate = true;
  static void fields(auto& field, auto& config) {
    field("approximate", config.approximate, "By tanh instead of the error function.");
  }
};

struct GluOptions {
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis that is halved.");
  }
};

struct HardShrinkOptions {
  double threshold = 0.5;
  static void fields(auto& field, auto& config) {
    field("threshold", config.threshold, "Magnitudes up to it become 0.");
  }
};

struct LeakyReluOptions {
  double negative_slope = 0.2;
  static void fields(auto& field, auto& config) {
    field("negative_slope", config.negative_slope, "Factor of values below zero.");
  }
};

struct SoftShrinkOptions {
  double threshold = 0.5;
  static void fields(auto& field, auto& config) {
    field("threshold", config.threshold, "What every magnitude loses, down to 0.");
  }
};

struct SparsemaxOptions {
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis whose elements compete.");
  }
};

struct SquareplusOptions {
  double b = 4;
  static void fields(auto& field, auto& config) {
    field("b", config.b, "How round the corner is; 0 gives relu.");
  }
};

struct ThresholdOptions {
  double threshold = 0;
  double default_value = 0;
  static void fields(auto& field, auto& config) {
    field("threshold", config.threshold, "Values above it stay.");
    field("default_value", config.default_value, "What all others become.");
  }
};

/// Activations with arguments; those without are rows of unary.def.
namespace ops {

/// x above zero, alpha (exp(x / alpha) - 1) below.
Tensor celu(const Operand& x, const CeluOptions& options = {});
/// x above zero, alpha (exp(x) - 1) below.
Tensor elu(const Operand& x, const EluOptions& options = {});
/// x times the normal distribution's share below x.
Tensor gelu(const Operand& x, const GeluOptions& options = {});
/// The first half along an axis times the sigmoid of the second.
Tensor glu(const Operand& x, const GluOptions& options = {});
/// x where its magnitude is above the threshold, else 0.
Tensor hard_shrink(const Operand& x, const HardShrinkOptions& options = {});
/// x above zero, negative_slope x below.
Tensor leaky_relu(const Operand& x, const LeakyReluOptions& options = {});
/// x brought nearer to zero by the threshold, and not beyond.
Tensor soft_shrink(const Operand& x, const SoftShrinkOptions& options = {});
/// x above a threshold, which Keras takes from the sum of all sums down to an element that counts:
/// not the nearest point of the simplex, as elsewhere. Compares all pairs of elements.
Tensor sparsemax(const Operand& x, const SparsemaxOptions& options = {});
/// (x + sqrt(x² + b)) / 2.
Tensor squareplus(const Operand& x, const SquareplusOptions& options = {});
/// x where it is above the threshold, else default_value.
Tensor threshold(const Operand& x, const ThresholdOptions& options);

}  // namespace ops

}  // namespace cornu
