"""Elementwise functions, on ordinary and on special values."""

import numpy as np

from values.cases import Group

ANYWHERE = ["abs", "angle", "arctan", "arcsinh", "cbrt", "ceil", "celu", "conjugate", "cos", "cosh",
            "deg2rad", "elu", "erf", "erfc", "exp", "exp2", "expm1", "fabs", "floor", "gelu",
            "hard_shrink", "hard_sigmoid", "hard_silu", "hard_tanh", "i0", "imag", "isfinite",
            "isinf", "isnan", "isneginf", "isposinf", "isreal", "leaky_relu", "log_sigmoid",
            "logical_not", "nan_to_num", "negative", "ones_like", "rad2deg", "real", "reciprocal",
            "relu", "relu6", "round", "selu", "sigmoid", "sign", "signbit", "silu", "sin", "sinc",
            "sinh", "soft_shrink", "softplus", "softsign", "sparse_plus", "sparse_sigmoid",
            "square", "squareplus", "tan", "tanh", "tanh_shrink", "trunc", "zeros_like"]
POSITIVE = ["log", "log10", "log1p", "log2", "sqrt", "rsqrt"]
UNIT = ["arccos", "arcsin", "arctanh", "erfinv"]
ALIASES = ["absolute", "conj", "hard_swish", "swish"]
SPECIAL = ["abs", "angle", "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctanh", "cbrt",
           "ceil", "cos", "cosh", "erf", "erfc", "erfinv", "exp", "exp2", "expm1", "fabs", "floor",
           "gelu", "i0", "isfinite", "isinf", "isnan", "isneginf", "isposinf", "log", "log10",
           "log1p", "log2", "nan_to_num", "negative", "reciprocal", "relu", "relu6", "round",
           "rsqrt", "sigmoid", "sign", "signbit", "silu", "sin", "sinc", "sinh", "softplus", "sqrt",
           "square", "tan", "tanh", "trunc"]
ARITHMETIC = ["add", "subtract", "multiply", "divide", "true_divide", "maximum", "minimum",
              "arctan2", "floor_divide", "mod", "power", "divide_no_nan", "fmax", "fmin", "fmod",
              "heaviside", "hypot", "logaddexp", "logaddexp2"]
BITWISE = ["bitwise_and", "bitwise_or", "bitwise_xor", "gcd", "lcm"]
SHIFTS = ["bitwise_left_shift", "bitwise_right_shift", "left_shift", "right_shift"]
COMPARE = ["equal", "not_equal", "less", "less_equal", "greater", "greater_equal"]
LOGIC = ["logical_and", "logical_or", "logical_xor"]


def unary():
    group = Group("unary")
    # Halves show how round and the shrinks decide; none is a kink of a function with a gradient.
    x = group.array("x", [-4.1, -3.05, -2.2, -1.3, -0.7, -0.3, -0.05, 0.04, 0.35, 0.8, 1.2, 2.1,
                          2.9, 3.3, 4.4])
    positive = group.array("positive", [1e-6, 0.03, 0.4, 0.9, 1.0, 1.7, 12.0, 3e4])
    unit = group.array("unit", [-0.99, -0.6, -0.1, 0.02, 0.5, 0.97])
    halves = group.array("halves", [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.49999997, 8388609.0])
    for name in ANYWHERE:
        group.call(name, x)
    for name in POSITIVE:
        group.call(name, positive)
    for name in UNIT:
        group.call(name, unit)
    for name in ALIASES:
        group.call(name, x)
    group.call("arccosh", group.array("above_one", [1.05, 1.5, 2.0, 30.0, 1e6]))
    group.call("nan_to_num", x, nan=1.0, posinf=2.0, neginf=-3.0)
    for dtype in ["int8", "uint8", "float16"]:
        group.call("saturate_cast", group.array("wide", [-1e6, -129.5, -1.0, 0.4, 127.6, 300, 7e4]),
                   dtype, gradient=False)
    for name in ["round", "floor", "ceil", "trunc"]:
        group.call(name, halves, gradient=False)
    group.call("gelu", x, approximate=False)
    group.call("leaky_relu", x, negative_slope=0.05)
    group.call("elu", x, alpha=0.4)
    group.call("celu", x, alpha=0.6)
    group.call("clip", x, -1.0, 2.5)
    group.call("round", x, decimals=1, gradient=False)
    return group


