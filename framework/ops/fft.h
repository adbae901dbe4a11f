#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

/// Fourier transforms. Complex numbers are pairs of tensors, {real parts, imaginary parts}, of f32
/// or f64.
namespace cornu {

struct RfftOptions {
  std::optional<int64_t> fft_length = {};
  static void fields(auto& field, auto& config) {
    field(
        "fft_length", config.fft_length,
        "Elements of x that are transformed: it is cut, or zeros follow; null: as many as it has.");
  }
};

struct IrfftOptions {
  std::optional<int64_t> fft_length = {};
  static void fields(auto& field, auto& config) {
    field("fft_length", config.fft_length,
          "Elements of the result; null: 2 (n - 1) of n numbers, an even number.");
  }
};

struct FftAttrs {
  int64_t axis = -1;
  bool inverse = false;
  bool normalized = false;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis that is transformed.");
    field("inverse", config.inverse, "By exp(2πi jk/n), not exp(-2πi jk/n).");
    field("normalized", config.normalized, "Divides by n.");
  }
};

/// Attributes of rfft and irfft.
struct RealFftAttrs {
  int64_t length = unknown;
  bool normalized = false;
  static void fields(auto& field, auto& config) {
    field("length", config.length, "Real numbers of a line, n; -1: as many as the operand says.");
    field("normalized", config.normalized, "Divides by n.");
  }
};

namespace ops {

/// The discrete Fourier transform along the last axis of {real, imaginary}.
Tensors fft(const OperandList& x);
/// The same along the last two axes.
Tensors fft2(const OperandList& x);
/// The inverse of fft2.
Tensors ifft2(const OperandList& x);
/// Of real x, along the last axis: the first n/2 + 1 numbers, which the others mirror.
Tensors rfft(const Operand& x, const RfftOptions& options = {});
/// The inverse of rfft. The first number, and for an even length the last one, count as real.
Tensor irfft(const OperandList& x, const IrfftOptions& options = {});

}  // namespace ops

}  // namespace cornu
