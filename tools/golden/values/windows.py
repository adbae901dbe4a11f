"""Convolution, pooling and batch normalisation."""

from values.cases import Group


def conv():
    group = Group("conv")
    x, odd = group.normal("x", 2, 6, 5, 2), group.normal("odd", 1, 7, 7, 4)
    k3, k2 = group.normal("k3", 3, 3, 2, 3), group.normal("k2", 2, 3, 2, 2)
    k1, kg = group.normal("k1", 1, 1, 2, 3), group.normal("kg", 3, 2, 2, 4)
    for kernel in [k3, k2, k1]:
        for padding in ["valid", "same"]:
            group.call("conv", x, kernel, strides=1, padding=padding)
            group.call("conv", x, kernel, strides=2, padding=padding)
    group.call("conv", x, k3, strides=[1, 2], padding="same")
    group.call("conv", x, k3, strides=1, padding="same", dilation_rate=2)
    group.call("conv", x, k2, strides=1, padding="valid", dilation_rate=[3, 1])
    group.call("conv", odd, kg, strides=1, padding="same")
    group.call("conv", odd, kg, strides=[3, 2], padding="valid")
    group.call("conv", odd, group.normal("kd", 3, 3, 1, 4), strides=1, padding="same")
    line = group.normal("line", 2, 7, 2)
    for padding in ["valid", "same"]:
        group.call("conv", line, group.normal("kl", 3, 2, 3), strides=1, padding=padding)
    volume, kv = group.normal("volume", 1, 3, 4, 4, 2), group.normal("kv", 2, 2, 2, 2, 2)
    group.call("conv", volume, kv, strides=1, padding="same")
    return group


def pool():
    group = Group("pool")
    x = group.normal("x", 2, 5, 6, 2)
    for name in ["max_pool", "average_pool"]:
        for padding in ["valid", "same"]:
            group.call(name, x, 2, padding=padding)
            group.call(name, x, [3, 2], strides=[1, 2], padding=padding)
            group.call(name, x, 3, strides=2, padding=padding)
        group.call(name, x, 1, strides=2)
    negative = group.array("negative", -3.0 - group.rng.uniform(size=(1, 3, 3, 1)))
    group.call("max_pool", negative, 2, padding="same")
    group.call("average_pool", negative, 3, strides=1, padding="same")
    line = group.normal("line", 2, 7, 2)
    group.call("max_pool", line, 3, strides=2, padding="same")
    group.call("average_pool", line, 2, padding="valid")
    return group


def normalization():
    group = Group("normalization")
    x = group.normal("x", 3, 2, 4)
    mean, offset = group.normal("mean", 4), group.normal("offset", 4)
    variance = group.array("variance", group.rng.uniform(0.5, 2, 4))
    scale = group.array("scale", group.rng.uniform(0.5, 2, 4))
    middle = group.normal("middle", 2)
    spread = group.array("spread", group.rng.uniform(0.5, 2, 2))
    group.call("batch_normalization", x, mean, variance, -1)
    group.call("batch_normalization", x, mean, variance, 2, offset, scale, epsilon=0.01)
    group.call("batch_normalization", x, middle, spread, 1, scale=None)
    return group
