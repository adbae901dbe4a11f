"""Functions that move values and change none, and those that make arrays."""

from values.cases import Group


def shapes():
    group = Group("shapes")
    x, y = group.normal("x", 2, 3, 4), group.normal("y", 2, 1, 4)
    flat = group.normal("flat", 6)
    group.call("reshape", x, [4, 6])
    group.call("reshape", x, [3, -1])
    group.call("transpose", x)
    group.call("transpose", x, axes=[1, 0, 2])
    group.call("moveaxis", x, 0, -1)
    group.call("swapaxes", x, 0, 2)
    group.call("expand_dims", x, axis=-2)
    group.call("expand_dims", flat, axis=[0, 2])
    group.call("squeeze", y)
    group.call("squeeze", y, axis=1)
    group.call("concatenate", [x, y], axis=1)
    group.call("concatenate", [flat, flat])
    group.call("stack", [x, x], axis=1)
    group.call("vstack", [flat, flat])
    group.call("hstack", [flat, flat])
    group.call("split", x, 2, axis=2)
    group.call("split", flat, [1, 4])
    group.call("broadcast_to", y, [2, 3, 4])
    group.call("pad", x, [[0, 0], [1, 2], [0, 1]])
    group.call("pad", flat, [[2, 1]], constant_values=1.5)
    group.call("pad", flat, [[2, 1]], mode="reflect")
    group.call("pad", flat, [[2, 1]], mode="symmetric")
    group.call("flip", x)
    group.call("flip", x, axis=1)
    group.call("roll", flat, 2)
    group.call("roll", x, -1, axis=2)
    group.call("tile", y, [1, 2, 3])
    group.call("tile", flat, 2)
    group.call("repeat", x, 2, axis=1)
    group.call("repeat", flat, 2)
    group.call("ravel", x)
    group.call("diag", flat)
    group.call("tril", x)
    group.call("triu", x, k=1)
    picks = group.array("picks", [2, 0, -1, 2], "int32")
    group.call("take", x, picks, axis=1)
    group.call("take", flat, picks)
    group.call("take_along_axis", x, group.array("along", [[[0, 3]], [[1, 1]]], "int32"), axis=2)
    group.call("slice", x, [0, 1, 1], [2, 2, 3])
    group.call("slice_update", x, [0, 1, 1], group.normal("patch", 1, 2, 3), gradient=False)
    group.call("scatter", group.array("places", [[0], [3], [0]], "int32"),
               group.normal("updates", 3, 2), [4, 2])
    group.call("scatter_update", flat, group.array("spots", [[1], [4]], "int32"),
               group.normal("two", 2))
    group.call("sort", x, axis=1)
    group.call("argsort", flat)
    group.call("stop_gradient", flat, gradient=False)
    return group


def creation():
    group = Group("creation")
    group.call("arange", 5)
    group.call("arange", 1, 8, 3)
    group.call("arange", 0.5, 2.0, 0.5)
    group.call("arange", 4, dtype="float32")
    group.call("linspace", 0.0, 1.0, 5)
    group.call("linspace", 2, 10, 4, endpoint=False)
    group.call("logspace", 0.0, 2.0, 3)
    return group
