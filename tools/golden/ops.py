"""The groups of tests/golden/ops, by name."""

from values import (
    arrays,
    dtypes,
    elementwise,
    images,
    linalg,
    nn,
    reductions,
    shapes,
    signal,
    sorting,
    surface,
    windows,
)

GROUPS = {
    "unary": elementwise.unary, "special": elementwise.special, "binary": elementwise.binary,
    "integers": elementwise.integers, "reductions": reductions.reductions,
    "softmax": reductions.softmax, "products": reductions.products, "conv": windows.conv,
    "pool": windows.pool, "normalization": windows.normalization, "shapes": shapes.shapes,
    "creation": shapes.creation, "linalg": linalg.linalg, "norms": linalg.norms,
    "sorting": sorting.sorting, "images": images.images, "arrays": arrays.arrays,
    "attention": nn.attention, "blocks": nn.blocks, "ctc": nn.ctc, "spatial": nn.spatial,
    "signal": signal.signal, "dtypes": dtypes.write, "surface": surface.write,
}


def write(name: str) -> None:
    group = GROUPS[name]()
    if group is not None:
        group.write()
