"""keras.ops.image: sizes, colours, margins, patches, transforms and filters."""

import numpy as np

from values.cases import Group


def images():
    group = Group("images")
    x, one = group.normal("x", 2, 5, 7, 3), group.normal("one", 6, 4, 2)
    first = group.normal("first", 2, 3, 5, 7)
    _resize(group, x, one, first)
    _colors(group, first)
    _margins(group, x, one, first)
    _patches(group, x, one, first)
    _transforms(group, x, one, first)
    _filters(group, x, one, first)
    return group


def _resize(group, x, one, first):
    for interpolation in ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"]:
        for size in [[4, 3], [10, 9], [5, 3]]:
            for antialias in [False, True]:
                group.call("image.resize", x, size, interpolation, antialias=antialias,
                           gradient=interpolation != "area")
        group.call("image.resize", one, [9, 3], interpolation=interpolation, gradient=False)
    group.call("image.resize", first, [4, 9], data_format="channels_first")
    group.call("image.resize", group.normal("plane", 1, 5, 4), [2, 6], "bicubic", True,
               data_format="channels_first")
    group.call("image.resize", x, [5, 7])
    for size in [[4, 4], [3, 9], [12, 2]]:
        group.call("image.resize", x, size, crop_to_aspect_ratio=True)
        group.call("image.resize", x, size, pad_to_aspect_ratio=True, fill_value=0.5)
        group.call("image.resize", one, size, "nearest", pad_to_aspect_ratio=True)
    group.call("image.resize", first, [9, 4], data_format="channels_first",
               pad_to_aspect_ratio=True)
    group.call("image.resize", first, [9, 4], data_format="channels_first",
               crop_to_aspect_ratio=True)
    for dtype in ["uint8", "int32", "int64", "float64"]:
        pixels = group.array(dtype, group.rng.integers(0, 255, (5, 7, 3)), dtype)
        for interpolation in ["nearest", "bilinear", "bicubic"]:
            if dtype != "float64" or interpolation == "nearest":
                group.call("image.resize", pixels, [3, 9], interpolation, gradient=False)
    many = group.array("many", np.arange(97.0).reshape(1, 97, 1))
    for width in [1, 2, 3, 7, 14, 31, 48, 96, 98, 120, 194, 300]:
        group.call("image.resize", many, [1, width], "nearest", gradient=False)


def _colors(group, first):
    picture = group.array("picture", group.rng.uniform(size=(2, 4, 5, 3)))
    plane = group.array("colours", group.rng.uniform(size=(3, 4, 5)))
    bytes_ = group.array("bytes", group.rng.integers(0, 255, (3, 3, 3)), "uint8")
    group.call("image.rgb_to_grayscale", picture)
    group.call("image.rgb_to_grayscale", plane, data_format="channels_first")
    group.call("image.rgb_to_grayscale", bytes_)
    group.call("image.rgb_to_grayscale", group.normal("grey", 3, 2, 1))
    special = group.array("special_colours", [[[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0], [1, 0, 0],
                                               [0, 1, 0], [0, 0, 1], [1, 0, 1], [0, 0.2, 0.2]]])
    for name in ["image.rgb_to_hsv", "image.hsv_to_rgb"]:
        group.call(name, picture, gradient=name == "image.rgb_to_hsv")
        group.call(name, plane, data_format="channels_first", gradient=False)
        group.call(name, special, gradient=False)


def _margins(group, x, one, first):
    group.call("image.crop_images", x, 1, 2, target_height=2, target_width=3)
    group.call("image.crop_images", x, 1, 2, 1, 0)
    group.call("image.crop_images", one, bottom_cropping=1, right_cropping=0, target_height=2,
               target_width=4)
    group.call("image.crop_images", first, 0, 1, 0, 1, data_format="channels_first")
    group.call("image.pad_images", x, 1, 2, target_height=9, target_width=9)
    group.call("image.pad_images", one, 1, 2, 0, 3)
    group.call("image.pad_images", one, bottom_padding=1, right_padding=0, target_height=7,
               target_width=4)
    group.call("image.pad_images", first, 0, 1, 0, 1, data_format="channels_first")


def _patches(group, x, one, first):
    group.call("image.extract_patches", x, 2)
    group.call("image.extract_patches", x, [3, 2], padding="same")
    group.call("image.extract_patches", x, [3, 2], 1)
    group.call("image.extract_patches", x, 3, [2, 1], padding="same")
    group.call("image.extract_patches", x, 2, 1, 2)
    group.call("image.extract_patches", x, 2, 1, [1, 3], padding="same")
    group.call("image.extract_patches", one, [2, 3])
    group.call("image.extract_patches", first, [2, 2], 1, data_format="channels_first",
               gradient=False)
    volume = group.normal("volume", 1, 4, 5, 3, 2)
    group.call("image.extract_patches", volume, [2, 2, 1])
    group.call("image.extract_patches", volume, [2, 3, 2], [1, 2, 1], padding="same")
    group.call("image.extract_patches_3d", group.normal("block", 4, 5, 4, 1), 2, 1)
    group.call("image.extract_patches_3d", volume, [2, 2, 3])


