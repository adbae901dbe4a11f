"""Matrices: what is unique of their factors, and norms. Of well-conditioned ones, in double."""

import numpy as np

from values.cases import Group


def linalg():
    group = Group("linalg")

    def double(name, *shape):
        return group.array(name, group.rng.normal(size=shape), "float64")

    square, tall, wide = double("square", 2, 3, 3), double("tall", 4, 3), double("wide", 2, 3, 4)
    values = group.arrays["square"]
    positive = group.array("positive", values @ values.swapaxes(1, 2) + np.eye(3), "float64")
    factor = group.array("factor", np.linalg.cholesky(group.arrays["positive"]), "float64")
    upper = group.array("upper", group.arrays["factor"].swapaxes(1, 2), "float64")
    right, vectors = double("right", 2, 3, 2), double("vectors", 2, 3)
    for flag in [False, True]:
        group.call("cholesky", positive, upper=flag)
        group.call("cholesky_inverse", upper if flag else factor, upper=flag)
        for matrices in [square, right]:
            group.call("solve_triangular", upper if not flag else factor, matrices, lower=flag)
        group.call("solve_triangular", square, vectors, lower=flag)
    for name in ["det", "slogdet", "inv"]:
        group.call(name, square)
    group.call("logdet", positive)
    group.call("solve", square, right)
    group.call("solve", square, vectors)
    for matrices in [square, tall, wide]:
        group.call("qr", matrices)
        group.call("qr", matrices, mode="complete", gradient=matrices is not tall)
        group.call("svd", matrices, compute_uv=False)
        group.call("pinv", matrices)
    group.call("pinv", tall, rcond=0.5, gradient=False)
    group.call("matrix_rank", wide)
    one = group.array("one", [[2.0, 0.0, 0.0], [0.0, 0.1, 0.0], [0.0, 0.0, 0.0]], "float64")
    group.call("matrix_rank", one)
    group.call("matrix_rank", one, tol=0.5)
    single = group.array("single", [[1.0, 2.0, 3.0], [7.0, 8.0, 10.0], [4.0, 5.0, 6.0]], "float64")
    group.call("lu_factor", single, gradient=False)
    target, targets = double("target", 4), double("targets", 4, 2)
    group.call("lstsq", tall, target)
    group.call("lstsq", tall, targets)
    group.call("lstsq", tall, targets, rcond=0.3, gradient=False)
    return group


def norms():
    group = Group("norms")
    x, y = group.normal("x", 2, 3, 4), group.normal("y", 5, 4)
    infinity = float("inf")
    for order in [None, 0, 1, 2, 3, 0.5, -1, infinity, -infinity]:
        group.call("norm", x, ord=order, axis=1, gradient=order != 0)
    for order in [None, "fro", "nuc", 1, -1, 2, -2, infinity, -infinity]:
        group.call("norm", x, ord=order, axis=[0, 2])
        group.call("norm", x, ord=order, axis=[-1, 1])
    group.call("norm", x, ord="nuc", axis=[0, 1], keepdims=True)
    group.call("norm", x, axis=-1, keepdims=True)
    group.call("norm", x, ord=1, axis=[1, 2], keepdims=True)
    group.call("norm", y)
    group.call("norm", y, ord=1)
    for dtype in ["int32", "int64", "uint8", "bool"]:
        group.call("norm", group.array(dtype, [[1, 2], [0, 3]], dtype), axis=0)
    for kwargs in [{}, {"axis": 0}, {"axis": [0, 2]}, {"order": 1}, {"order": 3, "axis": 1},
                   {"axis": None}, {"epsilon": 4.0}, {"order": 1, "epsilon": 40.0}]:
        group.call("normalize", x, **kwargs)
    group.call("normalize", group.array("zeros", [[0.0, 0.0], [1e-9, 0.0]]), gradient=False)
    group.call("normalize", group.array("number", -3.0), gradient=False)
    group.call("cdist", x, y)
    group.call("cdist", y, group.normal("z", 3, 4))
    a, b = group.normal("a", 4, 3), group.normal("b", 4, 3)
    flat, long = group.normal("flat", 4, 2), group.normal("long", 3, 5, 1)
    group.call("cross", a, b)
    group.call("cross", flat, b)
    group.call("cross", a, flat)
    group.call("cross", flat, flat)
    group.call("cross", a, long, axisb=0)
    group.call("cross", long, a, axisa=0, axisc=1)
    group.call("cross", group.normal("rows", 3, 4), group.normal("others", 3, 4), axis=0)
    return group
