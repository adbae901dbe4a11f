"""The names of keras.ops."""

import types

import keras

import fixture


def write():
    names = []
    for prefix, module in ("", keras.ops), ("image.", keras.ops.image), ("random.", keras.random):
        names += [prefix + name for name, value in vars(module).items()
                  if isinstance(value, (types.FunctionType, type))]
    fixture.save_json(fixture.GOLDEN / "ops" / "surface.json", sorted(names))
