"""Models of layers that merge their inputs."""

import numpy as np
from keras import Input, Model, layers

from case import Case, case, compiled, flat

TOKENS = {"a": [[1, 2, 0, 0], [3, 1, 2, 0], [0, 0, 0, 0], [4, 0, 3, 1], [1, 1, 1, 1], [2, 0, 0, 0]],
          "b": [[3, 0, 2, 0], [1, 2, 2, 4], [1, 0, 0, 2], [0, 0, 0, 0], [0, 3, 0, 2], [4, 4, 0, 0]]}


@case
def merge_kinds():
    """Every elementwise merge of two and three inputs, some broadcast, ranks that differ."""
    a, b, c = Input((3, 4), name="a"), Input((1, 4), name="b"), Input((4,), name="c")
    h = layers.Dense(4, activation="tanh")(a)
    parts = [
        layers.Add()([h, a, b]),
        layers.Subtract()([h, b]),
        layers.Multiply()([a, h, c]),
        layers.Average()([h, b, c]),
        layers.Maximum()([h, a, c]),
        layers.Minimum()([b, h]),
        layers.Subtract()([c, h]),
    ]
    y = layers.Dense(2, name="y")(layers.Flatten()(layers.Concatenate()(parts)))
    return Case(compiled(Model([a, b, c], y), "mse"), ["real"])


@case
def merge_masked():
    """Merges of masked sequences: a step counts where either does, and how it then counts."""
    a, b = Input((4,), dtype="int32", name="a"), Input((4,), dtype="int32", name="b")
    left = layers.Embedding(5, 3, mask_zero=True, embeddings_initializer="normal",
                            embeddings_regularizer="l2", embeddings_constraint="max_norm",
                            activity_regularizer="l1")(a)
    right = layers.Embedding(5, 3, mask_zero=True)(b)
    plain = layers.Embedding(5, 3)(a)
    merged = [layer()([left, right]) for layer in (
        layers.Add, layers.Subtract, layers.Multiply, layers.Average, layers.Maximum,
        layers.Minimum)]
    merged += [layer()([left, plain]) for layer in (layers.Multiply, layers.Maximum)]
    last = [layers.LSTM(2)(h) for h in merged]
    y = layers.Dense(2, name="y")(layers.Concatenate()(last))
    # The masks reach the loss of what comes straight from a merge.
    return Case(compiled(Model([a, b], [y, merged[4], merged[2]]), ["mse", "mse", "mae"]),
                ["real"] * 3, inputs=TOKENS)


@case
def siamese():
    """One tower for two inputs, the cosine of its outputs by Dot with normalize."""
    a, b = Input((6, 6, 1), name="a"), Input((6, 6, 1), name="b")
    image = Input((6, 6, 1))
    h = layers.Conv2D(4, 3, activation="relu")(image)
    h = layers.GlobalMaxPooling2D()(layers.Conv2D(5, 3, activation="elu")(h))
    tower = Model(image, layers.Dense(4)(h), name="tower")
    cosine = layers.Dot(axes=1, normalize=True)([tower(a), tower(b)])
    y = layers.Dense(1, activation="sigmoid", name="y")(cosine)
    return Case(compiled(Model([a, b], y), "binary_crossentropy", "adam"), ["binary"])


@case
def dot_axes():
    """Dot along one axis and two, negative ones, of ranks 2 to 4, normalised or not."""
    a, b = Input((3, 4), name="a"), Input((5, 4), name="b")
    c, d = Input((4,), name="c"), Input((2, 4, 3), name="d")
    h = layers.Dense(4, activation="tanh")(a)
    parts = [
        layers.Dot(axes=(2, 2))([h, b]),
        layers.Dot(axes=-1, normalize=True)([b, h]),
        layers.Dot(axes=[2, 1], normalize=True)([b, c]),
        layers.Dot(axes=(1, -1))([c, h]),
        layers.Dot(axes=(1, 3))([h, d]),
        layers.Dot(axes=(-2, -1))([d, h]),
        layers.Dot(axes=1)([layers.Dense(4)(c), c]),
    ]
    y = layers.Dense(2, name="y")(layers.Concatenate()([flat(part) for part in parts]))
    return Case(compiled(Model([a, b, c, d], y), "mse"), ["real"])


@case
def attention_by_dot():
    """Attention out of Dot, Permute and Softmax layers, added to what it attends from."""
    query, memory = Input((3, 4), name="query"), Input((5, 4), name="memory")
    keys = layers.Permute((2, 1))(layers.Dense(4, use_bias=False)(memory))
    scores = layers.Softmax()(layers.Dot(axes=(2, 1))([query, keys]))
    read = layers.Dot(axes=(2, 1))([scores, memory])
    h = layers.LayerNormalization()(layers.Add()([query, read]))
    y = layers.Dense(3, activation="softmax", name="y")(h)
    return Case(compiled(Model([query, memory], y), "sparse_categorical_crossentropy"), ["label"])


for _key, _rows in TOKENS.items():
    TOKENS[_key] = np.array(_rows)
