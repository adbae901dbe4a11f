#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/ops/sequence_window.h"

namespace cornu {

struct StftOptions {
  int64_t sequence_length = 1;
  int64_t sequence_stride = 1;
  int64_t fft_length = 1;
  SequenceWindow window = WindowName::hann;
  bool center = true;
  static void fields(auto& field, auto& config) {
    field("sequence_length", config.sequence_length, "Elements of the window.");
    field("sequence_stride", config.sequence_stride, "Elements from one sequence to the next.");
    field("fft_length", config.fft_length, "Elements of a sequence, the window in their middle.");
    field("window", config.window, "The window; null: ones.");
    field("center", config.center,
          "Mirrors the signal at its ends, so that sequences have their middles where they begin.");
  }
};

struct IstftOptions {
  int64_t sequence_length = 1;
  int64_t sequence_stride = 1;
  int64_t fft_length = 1;
  std::optional<int64_t> length = {};
  SequenceWindow window = WindowName::hann;
  bool center = true;
  static void fields(auto& field, auto& config) {
    field("sequence_length", config.sequence_length, "Elements of the window.");
    field("sequence_stride", config.sequence_stride, "Elements from one sequence to the next.");
    field("fft_length", config.fft_length, "Elements of a sequence, the window in their middle.");
    field("length", config.length, "At most as many elements of the signal; null: all.");
    field("window", config.window, "The window that stft had; null: none, overlaps are summed.");
    field("center", config.center, "Whether stft mirrored the signal at its ends.");
  }
};

namespace ops {

/// {real, imaginary} [..., sequences, fft_length / 2 + 1]: rfft of sequences of the last axis times
/// a window.
Tensors stft(const Operand& x, const StftOptions& options);
/// The signal of such sequences.
Tensor istft(const OperandList& x, const IstftOptions& options);

}  // namespace ops

}  // namespace cornu
