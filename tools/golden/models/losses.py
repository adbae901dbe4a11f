"""Losses with their options, and what they do with probabilities."""

import keras
import numpy as np
from keras import Input, Model, layers, losses

from case import Case, case, compiled


def _huber(delta, **arguments):
    """Keras forgets delta in its files, though its constructor takes it; ours keep it."""
    loss = losses.Huber(delta, **arguments)
    config = {**loss.get_config(), "delta": delta}
    loss.get_config = lambda: config
    return loss


@case
def losses_regression():
    """MSE, MAE and Huber as strings and objects, with delta and every reduction."""
    x = Input((5,), name="x")
    h = layers.Dense(4, activation="tanh")(x)
    used = [
        losses.MeanSquaredError("mean"), "mae", _huber(0.4), losses.MeanAbsoluteError("sum"),
        losses.MeanSquaredError("mean_with_sample_weight"),
        losses.Huber(reduction="sum", name="my_huber"),
    ]
    outputs = [layers.Dense(2, name=f"y{i}")(h) for i in range(len(used))]
    return Case(compiled(Model(x, outputs), used), ["real"] * len(used))


@case
def losses_binary():
    """Binary cross entropy of logits and of probabilities, label smoothing."""
    x = Input((5,), name="x")
    h = layers.Dense(6, activation="tanh")(x)
    outputs = [
        layers.Dense(3, activation="sigmoid", name="probability")(h),
        layers.Dense(3, name="logit")(h),
        layers.Dense(2, activation="sigmoid", name="smooth")(h),
        layers.Dense(1, activation="sigmoid", name="one")(h),
    ]
    used = [
        "binary_crossentropy", losses.BinaryCrossentropy(from_logits=True),
        losses.BinaryCrossentropy(label_smoothing=0.2, reduction="sum"),
        losses.BinaryCrossentropy(axis=1),
    ]
    return Case(compiled(Model(x, outputs), used), ["binary"] * 4)


@case
def losses_categorical():
    """Categorical and sparse cross entropy: logits, smoothing, axis, ignored class, rank 3."""
    x = Input((4, 5), name="x")
    h = layers.Dense(6, activation="tanh")(x)
    flat = layers.Flatten()(h)
    outputs = [
        layers.Dense(3, activation="softmax", name="categorical")(flat),
        layers.Dense(3, name="categorical_logits")(flat),
        layers.Dense(4, activation="softmax", name="sparse")(flat),
        layers.Dense(4, name="sparse_logits")(h),
        layers.Dense(3, activation="softmax", name="ignoring")(h),
        layers.Dense(2, name="over_steps")(h),
    ]
    used = [
        losses.CategoricalCrossentropy(label_smoothing=0.1),
        losses.CategoricalCrossentropy(from_logits=True, reduction="sum"),
        losses.SparseCategoricalCrossentropy(),
        losses.SparseCategoricalCrossentropy(from_logits=True),
        losses.SparseCategoricalCrossentropy(ignore_class=1),
        losses.CategoricalCrossentropy(from_logits=True, axis=1),
    ]
    kinds = ["onehot", "onehot", "label", "label", "label", "binary"]
    return Case(compiled(Model(x, outputs), used), kinds)


@case
def logits_recovered():
    """Extreme logits: the loss of a softmax or sigmoid is computed from them, unless a Reshape
    stands between; then probabilities are clipped to 1e-7."""
    x = Input((3,), name="x")
    big = layers.Dense(3, name="big")(x)
    outputs = [
        layers.Softmax(name="softmax_layer")(big),
        layers.Activation("softmax", name="softmax_activation")(big),
        keras.ops.softmax(big),
        layers.Dense(3, activation="softmax", name="softmax_dense")(big),
        layers.Reshape((3,), name="clipped_softmax")(layers.Softmax()(big)),
        layers.Activation("sigmoid", name="sigmoid_activation")(big),
        layers.Reshape((3,), name="clipped_sigmoid")(layers.Activation("sigmoid")(big)),
        layers.Softmax(name="onehot_softmax")(big),
        layers.Rescaling(1.0, name="clipped_onehot")(layers.Softmax()(big)),
    ]
    sparse, binary = "sparse_categorical_crossentropy", "binary_crossentropy"
    used = [sparse] * 5 + [binary] * 2 + ["categorical_crossentropy"] * 2
    kinds = ["label"] * 5 + ["binary"] * 2 + ["onehot"] * 2
    weights = {"big/kernel": np.float32([[40, -10, 3], [-7, 30, 11], [5, -20, 25]])}
    return Case(compiled(Model(x, outputs), used), kinds, weights=weights)


@case
def losses_single_column():
    """Targets of shape (n,) or (n, 1) against predictions of one column; outputs without loss."""
    x = Input((4,), name="x")
    h = layers.Dense(4, activation="relu")(x)
    outputs = {"value": layers.Dense(1, name="value")(h), "unused": layers.Dense(2, name="un")(h),
               "sign": layers.Dense(1, activation="sigmoid", name="sign")(h)}
    model = compiled(Model(x, outputs), {"value": "mse", "sign": "binary_crossentropy"})
    return Case(model, ["flat_binary", "real", "real"])
