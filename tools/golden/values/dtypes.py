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
    fixture.save_json(folder / "conversions.json", conversions())
