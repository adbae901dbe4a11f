"""Attention, connectionist temporal classification, blocks of pixels, windows along 1 to 3 axes."""

import numpy as np

from values.cases import Group


def attention():
    group = Group("attention")
    q, k, v = (group.normal(name, 2, length, 4, 3) for name, length in
               [("q", 5), ("k", 6), ("v", 6)])
    k2, v2 = group.normal("k2", 2, 6, 2, 3), group.normal("v2", 2, 6, 2, 3)
    bias, row = group.normal("bias", 2, 4, 5, 6), group.normal("row", 4, 1, 6)
    mask = group.array("mask", group.rng.uniform(size=(2, 1, 5, 6)) < 0.6, "bool")
    none = group.array("none", np.arange(6).reshape(1, 1, 1, 6) > 5, "bool")
    scale = group.array("scale", 0.4)
    for keys, values in [(k, v), (k2, v2)]:
        group.call("dot_product_attention", q, keys, values)
        group.call("dot_product_attention", q, keys, values, bias, mask, is_causal=True)
    group.call("dot_product_attention", q, k, v, None, mask)
    group.call("dot_product_attention", q, k, v, None, none)
    group.call("dot_product_attention", q, k, v, row, None, 0.7)
    group.call("dot_product_attention", q, k, v, None, None, scale, is_causal=True)
    group.call("dot_product_attention", q, k, v, flash_attention=False)
    group.call("dot_product_attention", k, q, group.normal("w", 2, 5, 4, 3), is_causal=True)
    return group


def ctc():
    group = Group("ctc")
    x = group.normal("x", 4, 7, 5)
    double = group.array("double", group.arrays["x"], "float64")
    labels = group.array("labels", [[1, 2, 3], [1, 1, 0], [4, 4, 4], [2, 0, 0]], "int32")
    lengths = group.array("lengths", [3, 2, 3, 0], "int32")
    frames = group.array("frames", [7, 6, 5, 4], "int32")
    group.call("ctc_loss", labels, x, lengths, frames)
    group.call("ctc_loss", labels, double, lengths, frames)
    other = group.array("other", [[1, 2, 0], [1, 1, 0], [4, 0, 4], [2, 0, 0]], "int64")
    group.call("ctc_loss", other, x, lengths, frames, mask_index=3)
    group.call("ctc_loss", group.array("small", [[1, 2, 0], [1, 1, 0], [3, 0, 3], [2, 0, 0]],
                                       "int32"), x, lengths, frames, mask_index=-1)
    whole = group.array("whole", [3, 3, 3, 3], "int32")
    group.call("ctc_loss", labels, x, whole, group.array("few", [2, 0, 4, 3], "int32"),
               gradient=False)
    half = group.array("half", group.arrays["x"], "float16")
    group.call("ctc_loss", labels, half, lengths, frames, gradient=False)
    for merge in [True, False]:
        for blank in [0, 2]:
            group.call("ctc_decode", x, frames, merge_repeated=merge, mask_index=blank,
                       gradient=False)
    group.call("ctc_decode", double, frames, mask_index=-1, gradient=False)
    for blank in [0, 2, 4]:
        for width in [3, 20, 100]:
            group.call("ctc_decode", x, frames, strategy="beam_search", beam_width=width,
                       top_paths=3, mask_index=blank, gradient=False)
    group.call("ctc_decode", double, frames, strategy="beam_search", mask_index=None,
               gradient=False)
    long = group.normal("long", 2, 30, 12)
    group.call("ctc_decode", long, group.array("ends", [30, 25], "int32"), strategy="beam_search",
               beam_width=40, top_paths=4, gradient=False)
    return group


