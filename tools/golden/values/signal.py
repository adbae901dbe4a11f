"""Fourier transforms, of f32 and of f64."""

from values.cases import Group


def _transforms(group, real, imaginary, name):
    """Of pairs [2, 6, 5]; of their first axis's lines as well."""
    for op in ["fft", "fft2", "ifft2"]:
        group.call(op, [real, imaginary])
    group.call("rfft", real)
    group.call("irfft", [real, imaginary])
    for length in [1, 4, 7, 8, 12]:  # TensorFlow's gradients fail
        group.call("rfft", real, length, gradient=False)
        group.call("irfft", [real, imaginary], length, gradient=False)
    even = group.array(f"{name}_even", group.rng.normal(size=(3, 8)), name)
    odd = group.array(f"{name}_odd", group.rng.normal(size=(3, 8)), name)
    group.call("fft", [even, odd])
    group.call("rfft", even)
    group.call("irfft", [even, odd])


def signal():
    group = Group("signal")
    for name in ["float32", "float64"]:
        real = group.array(f"{name}_real", group.rng.normal(size=(2, 6, 5)), name)
        imaginary = group.array(f"{name}_imaginary", group.rng.normal(size=(2, 6, 5)), name)
        _transforms(group, real, imaginary, name)
    sound = group.normal("sound", 2, 21)
    for length, stride in [(4, 2), (5, 3), (3, 3), (4, 6), (1, 1), (22, 1)]:
        group.call("extract_sequences", sound, length, stride, gradient=length < 22)
    counts = group.array("counts", range(7), "int32")
    group.call("extract_sequences", counts, 3, 2)
    for window in ["hann", "hamming", None]:
        for center in [True, False]:
            for length, stride, whole in [(6, 2, 6), (5, 2, 8), (1, 1, 2)]:
                group.call("stft", sound, length, stride, whole, window=window, center=center)
    group.call("stft", group.array("wide", group.rng.normal(size=17), "float64"), 8, 4, 8)
    parts = [group.normal("spectrum_real", 2, 7, 4), group.normal("spectrum_imaginary", 2, 7, 4)]
    for window in ["hamming", None]:
        for center in [True, False]:
            for length in [None, 3, 40]:
                group.call("istft", parts, 6, 2, 6, length=length, window=window, center=center)
    group.call("istft", parts, 6, 2, 6)
    group.call("istft", parts, 5, 3, 8, window="hamming")
    return group
