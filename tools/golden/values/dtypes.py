"""Which dtype comes out: the promotion table, and the results of ops on each dtype."""

import keras
import numpy as np

import fixture

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
          "float16", "bfloat16", "float32", "float64"]
PYTHON = {"python bool": bool, "python int": int, "python float": float}
UNARY = ["abs", "negative", "sign", "square", "exp", "sqrt", "log", "sin", "tanh", "erf", "sigmoid",
         "relu", "softmax", "gelu", "floor", "round", "logical_not", "isnan", "sum", "mean", "max",
         "prod", "var", "std", "all", "argmax", "cumsum", "logsumexp", "ones_like"]
BINARY = ["add", "subtract", "multiply", "divide", "true_divide", "floor_divide", "mod", "power",
          "maximum", "minimum", "equal", "less", "logical_and", "matmul", "arctan2"]

# The elementwise functions, by what they take; those of keras.ops.nn take floating numbers only.
UNARY_ROWS = ["abs", "absolute", "angle", "arccos", "arccosh", "arcsin", "arcsinh", "arctan",
              "arctanh", "bitwise_invert", "bitwise_not", "cbrt", "ceil", "conj", "conjugate",
              "cos", "cosh", "deg2rad", "erf", "erfc", "erfinv", "exp", "exp2", "expm1", "fabs",
              "floor", "i0", "imag", "isfinite", "isinf", "isnan", "isneginf", "isposinf",
              "isreal", "log", "log10", "log1p", "log2", "logical_not", "nan_to_num", "negative",
              "rad2deg", "real", "relu", "relu6", "round", "rsqrt", "sigmoid", "sign", "signbit",
              "silu", "sin", "sinc", "sinh", "softplus", "softsign", "sqrt", "square", "tan",
              "tanh", "tanh_shrink", "trunc"]
FLOATING_ROWS = ["hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "log_sigmoid",
                 "reciprocal", "selu", "sparse_plus", "sparse_sigmoid", "swish"]
BINARY_ROWS = ["add", "arctan2", "bitwise_and", "bitwise_left_shift", "bitwise_or",
               "bitwise_right_shift", "bitwise_xor", "divide", "divide_no_nan", "equal",
               "floor_divide", "fmax", "fmin", "fmod", "gcd", "greater", "greater_equal",
               "heaviside", "hypot", "isclose", "lcm", "ldexp", "left_shift", "less",
               "less_equal", "logaddexp", "logaddexp2", "logical_and", "logical_or",
               "logical_xor", "maximum", "minimum", "mod", "multiply", "nextafter", "not_equal",
               "power", "right_shift", "subtract", "true_divide"]


def promotion():
    """result_type of every pair, weak Python numbers included; null where there is none."""
    kinds = {**{name: name for name in DTYPES}, **PYTHON}
    rows = {}
    for left in kinds:
        rows[left] = {}
        for right in kinds:
            try:
                rows[left][right] = keras.backend.result_type(kinds[left], kinds[right])
            except ValueError:
                rows[left][right] = None
    return rows


def _dtype_of(call):
    """The dtype of the result; null where TensorFlow has no kernel or Keras refuses."""
    try:
        return keras.backend.standardize_dtype(call().dtype)
    except Exception:  # noqa: BLE001: each backend refuses in its own way
        return None


def results():
    """By op, by dtype of its argument or of both arguments, the dtype of the result."""
    ones = {name: keras.ops.ones((2, 2), name) for name in DTYPES}
    table = {op: {name: _dtype_of(lambda: getattr(keras.ops, op)(one))
                  for name, one in ones.items()} for op in UNARY}
    pairs = [("int32", "int32"), ("float32", "int32"), ("bool", "bool"), ("uint8", "int8"),
             ("float16", "bfloat16"), ("int64", "float16"), ("float64", "float32"),
             ("int8", "int8"), ("int64", "int64"), ("uint8", "uint8"), ("int16", "int8"),
             ("float16", "float16"), ("bfloat16", "bfloat16"), ("bool", "int32")]
    for op in BINARY:
        table[op] = {f"{a} {b}": _dtype_of(lambda: getattr(keras.ops, op)(ones[a], ones[b]))
                     for a, b in pairs}
        for a in ["int8", "int32", "uint8", "bool", "float16", "bfloat16", "float32", "float64"]:
            for label, number in [("python int", 2), ("python float", 2.5), ("python bool", True)]:
                table[op][f"{a} {label}"] = _dtype_of(
                    lambda: getattr(keras.ops, op)(ones[a], number))
    return table


def elementwise():
    """Of every elementwise function the result's dtype for each dtype, or pair of them, in the
    order of DTYPES; null where it refuses. Functions with one table stand together."""
    ones = {name: keras.ops.ones((2,), name) for name in DTYPES}
    floating = [name for name in DTYPES if "float" in name]
    tables = {}
    for op in UNARY_ROWS + FLOATING_ROWS + BINARY_ROWS:
        function = getattr(keras.ops, op)
        if op in BINARY_ROWS:
            table = [[_dtype_of(lambda: function(ones[a], ones[b])) for b in DTYPES]
                     for a in DTYPES]
        else:
            takes = floating if op in FLOATING_ROWS else DTYPES
            table = [_dtype_of(lambda: function(ones[a])) if a in takes else None for a in DTYPES]
        tables.setdefault(str(table), ([], table))[0].append(op)
    return {"dtypes": DTYPES,
            "tables": [{"ops": ops, "results": table} for ops, table in tables.values()]}


def conversions():
    """dtype of convert_to_tensor and array of Python and NumPy values."""
    values = {"python int": 3, "python float": 2.5, "python bool": True, "list of int": [1, 2],
              "list of float": [1.0, 2.0], "mixed list": [1, 2.5], "bools": [True, False],
              "numpy float64": np.zeros(2), "numpy int64": np.zeros(2, "int64")}
    return {name: _dtype_of(lambda: keras.ops.convert_to_tensor(value))
            for name, value in values.items()}


def write():
    folder = fixture.GOLDEN / "ops"
    fixture.save_json(folder / "promotion.json", promotion())
    fixture.save_json(folder / "result_dtypes.json", results())
    fixture.save_json(folder / "elementwise_dtypes.json", elementwise())
    fixture.save_json(folder / "conversions.json", conversions())
