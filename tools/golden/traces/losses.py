"""Traces of the families of losses."""

from keras import Input, Model, Sequential, layers, losses, metrics, regularizers
from keras.optimizers import SGD, Adam

from case import compiled
from training import Trace, trace


def _outputs(*heads):
    """One hidden layer and an output for each (units, activation)."""
    x = Input((4,), name="x")
    h = layers.Dense(5, activation="tanh")(x)
    made = [layers.Dense(units, activation=activation, name=f"out_{i}")(h)
            for i, (units, activation) in enumerate(heads)]
    return Model(x, made)


@trace
def losses_regression_more():
    """Percentage, logarithmic, log cosh and cosine losses, each with a weight."""
    used = ["mape", losses.MeanSquaredLogarithmicError(), "log_cosh",
            losses.CosineSimilarity(axis=-1)]
    model = compiled(_outputs((2, None), (2, "softplus"), (2, None), (3, None)), used, Adam(0.01),
                     loss_weights=[0.01, 1.0, 0.5, 2.0])
    return Trace(model, ["positive", "positive", "real", "real"], {"epochs": 2, "batch_size": 8})


@trace
def losses_distribution():
    """KL divergence and Poisson, with sample weights."""
    model = compiled(_outputs((3, "softmax"), (2, "softplus")), ["kl_divergence", "poisson"],
                     Adam(0.02), weighted_metrics=[["kl_divergence"], ["poisson"]])
    return Trace(model, ["distribution", "positive"], {"epochs": 2, "batch_size": 8},
                 weighted=["out_0", "out_1"])


@trace
def losses_hinge():
    """Hinge of signs and of 0 and 1, squared and categorical."""
    used = ["hinge", "hinge", "squared_hinge", losses.CategoricalHinge(reduction="sum")]
    model = compiled(_outputs((2, None), (2, "tanh"), (1, "tanh"), (3, None)), used, SGD(0.05))
    return Trace(model, ["signs", "binary", "signs", "onehot"], {"epochs": 2, "batch_size": 8})


@trace
def losses_focal():
    """Binary focal cross entropy balanced, smoothed and recovered from a sigmoid; from logits."""
    used = [losses.BinaryFocalCrossentropy(apply_class_balancing=True, label_smoothing=0.1),
            losses.BinaryFocalCrossentropy(from_logits=True, gamma=1.5)]
    model = compiled(_outputs((1, "sigmoid"), (2, None)), used, Adam(0.02))
    return Trace(model, ["binary", "binary"], {"epochs": 2, "batch_size": 8},
                 weighted=["out_0"])


@trace
def losses_focal_categorical():
    """Categorical focal cross entropy, and the generalized one of labels."""
    used = [losses.CategoricalFocalCrossentropy(alpha=0.5, label_smoothing=0.1),
            losses.CategoricalFocalCrossentropy(from_logits=True, gamma=1.0),
            losses.CategoricalGeneralizedCrossEntropy(q=0.7)]
    model = compiled(_outputs((3, "softmax"), (3, None), (4, "softmax")), used, Adam(0.02))
    return Trace(model, ["onehot", "onehot", "label"], {"epochs": 2, "batch_size": 8})


@trace
def losses_overlap():
    """Dice and Tversky of a whole batch, and along an axis with sample weights."""
    used = ["dice", losses.Tversky(alpha=0.3, beta=0.7), losses.Dice(axis=[1])]
    model = compiled(_outputs((2, "sigmoid"), (2, "sigmoid"), (3, "sigmoid")), used, Adam(0.02))
    return Trace(model, ["binary", "binary", "binary"], {"epochs": 2, "batch_size": 8},
                 weighted=["out_2"])


@trace
def losses_circle():
    """Circle loss of embeddings; samples without a loss do not count."""
    model = Sequential([Input((4,), name="x"),
                        layers.Dense(3, "tanh", kernel_regularizer=regularizers.L2(0.01))])
    return Trace(compiled(model, losses.Circle(gamma=4.0), Adam(0.02)), ["label"],
                 {"epochs": 2, "batch_size": 8})


@trace
def losses_as_functions():
    """Keras's functions in place of names: files hold them as such."""
    model = compiled(_outputs((2, None), (2, "sigmoid")),
                     [losses.mean_absolute_error, losses.binary_focal_crossentropy], SGD(0.05),
                     metrics=[[losses.kl_divergence], [metrics.binary_accuracy]])
    return Trace(model, ["real", "binary"], {"epochs": 2, "batch_size": 8})
