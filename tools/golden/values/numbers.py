"""Arrays as JSON has them in the tables of objects."""

import numpy as np
import tensorflow as tf


def numbers(value):
    """Lists of the shortest numbers that read back as the same float32."""
    value = np.asarray(value)
    if value.dtype.kind in "biu":
        return value.tolist()
    assert np.isfinite(value).all()
    flat = [float(str(np.float32(item))) for item in value.reshape(-1)]
    return np.array(flat, dtype=float).reshape(value.shape).tolist()


def tensors(arrays):
    """Integers stay integers: they are classes."""
    return [tf.constant(v, "int32" if v.dtype.kind == "i" else "float32") for v in arrays]
