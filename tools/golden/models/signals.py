"""Fourier transforms in functional models, as ops and in a layer."""

from keras import Input, Model, layers, ops

from case import Case, case, compiled


@case
def spectra():
    """Every transform: complex operands and results are pairs."""
    x = Input((40,), name="x")
    real, imaginary = ops.stft(x, 8, 4, 8)
    back = ops.istft((real, imaginary), 8, 4, 8, length=30, window="hamming")
    both = ops.fft((x, x))
    half = ops.rfft(x, 10)
    grid = ops.ifft2(ops.fft2((ops.reshape(x, (-1, 5, 8)), ops.reshape(x, (-1, 5, 8)) * 0.5)))
    parts = [real * real + imaginary * imaginary, back, both[0] * 0.1, both[1] * 0.1,
             ops.irfft(half, 9), ops.extract_sequences(x, 6, 4), grid[0], grid[1]]
    y = layers.Dense(2, name="y")(layers.Concatenate()([layers.Flatten()(p) for p in parts]))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def mel_spectrogram():
    """In decibels and without, with a window shorter than the transform."""
    x = Input((40,), name="x")
    loud = layers.MelSpectrogram(fft_length=16, sequence_stride=8, num_mel_bins=3,
                                 sampling_rate=400, min_freq=10.0)(x)
    plain = layers.MelSpectrogram(fft_length=16, sequence_stride=4, sequence_length=10,
                                  window="hamming", num_mel_bins=4, sampling_rate=300,
                                  max_freq=120.0, power_to_db=False, mag_exp=1.0)(x)
    flat = [layers.Flatten()(loud) * 0.05, layers.Flatten()(plain)]
    y = layers.Dense(2, name="y")(layers.Concatenate()(flat))
    return Case(compiled(Model(x, y), "mse"), ["real"])