def blocks():
    group = Group("blocks")
    x, y = group.normal("x", 2, 4, 6, 8), group.normal("y", 2, 4, 6, 8)
    for name in ["depth_to_space", "space_to_depth"]:
        for layout in ["channels_last", "channels_first"]:
            group.call(name, x, block_size=2, data_format=layout)
    group.call("space_to_depth", group.array("whole", np.arange(36).reshape(1, 3, 6, 2), "int32"),
               block_size=3)
    for kwargs in [{"kernel_size": 2}, {"kernel_size": [2, 3], "stride": 2},
                   {"kernel_size": 3, "padding": [1, 2], "dilation": [1, 2]},
                   {"kernel_size": 2, "stride": [2, 3], "padding": 1}]:
        group.call("unfold", x, **kwargs)
    columns = group.normal("columns", 2, 8, 15)
    group.call("fold", columns, output_size=[4, 6], kernel_size=2)
    group.call("fold", group.normal("c1", 2, 18, 16), output_size=[4, 6], kernel_size=3,
               padding=[1, 0])
    group.call("fold", group.normal("c2", 1, 8, 6), output_size=[5, 7], kernel_size=2, stride=2)
    group.call("fold", group.normal("c3", 1, 4, 9), output_size=5, kernel_size=2, stride=[2, 1],
               dilation=2, padding=[1, 0], gradient=False)
    for pattern, lengths in [
            ("b h w c -> b c h w", {}), ("b h w c -> (b h) w c", {}), ("b h w c->h (b w) c", {}),
            ("b h w c -> b (c h w)", {}), ("b (h1 h) (w1 w) c -> (b h1 w1) h w c",
                                           {"h1": 2, "w1": 3}),
            ("b (h h1) (w w1) c -> b h w (c h1 w1)", {"h1": 2, "w1": 2})]:
        group.call("rearrange", x, pattern, **lengths)
    group.call("psnr", x, y, max_val=2.0)
    group.call("psnr", x, x, max_val=1.0, gradient=False)
    scale, wide = group.normal("scale", 8), group.normal("wide", 6, 8)
    group.call("rms_normalization", x)
    group.call("rms_normalization", x, scale, epsilon=0.01)
    group.call("rms_normalization", x, wide, axis=[-1, -2])
    group.call("rms_normalization", x, None, axis=1)
    group.call("rms_normalization", x, axis=None)
    group.call("rms_normalization", group.array("number", 3.0), gradient=False)
    group.call("rms_normalization", group.array("halves", group.arrays["x"][0], "float16"), scale,
               gradient=False)
    group.call("rms_normalization", group.array("counts", [[1, 2], [7, 0]], "int32"),
               gradient=False)
    labels = group.array("labels", [[0, 2, 2], [-1, 3, 1]], "int32")
    for kwargs in [{}, {"axis": 1}, {"axis": 0}, {"dtype": "int8"}, {"dtype": "bool"}]:
        group.call("multi_hot", labels, num_classes=4, **kwargs)
    group.call("multi_hot", group.array("line", [0, 2], "int64"), num_classes=4)
    group.call("multi_hot", group.array("cube", [[[0, 2], [1, 1]]], "int32"), num_classes=3)
    for dtype in ["int32", "uint8", "float64", "uint16"]:
        group.call("view", group.array("f32", [[0.5, -2.0, 3.25, 0.0]]), dtype=dtype,
                   gradient=False)
    group.call("view", group.array("bytes", [[0, 0, 128, 63, 0, 0, 0, 64]], "uint8"),
               dtype="float32", gradient=False)
    group.call("view", group.array("same", [1, 2], "int32"), gradient=False)
    return group


def _adaptive(group, inputs):
    for name in ["adaptive_average_pool", "adaptive_max_pool"]:
        for x, sizes in inputs:
            for size in sizes:
                if name != "adaptive_max_pool" or size != 1:  # TensorFlow divides by zero there
                    group.call(name, x, output_size=size)
        for layout in ["channels_last", "channels_first"]:
            for x, sizes in inputs:
                group.call(name, x, output_size=2, data_format=layout)


def spatial():
    group = Group("spatial")
    line, volume = group.normal("line", 2, 7, 4), group.normal("volume", 1, 3, 4, 5, 4)
    image = group.normal("image", 1, 5, 7, 4)
    _adaptive(group, [(line, [1, 3, 5, 7]), (image, [[2, 3], [5, 4]]), (volume, [[2, 3, 4]])])
    windows = [(line, (3,)), (image, (3, 2)), (volume, (2, 3, 2))]
    for x, window in windows:
        axes = len(window)
        name = str(axes)
        kernel = group.normal("k" + name, *window, 4, 3)
        turned = group.normal("t" + name, *window, 3, 4)
        deep = group.normal("d" + name, *window, 4, 2)
        point = group.normal("p" + name, *([1] * axes), 8, 3)
        for padding in ["valid", "same"]:
            group.call("conv", x, kernel, strides=2, padding=padding)
            group.call("conv_transpose", x, turned, strides=2, padding=padding)
            group.call("average_pool", x, 2, strides=1, padding=padding)
            group.call("max_pool", x, 2, padding=padding)
            if axes < 3:
                group.call("depthwise_conv", x, deep, strides=1, padding=padding)
                group.call("separable_conv", x, deep, point, strides=2, padding=padding)
        group.call("conv_transpose", x, turned, strides=3, output_padding=1)
        if axes < 3:
            group.call("depthwise_conv", x, deep, strides=1, dilation_rate=2)
        for name in ["average_pool", "max_pool"]:
            group.call(name, x, 2, data_format="channels_first", padding="same")
        channels = group.arrays[x.name].shape[1]
        group.call("conv", x, group.normal(f"f{axes}", *([2] * axes), channels, 2),
                   data_format="channels_first", gradient=False)
    return group
