#include "layers/mel_spectrogram.h"

#include <algorithm>
#include <cmath>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

/// Hertz on the mel scale of the Hidden Markov Model Toolkit.
double mel_of(double hertz) { return 1127 * std::log1p(hertz / 700); }

class MelSpectrogram final : public Layer<layers::MelSpectrogramOptions> {
 public:
  explicit MelSpectrogram(layers::MelSpectrogramOptions options = {}) : Layer(std::move(options)) {
    if (sequence_length() > config().fft_length)
      fail<ValueError>("MelSpectrogram: fft_length is ", config().fft_length,
                       "; it must be at least sequence_length, ", sequence_length(), ".");
    if (config().num_mel_bins < 1)
      fail<ValueError>("MelSpectrogram: num_mel_bins is ", config().num_mel_bins,
                       "; it must be at least 1.");
  }

  Tensor call(const Tensor& input, const CallContext&) override {
    const DType compute = policy().compute_dtype();
    const Tensor x = ops::cast(input, compute == DType::f64 ? DType::f64 : DType::f32);
    const Tensors parts = ops::stft(x, {.sequence_length = sequence_length(),
                                        .sequence_stride = config().sequence_stride,
                                        .fft_length = config().fft_length,
                                        .window = config().window});
    const Tensor magnitudes = ops::sqrt(ops::square(parts[0]) + ops::square(parts[1]));
    Tensor y = ops::matmul(ops::power(magnitudes, config().mag_exp), bands(x.spec()));
    if (config().power_to_db) y = decibels(y);
    return ops::cast(ops::swapaxes(y, {.axis1 = -1, .axis2 = -2}), compute);
  }

 private:
  int64_t sequence_length() const { return config().sequence_length.value_or(config().fft_length); }

  /// [frequencies, bands]: each band rises to 1 at its middle, where the next one begins, and falls
  /// until the next one's, linearly on the mel scale. Frequency 0 belongs to none.
  Tensor bands(const Spec& like) const {
    const int64_t frequencies = config().fft_length / 2 + 1, count = config().num_mel_bins;
    const auto rate = static_cast<double>(config().sampling_rate);
    const double first = mel_of(config().min_freq),
                 last = mel_of(config().max_freq.value_or(std::floor(rate / 2))),
                 width = (last - first) / static_cast<double>(count + 1);
    std::vector<double> weights(static_cast<size_t>(frequencies * count), 0);
    for (int64_t k = 1; k < frequencies; ++k) {
      const double mel =
          mel_of(rate / 2 * static_cast<double>(k) / static_cast<double>(frequencies - 1));
      for (int64_t band = 0; band < count; ++band) {
        const double rise = (mel - first) / width - static_cast<double>(band);
        weights[static_cast<size_t>(k * count + band)] = std::max(0.0, std::min(rise, 2 - rise));
      }
    }
    return ops::cast(from_buffer(weights.data(), {frequencies, count}, DType::f64, like.device),
                     like.dtype);
  }

  Tensor decibels(const Tensor& power) const {
    const double least = config().min_power,
                 reference = 10 * std::log10(std::max(std::abs(config().ref_power), least));
    const Tensor y = 10.0 * ops::log10(ops::maximum(power, least)) - reference;
    return ops::maximum(y, ops::max(y) - config().top_db);
  }
};

}  // namespace

constinit const ClassDef mel_spectrogram_layer = class_def<MelSpectrogram>(
    "MelSpectrogram", "Spectrograms of signals in bands of the mel scale.");

LayerRef layers::MelSpectrogram(MelSpectrogramOptions options) {
  return std::make_shared<cornu::MelSpectrogram>(std::move(options));
}

}  // namespace cornu
