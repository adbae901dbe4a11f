#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/sequence_window.h"

namespace cornu::layers {

struct MelSpectrogramOptions {
  int64_t fft_length = 2048;
  int64_t sequence_stride = 512;
  std::optional<int64_t> sequence_length = {};
  SequenceWindow window = WindowName::hann;
  int64_t sampling_rate = 16000;
  int64_t num_mel_bins = 128;
  double min_freq = 20;
  std::optional<double> max_freq = {};
  bool power_to_db = true;
  double top_db = 80;
  double mag_exp = 2;
  double min_power = 1e-10;
  double ref_power = 1;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("fft_length", config.fft_length, "Elements of a sequence.");
    field("sequence_stride", config.sequence_stride, "Elements from one sequence to the next.");
    field("sequence_length", config.sequence_length, "Elements of the window; null: fft_length.");
    field("window", config.window, "The window; null: ones.");
    field("sampling_rate", config.sampling_rate, "Samples in a second.");
    field("num_mel_bins", config.num_mel_bins, "Frequency bands of the result.");
    field("min_freq", config.min_freq, "Where the lowest band begins, in Hertz.");
    field("max_freq", config.max_freq,
          "Where the highest band ends, in Hertz; null: half the sampling rate.");
    field("power_to_db", config.power_to_db, "Gives decibels.");
    field("top_db", config.top_db, "How far below the largest of a batch decibels may be.");
    field("mag_exp", config.mag_exp, "The power of magnitudes: 1 or 2.");
    field("min_power", config.min_power, "The least power whose decibels are taken.");
    field("ref_power", config.ref_power, "The power that has 0 decibels.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// The spectrogram [..., num_mel_bins, sequences] of signals [..., time], its frequencies in bands
/// that the ear hears as equally wide.
LayerRef MelSpectrogram(MelSpectrogramOptions options = {});

}  // namespace cornu::layers
