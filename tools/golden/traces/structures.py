"""Traces of models whose training does more than move plain weights."""

import numpy as np
from keras import Input, Model, Sequential, constraints, layers, ops, regularizers
from keras.optimizers import SGD, Adam

from case import compiled
from training import Trace, trace


@trace
def batch_norm():
    """Batch statistics in training, moving ones in validation; the last batch is smaller."""
    x = Input((6, 6, 1), name="image")
    h = layers.Conv2D(3, 3, use_bias=False)(x)
    h = layers.ReLU()(layers.BatchNormalization(momentum=0.7)(h))
    h = layers.MaxPooling2D(2)(h)
    y = layers.Dense(2, activation="softmax", name="y")(layers.Flatten()(h))
    model = compiled(Model(x, y), "sparse_categorical_crossentropy", Adam(0.02),
                     metrics=["accuracy"])
    return Trace(model, ["label"], {"epochs": 3, "batch_size": 8}, validation=7)


@trace
def regularized():
    """Kernel, bias and activity regularizers count in loss and val_loss alike."""
    x = Input((4,), name="x")
    h = layers.Dense(5, activation="tanh", kernel_regularizer=regularizers.L1(0.02),
                     bias_regularizer=regularizers.L2(0.03))(x)
    y = layers.Dense(2, kernel_regularizer=regularizers.L1L2(0.01, 0.02), name="y",
                     activity_regularizer=regularizers.L2(0.05))(h)
    model = compiled(Model(x, y), "mae", SGD(0.05), metrics=["mse"])
    return Trace(model, ["real"], {"epochs": 3, "batch_size": 6}, validation=9)


@trace
def constrained():
    """Constraints act after each update: norms over axes, signs, ranges."""
    x = Input((5, 5, 1), name="image")
    h = layers.Conv2D(2, 2, kernel_constraint=constraints.MaxNorm(0.7, axis=[0, 1, 2]),
                      activation="relu")(x)
    h = layers.Dense(4, kernel_constraint=constraints.NonNeg(), activation="tanh",
                     bias_constraint=constraints.MaxNorm(0.2))(layers.Flatten()(h))
    h = layers.Dense(4, kernel_constraint=constraints.UnitNorm(axis=0), activation="tanh")(h)
    y = layers.Dense(2, name="y",
                     kernel_constraint=constraints.MinMaxNorm(0.4, 0.6, rate=0.5, axis=1))(h)
    return Trace(compiled(Model(x, y), "mse", SGD(0.1, momentum=0.5)), ["real"],
                 {"epochs": 2, "batch_size": 8})


@trace
def frozen():
    """Frozen layers: no slots, no updates, no regularizer; frozen statistics stay."""
    x = Input((4,), name="x")
    h = layers.Dense(5, activation="tanh", kernel_regularizer="l2")(x)
    h = layers.Dense(5, activation="tanh", kernel_regularizer="l2", trainable=False)(h)
    h = layers.BatchNormalization(trainable=False)(h)
    y = layers.Dense(2, name="y")(h)
    return Trace(compiled(Model(x, y), "mse", Adam(0.02)), ["real"], {"epochs": 2, "batch_size": 8})


@trace
def lstm():
    """An LSTM over sequences with a mask that is an input."""
    x, mask = Input((5, 3), name="x"), Input((5,), dtype="bool", name="mask")
    h = layers.LSTM(3, return_sequences=True)(x, mask=mask)
    y = layers.Dense(2, activation="softmax", name="y")(layers.LSTM(3)(h))
    model = compiled(Model([x, mask], y), "sparse_categorical_crossentropy", Adam(0.03),
                     metrics=["accuracy"])
    return Trace(model, ["label"], {"epochs": 2, "batch_size": 9}, samples=20)


@trace
def masked_loss():
    """A prediction for each step: the mask travels to loss and metrics, weights are per step."""
    x, mask = Input((4, 3), name="x"), Input((4,), dtype="bool", name="mask")
    h = layers.LSTM(3, return_sequences=True)(x, mask=mask)
    y = layers.Dense(3, activation="softmax", name="y")(h)
    model = compiled(Model([x, mask], y), "sparse_categorical_crossentropy", SGD(0.3),
                     metrics=["accuracy"], weighted_metrics=["accuracy"])
    return Trace(model, ["label"], {"epochs": 2, "batch_size": 9}, samples=20, weighted=["y"],
                 weight_shape=(4,))


@trace
def shared_and_nested():
    """A model used twice and a layer called twice: one set of weights and slots."""
    inner = Sequential([Input((3,)), layers.Dense(4, activation="tanh"), layers.Dense(3)],
                       name="inner")
    a, b = Input((3,), name="a"), Input((3,), name="b")
    top = layers.Dense(1, activation="sigmoid", name="top")
    y = ops.maximum(top(inner(a)), top(inner(b)) * 0.5)
    model = compiled(Model([a, b], y), "mse", SGD(0.2, momentum=0.9))
    return Trace(model, ["binary"], {"epochs": 2, "batch_size": 8})


@trace
def several_outputs():
    """Outputs in a list: losses, loss weights and metrics for each."""
    a, b = Input((4,), name="a"), Input((3,), name="b")
    h = layers.Concatenate()([layers.Dense(4, activation="tanh")(a), b])
    label = layers.Dense(3, activation="softmax", name="label")(h)
    score = layers.Dense(1, name="score")(h)
    model = compiled(Model([a, b], [label, score]), ["sparse_categorical_crossentropy", "mse"],
                     Adam(0.02), loss_weights=[1.0, 0.3], metrics=[["accuracy"], ["mae", "mse"]])
    return Trace(model, ["label", "real"], {"epochs": 3, "batch_size": 8, "validation_split": 0.25})


@trace
def dicts():
    """Inputs, outputs, losses, metrics and weights in dicts; one output has no loss."""
    x = {"right": Input((3,), name="first"), "left": Input((4,), name="second")}
    h = layers.Add()([layers.Dense(4, activation="relu")(x["right"]), x["left"]])
    outputs = {"zeta": layers.Dense(1, name="d1")(h), "alpha": layers.Dense(2, name="d2")(h),
               "plain": h * 2.0}
    model = compiled(Model(x, outputs), {"zeta": "huber", "alpha": "mae"}, SGD(0.05),
                     loss_weights={"zeta": 2.0, "alpha": 0.5}, metrics={"alpha": ["mse", "mae"]},
                     weighted_metrics={"alpha": ["mae"], "zeta": ["mse"]})
    return Trace(model, ["real", "real", "real"], {"epochs": 2, "batch_size": 8}, validation=6,
                 weighted=["d1", "d2", "multiply"], weighted_validation=True)


@trace
def digits():
    """A small convolutional net on some of the bundled digits, from bytes."""
    x = Input((8, 8, 1), dtype="uint8", name="image")
    h = layers.Conv2D(3, 3, activation="relu", padding="same")(layers.Rescaling(1 / 16)(x))
    h = layers.Flatten()(layers.MaxPooling2D(2)(h))
    y = layers.Dense(10, activation="softmax", name="y")(layers.Dropout(0.0)(h))
    model = compiled(Model(x, y), "sparse_categorical_crossentropy", Adam(0.01),
                     metrics=["accuracy"])
    return Trace(model, ["label"], {"epochs": 2, "batch_size": 32, "validation_split": 0.2},
                 samples=100, inputs={"image": _digits(100)})


def _digits(count):
    import fixture

    return np.load(fixture.ROOT / "data" / "digits" / "digits.npz")["x"][:count]
