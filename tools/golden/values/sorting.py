"""Order, running sums, counts, and what is found by them."""

from values.cases import Group


def _nan_reductions(group):
    nan = float("nan")
    holes = group.array("holes", [[[1.0, nan, -2.0], [nan, nan, nan]],
                                  [[0.5, 4.0, 0.25], [nan, -1.0, 3.0]]])
    for name in ["nansum", "nanprod", "nanmean", "nanvar", "nanstd", "nanmax", "nanmin"]:
        smooth = name in ["nansum", "nanprod"]  # of no numbers too
        group.call(name, holes)
        group.call(name, holes, axis=0, gradient=name != "nanstd" and name != "nanvar")
        group.call(name, holes, axis=[0, 2], keepdims=True)
        group.call(name, holes, axis=-1, gradient=smooth)
    for name in ["nanargmax", "nanargmin"]:
        for axis in [None, 0, 2]:
            group.call(name, holes, axis=axis)
        group.call(name, holes, axis=1, keepdims=True)
    for name in ["nancumsum", "nancumprod"]:
        group.call(name, holes)
        group.call(name, holes, axis=2)
    group.call("nanmedian", holes, axis=-1, gradient=False)
    shares = group.array("nan_shares", [0.25, 0.9])
    some = group.array("some_holes", [[1.0, nan, -2.0, 4.0], [nan, 3.0, nan, nan]])
    for method in ["linear", "lower", "higher", "midpoint", "nearest"]:
        group.call("nanquantile", some, shares, axis=-1, method=method, gradient=False)
    group.call("nanquantile", some, shares, axis=0, keepdims=True, gradient=False)
    group.call("nanquantile", holes, 0.75, axis=2, gradient=False)
    group.call("nanpercentile", holes, 30.0, gradient=False)


def _quantiles(group, x):
    shares = group.array("shares", [0.0, 0.3, 0.5, 1.0])
    for method in ["linear", "lower", "higher", "midpoint", "nearest"]:
        group.call("quantile", x, shares, axis=2, method=method)
    group.call("quantile", x, shares)
    group.call("quantile", x, shares, axis=[0, 2], keepdims=True)
    group.call("quantile", x, 0.4, axis=1)
    group.call("percentile", x, group.array("percents", [10.0, 75.0]), axis=1, keepdims=True)
    group.call("median", x)
    group.call("median", x, axis=1)
    group.call("median", x, axis=[1, 2], keepdims=True)
    group.call("median", group.array("four", [4, 1, 3, 2], "int32"))


def _counts(group, x, ids):
    rows = group.normal("rows", 6, 2)
    for name in ["segment_sum", "segment_max", "segment_min", "segment_prod"]:
        group.call(name, rows, ids, num_segments=5, gradient=name != "segment_prod")
    zeros = group.array("zeros", [2.0, 0.0, 3.0, 0.0, 5.0, 0.0])
    group.call("segment_prod", zeros, group.array("pairs", [0, 0, 1, 2, 1, 2], "int32"),
               num_segments=3, gradient=False)
    numbers = group.array("numbers", [3, 1, 1, 5], "int32")
    group.call("bincount", numbers)
    group.call("bincount", numbers, group.normal("weights", 4), minlength=8,
               gradient=False)
    group.call("bincount", group.array("tables", [[1, 2, 2], [0, 0, 3]], "int32"))
    flat = group.normal("flat", 20)
    group.call("histogram", flat, gradient=False)
    group.call("histogram", flat, 4, range=[-1.0, 1.0], gradient=False)
    group.call("histogram", numbers, 3)
    group.call("count_nonzero", group.array("some", [[0.0, 1.0, 2.0], [0.0, 0.0, 3.0]]), axis=1)
    for flags in [{"sorted": True}, {"sorted": False}, {"size": 3}, {"size": 8, "fill_value": 7}]:
        group.call("unique", group.array("repeated", [[5, 2, 9], [2, 5, 2]], "int32"),
                   return_index=True, return_inverse=True, return_counts=True, **flags)
    slices = group.array("slices", [[2, 1, 2, 0], [3, 1, 3, 0], [2, 1, 2, 0]], "int32")
    for axis in [0, 1]:
        group.call("unique", slices, axis=axis, return_index=True, return_inverse=True,
                   return_counts=True)
    group.call("unique", slices, axis=0, size=3)
    group.call("nonzero", slices)
    group.call("isin", slices, group.array("list", [1, 3, 8], "int32"))
    group.call("isin", slices, numbers, invert=True)
    group.call("unravel_index", group.array("counted", [0, 7, 23], "int32"), [2, 3, 4])


def sorting():
    group = Group("sorting")
    x = group.normal("x", 2, 3, 4)
    for axis in [None, 0, 1, -1]:
        group.call("sort", x, axis=axis)
        group.call("argsort", x, axis=axis)
        group.call("cumsum", x, axis=axis)
        group.call("cumprod", x, axis=axis)
    ties = group.array("ties", [[3, 1, 3, 2, 1], [0, 0, -1, 0, 5]], "int32")
    group.call("sort", ties)
    group.call("argsort", ties)
    group.call("top_k", ties, 3)
    group.call("top_k", x, 2)
    group.call("top_k", x, 4, False, gradient=False)
    group.call("cumsum", ties, axis=1, dtype="float32")
    flags = group.array("flags", [True, True, False, True], "bool")
    group.call("cumsum", flags)
    group.call("sort", flags)
    bounds = group.array("bounds", [-1.0, 0.0, 0.0, 0.5])
    for side in ["left", "right"]:
        group.call("searchsorted", bounds, group.array("sought", [-2.0, 0.0, 0.2, 7.0]),
                   side=side)
    group.call("take_along_axis", x, group.array("along", [[[0, -1]]], "int32"), axis=2)
    group.call("take_along_axis", x, group.array("flat_places", [23, 0, 23], "int32"))
    scores = group.array("scores", [[0.1, 0.7, 0.2], [0.5, 0.5, 0.5], [0.1, 0.2, 0.3]])
    for k in [1, 2]:
        group.call("in_top_k", group.array("targets", [1, 2, 0], "int32"), scores, k,
                   gradient=False)
    for name in ["ptp", "amax", "amin"]:
        group.call(name, x, axis=1)
        group.call(name, x, keepdims=True)
    for name in ["max", "min"]:
        group.call(name, x, axis=0, initial=0.25)
        group.call(name, ties, axis=1, initial=2)
    group.call("average", x)
    group.call("average", x, 1, group.array("lengths", [1.0, 2.0, 0.5]))
    group.call("average", x, None, group.array("all_weights", group.rng.uniform(size=(2, 3, 4))))
    group.call("average", x, 0, group.array("pair", [3, 1], "int32"))
    group.call("diff", x)
    group.call("diff", x, 2, 1)
    group.call("diff", flags)
    group.call("trapezoid", x)
    group.call("trapezoid", x, group.array("places", [0.0, 0.5, 2.0, 2.5]))
    group.call("trapezoid", x, dx=0.25, axis=0)
    group.call("corrcoef", group.normal("variables", 3, 6))
    short, long = group.normal("short", 3), group.normal("long", 5)
    for mode in ["valid", "same", "full"]:
        group.call("correlate", long, short, mode=mode)
    for mode in ["same", "full"]:
        group.call("correlate", short, long, mode=mode)
    group.call("digitize", x, group.array("edges", [-0.5, 0.0, 1.0]), gradient=False)
    ids = group.array("ids", [2, 0, 0, 4, -1, 2], "int32")
    _quantiles(group, x)
    _nan_reductions(group)
    _counts(group, x, ids)
    return group
