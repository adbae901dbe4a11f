"""Functions that join, cut, turn and multiply whole arrays, as NumPy has them."""

from values.cases import Group


def arrays():
    group = Group("arrays")
    x, flat = group.normal("x", 2, 3, 4), group.normal("flat", 6)
    square, row = group.normal("square", 3, 3), group.normal("row", 3)
    whole = group.array("whole", [[1, 2, 3], [4, 5, 6]], "int32")
    _joined_and_cut(group, x, flat, square, whole)
    _turned(group, x, flat, square, whole)
    _diagonals(group, x, row, square, whole)
    _products(group, x, row, square, whole)
    _places(group, x, flat)
    _made(group, row, whole)
    return group


def _joined_and_cut(group, x, flat, square, whole):
    group.call("append", flat, square)
    group.call("append", square, square, axis=1)
    group.call("append", whole, square)
    group.call("vstack", [square, square])
    group.call("hstack", [square, square])
    group.call("dstack", [square, square])
    group.call("dstack", [flat, flat])
    group.call("array_split", flat, 4)
    group.call("array_split", x, 3, axis=-1)
    group.call("hsplit", x, 3)
    group.call("hsplit", flat, [2])
    group.call("vsplit", x, 2)
    group.call("dsplit", x, [1, 3])


def _turned(group, x, flat, square, whole):
    group.call("roll", x, [1, -2], axis=[0, 2])
    group.call("roll", x, 5)
    group.call("roll", flat, -13, axis=0)
    for k in -1, 0, 1, 3:  # 2 is wrong in Keras 3.15 on TensorFlow
        group.call("rot90", whole, k)
    group.call("rot90", x, 1, axes=[2, 1])
    group.call("moveaxis", x, [0, 1], [-1, 0])
    group.call("fliplr", x)
    group.call("flipud", whole)
    group.call("ravel", square)


def _diagonals(group, x, row, square, whole):
    for k in -1, 0, 1:
        group.call("diag", row, k)
        group.call("diag", whole, k)
        group.call("diagflat", square, k)
        group.call("diagonal", x, k)
        group.call("trace", square, k)
        group.call("tril", x, k)
        group.call("triu", whole, k)
    group.call("diagonal", x, offset=1, axis1=2, axis2=0)
    group.call("trace", x, offset=-1, axis1=1, axis2=2)
    group.call("trace", group.array("small", [[100, 1], [1, 100]], "int8"))
    group.call("vander", row)
    group.call("vander", row, 2, increasing=True)


def _products(group, x, row, square, whole):
    group.call("dot", row, row)
    group.call("dot", square, row)
    group.call("dot", whole, square)
    group.call("dot", x, group.normal("deep", 2, 4, 2))
    group.call("inner", x, group.normal("last", 5, 4))
    group.call("outer", row, square)
    group.call("vdot", square, square)
    group.call("tensordot", x, x, 3)
    group.call("tensordot", x, group.normal("other", 4, 3, 5), axes=[[1, 2], [1, 0]])
    group.call("tensordot", row, whole, 0)
    group.call("kron", square, whole)
    group.call("kron", row, square)


def _places(group, x, flat):
    pairs = group.array("pairs", [[0, 1], [1, 2], [0, 1]], "int32")
    group.call("scatter", pairs, group.normal("rows", 3, 4), [2, 3, 4])
    spots = group.array("some", [[1], [4], [1]], "int32")
    three = group.normal("three", 3)
    for reduction in "add", "max", "min", "mul":
        group.call("scatter_update", flat, spots, three, reduction=reduction, gradient=False)
    group.call("slice", x, [1, 0, 2], [1, 3, 2])
    group.call("slice_update", x, [1, 1, 0], group.normal("corner", 1, 2, 4), gradient=False)
    low = group.array("low", [True, False, False, True, False, False], "bool")
    high = group.array("high", [True, True, False, False, False, True], "bool")
    group.call("select", [low, high], [flat, group.normal("again", 6)], 7)


def _made(group, row, whole):
    group.call("logspace", 0, 3, 4)
    group.call("logspace", 0.5, 2.0, 5, endpoint=False, base=2)
    group.call("geomspace", 1.0, 1000.0, 4)
    group.call("geomspace", -2.0, -32.0, 5)
    group.call("meshgrid", row, group.normal("down", 2))
    group.call("meshgrid", row, row, indexing="ij")
    group.call("zeros_like", whole)
    group.call("ones_like", row, dtype="int32")
    group.call("full_like", whole, 2.5, dtype="float32")
    group.call("full_like", row, 3)
    group.call("array", whole, dtype="float32")
    group.call("convert_to_tensor", whole)