def _transforms(group, x, one, first):
    turn = group.array("turn", [0.8, -0.6, 0.7, 0.55, 0.9, -0.43, 0, 0])
    both = group.array("both", [[1.5, 0.1, -3, 0.2, 1.3, -4, 0.02, -0.01],
                                [-1.2, 0.3, 11, 0.4, -0.7, 9, 0, 0.05]])
    far = group.array("far", [[4.1, 0.3, -13.2, 0.2, 5.3, -11.7, 0, 0]])
    vanishing = group.array("vanishing", [1.0, 0, 0, 0, 1, 0, -0.5, 0])
    for mode in ["constant", "nearest", "wrap", "reflect"]:
        for interpolation in ["nearest", "bilinear"]:
            for transform in [turn, both, far]:
                group.call("image.affine_transform", x, transform, interpolation, mode, 0.25,
                           gradient=False)
    group.call("image.affine_transform", one, turn, gradient=False)
    group.call("image.affine_transform", one, vanishing, fill_value=-1, gradient=False)
    group.call("image.affine_transform", first, both, data_format="channels_first",
               gradient=False)
    half = group.array("half", [1, 0, 0.5, 0, 1, -0.5, 0, 0])
    pixels = group.array("pixels", group.rng.integers(0, 255, (4, 5, 3)), "uint8")
    for interpolation in ["nearest", "bilinear"]:
        group.call("image.affine_transform", pixels, half, interpolation, gradient=False)
    start = group.array("start", [[0, 0], [0, 4], [6, 0], [6, 4]])
    end = group.array("end", [[1, 0.5], [0, 3], [5, 1], [6, 4.5]])
    starts = group.array("starts", np.stack([group.arrays["start"], group.arrays["end"]]))
    ends = group.array("ends", np.stack([group.arrays["end"], group.arrays["start"]]))
    soft = group.array("soft", 0.1 * group.arrays["x"])  # float32's systems are not exact
    for interpolation in ["nearest", "bilinear"]:
        group.call("image.perspective_transform", soft, start, end, interpolation, gradient=False)
    group.call("image.perspective_transform", soft, starts, ends, fill_value=0.1, gradient=False)
    group.call("image.perspective_transform", one, end, start, gradient=False)
    group.call("image.perspective_transform", first, starts, ends, data_format="channels_first",
               gradient=False)
    at = group.array("at", group.rng.uniform(-3, 9, (2, 3, 4)))
    matrix, line = group.normal("matrix", 5, 7), group.normal("line", 6)
    integers = group.array("integers", group.rng.integers(-50, 50, (5, 7)), "int32")
    places = group.array("places", group.rng.uniform(-9, 14, (1, 11)))
    for mode in ["constant", "nearest", "wrap"]:  # TensorFlow's mirror and reflect are no such
        for order in [0, 1]:
            group.call("image.map_coordinates", matrix, at, order, mode, gradient=order == 1)
            group.call("image.map_coordinates", line, places, order, mode, gradient=order == 1)
            group.call("image.map_coordinates", integers, at, order, mode, gradient=False)
    group.call("image.map_coordinates", matrix, at, 1, "constant", 0.75)
    inside = group.array("inside", group.rng.uniform(0, 2, (3, 5)))
    group.call("image.map_coordinates", group.normal("cube", 4, 3, 5), inside, 1)
    scale, move = group.array("scale", [1.7, 0.6]), group.array("move", [-0.3, 0.45])
    for method in ["linear", "bicubic", "lanczos3", "lanczos5"]:
        for antialias in [False, True]:
            group.call("image.scale_and_translate", matrix, [6, 4], scale, move, [0, 1], method,
                       antialias)
    group.call("image.scale_and_translate", x, [2, 9, 4, 3], scale, move, [1, -2], "trilinear")


def _filters(group, x, one, first):
    group.call("image.gaussian_blur", x)
    group.call("image.gaussian_blur", x, [5, 5], [0.8, 2.0])
    group.call("image.gaussian_blur", x, [4, 4], [1.5, 0.7])
    group.call("image.gaussian_blur", one, [3, 5], [1.0, 2.0])
    group.call("image.gaussian_blur", first, data_format="channels_first")
    group.call("image.sobel_edges", x)
    group.call("image.sobel_edges", first, data_format="channels_first", gradient=False)
    left = group.array("left", group.rng.uniform(size=(2, 14, 13, 3)))
    right = group.array("right", group.rng.uniform(size=(2, 14, 13, 3)))
    group.call("image.ssim", left, right)
    group.call("image.ssim", left, left, gradient=False)
    group.call("image.ssim", left, right, max_val=2.0, filter_size=5, filter_sigma=1.0, k1=0.02,
               k2=0.05)
    group.call("image.ssim", one, group.normal("other", 6, 4, 2), filter_size=3)
    group.call("image.ssim", first, group.normal("second", 2, 3, 5, 7), filter_size=3,
               data_format="channels_first")
