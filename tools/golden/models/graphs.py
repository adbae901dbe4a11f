"""Functional graphs: several inputs and outputs, shared layers, operators, ops."""

import keras
from keras import Input, Model, layers, ops

from case import Case, case, compiled, flat


@case
def lists_in_lists_out():
    """Two inputs, three outputs in a list, a loss each, loss weights in a list."""
    a, b = Input((5,), name="a"), Input((4, 4, 2), name="b")
    h = layers.Flatten()(layers.Conv2D(3, 2, activation="relu")(b))
    h = layers.Concatenate()([layers.Dense(4, activation="tanh")(a), h])
    label = layers.Dense(3, activation="softmax", name="label")(h)
    score = layers.Dense(1, name="score")(h)
    flag = layers.Dense(2, activation="sigmoid", name="flag")(h)
    model = compiled(Model([a, b], [label, score, flag]),
                     ["sparse_categorical_crossentropy", "huber", "binary_crossentropy"],
                     "adam", loss_weights=[1.0, 0.3, 2.0],
                     metrics=[["accuracy"], ["mae", "mse"], None])
    return Case(model, ["label", "real", "binary"])


@case
def dicts_in_dicts_out():
    """Inputs and outputs in dicts whose keys are neither sorted nor the layers' names."""
    x = {"zeta": Input((3,), name="first"), "alpha": Input((5,), name="second")}
    h = layers.Dense(4, activation="relu", name="d0")(x["zeta"])
    g = layers.Dense(4, activation="tanh", name="d9")(x["alpha"])
    both = layers.Add()([h, g])
    outputs = {"omega": layers.Dense(2, name="d1")(both), "beta": layers.Dense(3, name="d2")(g)}
    model = compiled(Model(x, outputs), {"omega": "mse", "beta": "mae"}, "adam",
                     loss_weights={"omega": 0.5, "beta": 2.0}, metrics={"beta": ["mse"]})
    return Case(model, ["real", "real"])


@case
def shared_layers():
    """Layers called two and three times: gradients of all calls add up; outputs share a name."""
    a, b = Input((4, 5), name="a"), Input((4, 5), name="b")
    dense = layers.Dense(5, activation="tanh", name="shared")
    flatten = layers.Flatten()
    h, g = dense(a), dense(dense(b))
    top = layers.Dense(2, name="top")
    y, z = top(flatten(h)), top(flatten(layers.Add()([h, g])))
    return Case(compiled(Model([a, b], [y, z]), ["mse", "mae"]), ["real", "real"])


@case
def merges():
    """Add of three with broadcasting, Concatenate over inner axes, an input used as output too."""
    a, b = Input((3, 4), name="a"), Input((1, 4), name="b")
    h = layers.Add()([layers.Dense(4)(a), b, layers.Dense(4, activation="relu")(a)])
    h = layers.Concatenate(axis=1)([h, a, b])
    h = layers.Concatenate(axis=-1)([h, layers.Dense(2)(h)])
    y = layers.Dense(2, name="y")(layers.Flatten()(h))
    return Case(compiled(Model([a, b], [y, h]), ["mse", None]), ["real", "real"])


@case
def operators():
    """Python's operators and indexing on symbolic tensors, numbers on either side."""
    x, y = Input((6,), name="x"), Input((6,), name="y")
    h = layers.Dense(6, activation="tanh")(x)
    parts = [
        h * 2 + y, 1 - h, h - y, h / (abs(y) + 1.5), 3 / (h + 2.5), -h, h**2, 2.0**h,
        (h * 0.5 + 0.25) * y, h // 0.7, (h + 3.0) % 0.9,
    ]
    cuts = [h[:, 1:3], h[:, -2:], h[:, ::2], h[..., 0:5:3], h[:, 2][:, None]]
    grid = ops.reshape(h, (-1, 2, 3))
    cuts += [grid[:, 0], grid[:, :, -1], grid[:, ::-1, 1], (grid @ ops.transpose(y[:, :3, None],
             (0, 1, 2)))[:, :, 0]]
    z = layers.Dense(2, name="z")(layers.Concatenate()(parts + cuts))
    return Case(compiled(Model([x, y], z), "mse"), ["real"])


@case
def comparisons():
    """Comparisons, logic, where and casts between symbolic tensors."""
    x, y = Input((6,), name="x"), Input((6,), name="y")
    h = layers.Dense(6)(x)
    chosen = ops.where(h > y, h, 0.5 * y)
    masked = ops.where(ops.logical_and(h >= 0, ops.logical_not(y < 0.1)), h, -1.0)
    either = ops.where(ops.logical_or(ops.equal(x, y), x <= 0.2), x, y)
    count = ops.cast(ops.not_equal(ops.sign(h), ops.sign(y)), "float32")
    z = layers.Dense(2, name="z")(ops.concatenate([chosen, masked, either, count], axis=-1))
    return Case(compiled(Model([x, y], z), "mse"), ["real"])