def special():
    group = Group("special")
    inf, nan = np.inf, np.nan
    x = group.array("x", [-inf, -1e30, -100.0, -0.0, 0.0, 100.0, 1e30, inf, nan])
    y = group.array("y", [-inf, -2.5, -0.0, 0.0, 3.0, inf, nan])
    column = group.array("column", np.reshape([-inf, -2.0, -0.0, 0.0, 0.5, 3.0, inf, nan], (8, 1)))
    for name in SPECIAL:
        group.call(name, x, gradient=False)
    for name in [*ARITHMETIC, *COMPARE, *LOGIC]:
        group.call(name, column, y, gradient=False)
    for equal_nan in [False, True]:
        group.call("isclose", column, y, equal_nan=equal_nan)
    group.call("nan_to_num", x, nan=1.0, posinf=2.0, neginf=-3.0, gradient=False)
    for name in ["sum", "max", "min", "mean", "prod", "any", "all"]:
        group.call(name, x, gradient=False)
    group.call("softmax", group.array("rows", [[1e4, 0.0, -1e4], [-inf, 0.0, 1.0]]), gradient=False)
    group.call("logsumexp", group.array("sums", [[1e4, 0.0, -1e4], [-inf, 0.0, 1.0]]), axis=1,
               gradient=False)
    return group


def binary():
    group = Group("binary")
    x, y = group.normal("x", 3, 4), group.normal("y", 3, 4)
    row, column = group.normal("row", 4), group.normal("column", 3, 1)
    positive = group.array("positive", group.rng.uniform(0.3, 2.0, (3, 4)))
    cube = group.normal("cube", 2, 1, 4)
    for name in ARITHMETIC:
        left = positive if name == "power" else x
        group.call(name, left, y)
        group.call(name, column if name != "power" else positive, row)
    for name in COMPARE:
        group.call(name, x, row)
    for name in LOGIC:
        group.call(name, group.array("p", [[True], [False]], "bool"),
                   group.array("q", [True, False, True], "bool"))
    close = group.array("close", [[1.0, 2.0, 3.0], [1.00001, 2.1, 3.0]])
    near = group.array("near", [1.0, 2.00001, 3.05])
    for options in [{}, {"rtol": 0.02}, {"atol": 0.06, "rtol": 0.0}]:
        group.call("isclose", close, near, **options)
        group.call("allclose", close, near, **options)
        group.call("allclose", near, near, **options)
    group.call("ldexp", x, group.array("powers", [[-3], [0], [5]], "int32"))
    for name in ["add", "multiply", "divide", "maximum", "power"]:
        group.call(name, positive, 1.5)
        group.call(name, 2.5, positive)
    group.call("add", cube, column)
    group.call("multiply", cube, x)
    group.call("where", group.array("choice", [[True, False, True, False]], "bool"), x, column)
    group.call("where", group.array("choice", [[True, False, True, False]], "bool"), row, -1.0)
    group.call("subtract", row, cube)
    return group


def integers():
    group = Group("integers")
    a = group.array("a", [[-7], [-3], [0], [2], [9]], "int32")
    b = group.array("b", [-4, -1, 2, 3, 5], "int32")
    for name in ["add", "subtract", "multiply", "divide", "floor_divide", "mod", "maximum",
                 "minimum", *COMPARE]:
        group.call(name, a, b)
    for name in ["fmax", "fmin", "fmod", *BITWISE]:
        group.call(name, a, b)
    places = group.array("places", [0, 1, 3, 7, 31], "int32")
    for name in SHIFTS:
        group.call(name, a, places)
        group.call(name, a, 2)
    for name in ["bitwise_invert", "bitwise_not", "cbrt", "deg2rad", "fabs", "i0", "trunc"]:
        group.call(name, a)
    for name in ["heaviside", "hypot", "isclose"]:
        group.call(name, a, b)
    for dtype in ["uint8", "int8", "bool"]:
        group.call("saturate_cast", group.array("far", [-300, -1, 0, 77, 300, 70000], "int32"), dtype)
    group.call("power", a, group.array("exponents", [0, 1, 2, 3, 5], "int32"))
    for name in ["abs", "sign", "square", "negative", "exp", "sqrt", "sum", "mean", "max", "prod",
                 "argmin", "cumsum", "any"]:
        group.call(name, group.array("positive" if name == "sqrt" else "a",
                                     [[1], [4], [5]] if name == "sqrt" else group.arrays["a"],
                                     "int32"))
    small = group.array("small", [100, 200, 250], "uint8")
    for name in ["add", "multiply", "subtract"]:
        group.call(name, small, small)
    group.call("sum", small)
    group.call("matmul", group.array("m", [[1, 2], [3, 4]], "int32"),
               group.array("n", [[5, 6], [7, 8]], "int32"))
    floats = group.array("floats", [-2.7, -0.5, 0.0, 0.5, 1.99, 254.6])
    for dtype in ["int32", "int64", "bool", "float16", "float64", "int8"]:
        values = floats if dtype != "int8" else group.array("tiny", [-2.7, 0.5, 126.9])
        group.call("cast", values, dtype)
    for dtype in ["uint8", "float32", "bool"]:
        group.call("cast", b if dtype != "uint8" else group.array("bytes", [0, 1, 255], "int32"),
                   dtype)
    return group
