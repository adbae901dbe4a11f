"""Traces of metrics, weights and the numbers that fit reports."""

from keras import Input, Model, Sequential, layers, losses, metrics
from keras.optimizers import SGD, Adam

from case import compiled
from training import Trace, trace


def _net(units, activation, inputs=4):
    return Sequential([Input((inputs,), name="x"), layers.Dense(5, activation="tanh"),
                       layers.Dense(units, activation=activation)])


@trace
def metrics_regression():
    """Metrics of a regression by name and as objects; repeated names get a number."""
    used = ["mse", "mae", "MeanSquaredError", metrics.RootMeanSquaredError(),
            metrics.MeanAbsoluteError(name="off_by"), metrics.MeanAbsoluteError(name="off_by")]
    model = compiled(_net(2, None), losses.Huber(), SGD(0.1), metrics=used)
    return Trace(model, ["real"], {"epochs": 2, "batch_size": 8, "validation_split": 0.3})


@trace
def metrics_binary():
    """Accuracy of one sigmoid: "accuracy" is binary; thresholds; "crossentropy" is a loss."""
    used = ["accuracy", metrics.BinaryAccuracy(name="strict", threshold=0.7),
            metrics.BinaryCrossentropy(label_smoothing=0.1, name="smooth")]
    model = compiled(_net(1, "sigmoid"), "crossentropy", Adam(0.02), metrics=used)
    return Trace(model, ["binary"], {"epochs": 3, "batch_size": 8, "validation_split": 0.2})


@trace
def metrics_categorical():
    """One-hot targets: "accuracy" is categorical; top k; cross entropy as a metric."""
    used = ["accuracy", "categorical_crossentropy", metrics.TopKCategoricalAccuracy(k=2),
            metrics.CategoricalCrossentropy(label_smoothing=0.2, name="smooth"), "acc",
            metrics.CategoricalAccuracy()]
    model = compiled(_net(4, "softmax"), losses.CategoricalCrossentropy(label_smoothing=0.1),
                     Adam(0.02), metrics=used)
    return Trace(model, ["onehot"], {"epochs": 2, "batch_size": 8}, validation=7)


@trace
def metrics_sparse():
    """Labels in a column: "accuracy" is sparse; top k; from logits; a class left out."""
    used = ["accuracy", metrics.SparseTopKCategoricalAccuracy(k=2, name="top2"),
            metrics.SparseCategoricalCrossentropy(from_logits=True), "sparse_categorical_accuracy",
            metrics.SparseCategoricalCrossentropy(from_logits=True, ignore_class=1, name="but_1")]
    model = compiled(_net(4, None), losses.SparseCategoricalCrossentropy(from_logits=True),
                     Adam(0.02), metrics=used)
    return Trace(model, ["label_column"], {"epochs": 2, "batch_size": 8, "validation_split": 0.3})


@trace
def sample_weights():
    """Sample weights: in the loss and weighted_metrics, not in metrics; in validation too."""
    loss = "sparse_categorical_crossentropy"
    model = compiled(_net(3, "softmax"), loss, Adam(0.02), metrics=["accuracy"],
                     weighted_metrics=["accuracy", loss])
    return Trace(model, ["label"], {"epochs": 3, "batch_size": 8}, validation=9,
                 weighted=["output"], weighted_validation=True)


@trace
def sample_weights_split():
    """validation_split cuts the sample weights too."""
    model = compiled(_net(2, None), "mse", SGD(0.1), metrics=["mae"], weighted_metrics=["mae"])
    return Trace(model, ["real"], {"epochs": 2, "batch_size": 6, "validation_split": 0.35},
                 weighted=["output"])


@trace
def sample_weights_several():
    """Sample weights for each of two outputs; reduction by the sum of weights."""
    x = Input((4,), name="x")
    h = layers.Dense(4, activation="tanh")(x)
    outputs = [layers.Dense(2, name="a")(h), layers.Dense(1, name="b", activation="sigmoid")(h)]
    used = [losses.MeanSquaredError("mean_with_sample_weight"), "binary_crossentropy"]
    model = compiled(Model(x, outputs), used, Adam(0.02), loss_weights=[0.5, 2.0],
                     weighted_metrics=[["mae"], ["accuracy"]])
    return Trace(model, ["real", "binary"], {"epochs": 2, "batch_size": 8}, weighted=["a", "b"])


@trace
def class_weights():
    """Class weights by label; a class not listed weighs 1; not for validation."""
    model = compiled(_net(3, "softmax"), "sparse_categorical_crossentropy", Adam(0.02),
                     metrics=["accuracy"], weighted_metrics=["accuracy"])
    fit = {"epochs": 2, "batch_size": 8, "validation_split": 0.3,
           "class_weight": {"0": 0.25, "2": 3.0}}
    return Trace(model, ["label"], fit)


@trace
def class_weights_onehot():
    """Class weights with one-hot targets: the class is the first maximum; "ce" is a loss."""
    model = compiled(_net(3, "softmax"), "ce", Adam(0.02))
    fit = {"epochs": 2, "batch_size": 8, "class_weight": {"1": 2.0, "2": 0.5}}
    return Trace(model, ["onehot"], fit, validation=6)