@case
def ops_reductions():
    """Reductions over one, several and all axes, kept and dropped."""
    x = Input((3, 4, 5), name="x")
    h = layers.Dense(5, activation="tanh")(x)
    parts = [
        ops.mean(h, axis=1), ops.sum(h, axis=-2, keepdims=True)[:, :, 0], ops.max(h, axis=2),
        ops.min(h, axis=[1]), ops.var(h, axis=1), ops.std(h, axis=(2,)),
        ops.prod(h + 1.2, axis=2), ops.logsumexp(h, axis=1),
    ]
    parts = [flat(part) for part in parts]
    totals = [ops.mean(h, axis=(1, 2)), ops.sum(h, axis=[2, 3]), ops.max(h, axis=(1, 3))]
    centred = flat(h - ops.mean(h, axis=(1, 2), keepdims=True))
    arg = ops.cast(ops.argmax(h, axis=-1), "float32")
    totals += [flat(arg), centred]
    y = layers.Dense(2, name="y")(ops.concatenate(parts + totals, axis=1))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def ops_shapes():
    """matmul, transpose, reshape, concatenate, stack, split, expand_dims, squeeze, pad, repeat."""
    x = Input((3, 4), name="x")
    h = layers.Dense(4, activation="tanh")(x)
    gram = ops.matmul(h, ops.transpose(h, (0, 2, 1)))
    stacked = ops.stack([h, x], axis=2)
    halves = ops.split(h, 2, axis=-1)
    parts = [
        ops.reshape(gram, (-1, 9)),
        ops.reshape(stacked, (-1, 24)),
        flat(ops.matmul(ops.transpose(halves[0], [0, 2, 1]), halves[1])),
        flat(ops.squeeze(ops.expand_dims(h, axis=1), axis=1)),
        flat(ops.pad(h, [[0, 0], [1, 0], [0, 2]])),
        flat(ops.repeat(h, 2, axis=1)),
        flat(ops.tile(h, [1, 1, 2])),
        flat(ops.flip(h, axis=1)),
        flat(ops.einsum("bij,bkj->bik", h, x)),
        flat(ops.swapaxes(h, 1, 2)),
        flat(ops.broadcast_to(h[:, :1], (6, 3, 4))),
    ]
    y = layers.Dense(2, name="y")(ops.concatenate(parts, axis=-1))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def ops_elementwise():
    """Elementwise functions of keras.ops and the activations as ops (gelu is approximate here)."""
    x = Input((5,), name="x")
    h = layers.Dense(5, activation="tanh")(x)
    positive = ops.square(h) + 0.5
    parts = [
        ops.exp(h), ops.log(positive), ops.sqrt(positive), ops.rsqrt(positive), ops.abs(h),
        ops.negative(h), ops.sin(h), ops.cos(h), ops.tanh(h), ops.sigmoid(h), ops.relu(h),
        ops.softmax(h), ops.softmax(h, axis=-1), ops.log_softmax(h), ops.gelu(h),
        ops.gelu(h, approximate=False), ops.elu(h), ops.selu(h), ops.softplus(h), ops.silu(h),
        ops.leaky_relu(h), ops.leaky_relu(h, negative_slope=0.1), ops.hard_sigmoid(h),
        ops.erf(h), ops.log1p(positive), ops.expm1(h), ops.power(positive, 1.5),
        ops.maximum(h, x), ops.minimum(h, 0.1), ops.clip(h, -0.4, 0.3), ops.floor(3 * h),
        ops.round(3 * h), ops.reciprocal(positive), ops.arctan(h), ops.relu6(4 * h),
        ops.add(h, x), ops.subtract(h, 1.0), ops.multiply(h, x), ops.divide(x, positive),
    ]
    y = layers.Dense(2, name="y")(ops.concatenate(parts, axis=1))
    return Case(compiled(Model(x, y), "mse"), ["real"])


@case
def op_outputs():
    """Outputs and losses that come straight from ops, named after them."""
    x = Input((4,), name="x")
    h = layers.Dense(3)(x)
    outputs = [ops.softmax(h), h * 2.0, ops.sigmoid(h - 0.5)]
    losses = ["sparse_categorical_crossentropy", "mse", "binary_crossentropy"]
    return Case(compiled(Model(x, outputs), losses), ["label", "real", "binary"])


@case
def input_kinds():
    """Unknown sizes, a fixed batch, an optional integer input that is cast, a list of one."""
    a = Input((None, 3), name="a")
    b = Input(batch_shape=(6, 2), name="b")
    c = Input((2,), dtype="int32", name="c", optional=True)
    h = ops.mean(layers.Dense(4, activation="relu")(a), axis=1)
    h = layers.Concatenate()([h, b, ops.cast(c, "float32") / 3.0])
    y = layers.Dense(2, name="y")(h)
    return Case(compiled(Model([a, b, c], [y]), "mse"), ["real"])


@case
def keras_quirks():
    """A layer name with odd characters, a unit named like a class, unused outputs of a split."""
    x = Input((6,), name="in.put-1")
    a, b, c = ops.split(layers.Dense(6, name="conv2d")(x), 3, axis=1)
    y = layers.Dense(2, name="dense_2.top-1")(keras.ops.concatenate([a, c], axis=1))
    return Case(compiled(Model(x, y, name="my-model.v1"), "mse"), ["real"])
