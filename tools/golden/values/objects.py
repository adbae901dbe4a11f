"""Values of losses, metrics, constraints, regularizers, schedules and activations, as JSON."""

import keras
import numpy as np
import tensorflow as tf

import fixture

def numbers(value):
    """Lists of the shortest numbers that read back as the same float32."""
    value = np.asarray(value)
    if value.dtype.kind in "biu":
        return value.tolist()
    assert np.isfinite(value).all()
    flat = [float(str(np.float32(item))) for item in value.reshape(-1)]
    return np.array(flat, dtype=float).reshape(value.shape).tolist()


def _data():
    """For each kind of loss or metric: targets and predictions that suit it."""
    rng = fixture.generator("objects")
    logits = rng.normal(size=(4, 3))
    chances = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    steps = rng.dirichlet([1, 1, 1], (4, 2))
    return {
        "real": (rng.normal(size=(4, 3)), rng.normal(size=(4, 3))),
        "positive": (rng.uniform(0.1, 2, (4, 3)), rng.uniform(0.1, 2, (4, 3))),
        "column": (rng.normal(size=4), rng.normal(size=(4, 1))),
        "binary": (rng.integers(0, 2, (4, 3)).astype(float), rng.uniform(0.02, 0.98, (4, 3))),
        "signs": (rng.choice([-1.0, 1.0], (4, 3)), rng.normal(size=(4, 3))),
        "logit": (rng.integers(0, 2, (4, 3)).astype(float), 3 * rng.normal(size=(4, 3))),
        "onehot": (np.eye(3)[[0, 2, 1, 1]], chances),
        "onehot_logits": (np.eye(3)[[0, 2, 1, 1]], 3 * logits),
        "distribution": (rng.dirichlet([1, 1, 1], 4), chances),
        "label": (np.array([0, 2, 1, 1]), chances),
        "label_column": (np.array([[0], [2], [1], [1]]), chances),
        "label_logits": (np.array([0, 2, 1, 1]), 3 * logits),
        "label_steps": (np.array([[0, 2], [1, 1], [2, 0], [0, 0]]), steps),
        "exact": (np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 2.5, 3.0, -4.0])),
        "certain": (np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0, 0.0])),
        "certain_label": (np.array([0, 1]), np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])),
    }


LOSSES = [
    ("MeanSquaredError", {}, "real"), ("MeanAbsoluteError", {}, "real"), ("Huber", {}, "real"),
    ("Huber", {"delta": 0.3}, "real"), ("MeanSquaredError", {}, "column"),
    ("MeanAbsoluteError", {}, "column"), ("BinaryCrossentropy", {}, "binary"),
    ("BinaryCrossentropy", {"label_smoothing": 0.2}, "binary"),
    ("BinaryCrossentropy", {"from_logits": True}, "logit"), ("BinaryCrossentropy", {}, "certain"),
    ("CategoricalCrossentropy", {}, "onehot"), ("CategoricalCrossentropy", {}, "positive"),
    ("CategoricalCrossentropy", {"label_smoothing": 0.3}, "onehot"),
    ("CategoricalCrossentropy", {"from_logits": True}, "onehot_logits"),
    ("SparseCategoricalCrossentropy", {}, "label"),
    ("SparseCategoricalCrossentropy", {}, "label_column"),
    ("SparseCategoricalCrossentropy", {"from_logits": True}, "label_logits"),
    ("SparseCategoricalCrossentropy", {}, "label_steps"),
    ("SparseCategoricalCrossentropy", {"ignore_class": 0}, "label_steps"),
    ("SparseCategoricalCrossentropy", {}, "certain_label"),
    ("MeanAbsolutePercentageError", {}, "real"), ("MeanSquaredLogarithmicError", {}, "real"),
    ("CosineSimilarity", {}, "real"), ("LogCosh", {}, "real"), ("Poisson", {}, "positive"),
    ("KLDivergence", {}, "distribution"), ("Hinge", {}, "signs"), ("Hinge", {}, "logit"),
    ("SquaredHinge", {}, "signs"), ("CategoricalHinge", {}, "onehot"),
    ("BinaryFocalCrossentropy", {}, "binary"), ("CategoricalFocalCrossentropy", {}, "onehot"),
    ("Dice", {}, "binary"), ("Tversky", {}, "binary"),
]

METRICS = [
    ("Accuracy", {}, "exact"), ("BinaryAccuracy", {}, "binary"),
    ("BinaryAccuracy", {"threshold": 0.8}, "binary"), ("CategoricalAccuracy", {}, "onehot"),
    ("SparseCategoricalAccuracy", {}, "label"), ("SparseCategoricalAccuracy", {}, "label_column"),
    ("SparseCategoricalAccuracy", {}, "label_steps"),
    ("TopKCategoricalAccuracy", {"k": 2}, "onehot"), ("TopKCategoricalAccuracy", {}, "onehot"),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, "label"), ("MeanSquaredError", {}, "real"),
    ("MeanAbsoluteError", {}, "real"), ("RootMeanSquaredError", {}, "real"),
    ("BinaryCrossentropy", {}, "binary"),
    ("BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, "logit"),
    ("CategoricalCrossentropy", {}, "onehot"),
    ("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, "onehot_logits"),
    ("SparseCategoricalCrossentropy", {}, "label"),
    ("SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 1}, "label_logits"),
    ("MeanAbsolutePercentageError", {}, "real"), ("MeanSquaredLogarithmicError", {}, "real"),
    ("CosineSimilarity", {}, "real"), ("LogCoshError", {}, "real"), ("Poisson", {}, "positive"),
    ("KLDivergence", {}, "distribution"), ("Hinge", {}, "signs"), ("R2Score", {}, "real"),
    ("AUC", {"num_thresholds": 5}, "binary"), ("AUC", {"curve": "PR"}, "binary"),
    ("Precision", {}, "binary"), ("Recall", {"thresholds": [0.3, 0.6]}, "binary"),
    ("TruePositives", {}, "binary"), ("F1Score", {"threshold": 0.5}, "binary"),
]

SCHEDULES = [
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5}),
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5,
                          "staircase": True}),
    ("PiecewiseConstantDecay", {"boundaries": [2, 7], "values": [0.1, 0.05, 0.01]}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 6, "power": 2.0,
                         "end_learning_rate": 0.02}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 4, "cycle": True}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 3, "decay_rate": 0.7}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 3, "decay_rate": 0.7,
                          "staircase": True}),
    ("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 8, "alpha": 0.2}),
    ("CosineDecay", {"initial_learning_rate": 0.01, "decay_steps": 6, "warmup_target": 0.1,
                     "warmup_steps": 3}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 3, "t_mul": 2.0,
                             "m_mul": 0.8, "alpha": 0.1}),
]

CONSTRAINTS = [
    ("MaxNorm", {"max_value": 1.0}), ("MaxNorm", {"max_value": 1.2, "axis": [0, 1]}),
    ("MinMaxNorm", {"min_value": 0.9, "max_value": 1.3}),
    ("MinMaxNorm", {"min_value": 0.9, "max_value": 1.3, "rate": 0.4, "axis": 1}), ("NonNeg", {}),
    ("UnitNorm", {}), ("UnitNorm", {"axis": -1}),
]

REGULARIZERS = [("L1", {}), ("L1", {"l1": 0.3}), ("L2", {}), ("L2", {"l2": 0.2}), ("L1L2", {}),
                ("L1L2", {"l1": 0.1, "l2": 0.05}), ("OrthogonalRegularizer", {"factor": 0.3}),
                ("OrthogonalRegularizer", {"mode": "columns"})]


def _tensors(pair):
    """Integers stay integers: they are classes."""
    return [tf.constant(v, "int32" if v.dtype.kind == "i" else "float32") for v in pair]


def _weights(kind, y_true):
    """A weight for each loss value: Keras does not spread a sample's weight over its steps."""
    shape = y_true.shape if kind == "label_steps" else (len(y_true),)
    return np.linspace(0.0, 1.5, np.prod(shape)).reshape(shape).astype("float32")


def losses():
    """Each loss summed, averaged and per sample; with weights; with a mask of the samples."""
    rows = []
    for name, config, kind in LOSSES:
        y_true, y_pred = _tensors(_data()[kind])
        row = {"class_name": name, "config": config, "y_true": numbers(y_true),
               "y_pred": numbers(y_pred)}
        make = getattr(keras.losses, name)
        whole = name in ("Dice", "Tversky")  # one number for the batch: nothing to weigh
        row["result"] = numbers(make(**config)(y_true, y_pred))
        row["sum"] = numbers(make(**config, reduction="sum")(y_true, y_pred))
        row["none"] = numbers(make(**config, reduction=None)(y_true, y_pred))
        if not whole:
            weights = _weights(kind, y_true)
            row["sample_weight"] = numbers(weights)
            row["weighted"] = numbers(make(**config)(y_true, y_pred, weights))
            row["weighted_mean"] = numbers(
                make(**config, reduction="mean_with_sample_weight")(y_true, y_pred, weights))
        rows.append(row)
    return rows


def masked_losses():
    """A mask on the predictions, of rank 1 or 2, alone and with sample weights."""
    rows = []
    for kind, mask in [("label_steps", [[1, 1], [1, 0], [0, 0], [0, 1]]), ("label", [1, 0, 1, 1]),
                       ("label", [0, 0, 0, 0])]:
        y_true, y_pred = _tensors(_data()[kind])
        keras.src.backend.set_keras_mask(y_pred, tf.constant(np.array(mask, "bool")))
        weights = np.linspace(0.5, 2.0, np.size(mask)).reshape(np.shape(mask)).astype("float32")
        name = "SparseCategoricalCrossentropy"
        row = {"class_name": name, "config": {}, "y_true": numbers(y_true),
               "y_pred": numbers(y_pred), "mask": mask, "sample_weight": numbers(weights)}
        for reduction in ("sum_over_batch_size", "sum", "mean_with_sample_weight"):
            loss = keras.losses.SparseCategoricalCrossentropy(reduction=reduction)
            row[reduction] = numbers(loss(y_true, y_pred))
            row[f"weighted_{reduction}"] = numbers(loss(y_true, y_pred, weights))
        rows.append(row)
    return rows


def metrics():
    """Two updates of each metric, the second one weighted; the result after each."""
    rows = []
    for name, config, kind in METRICS:
        y_true, y_pred = _tensors(_data()[kind])
        metric = getattr(keras.metrics, name)(**config)
        weights = _weights(kind, y_true)
        metric.update_state(y_true, y_pred)
        first = numbers(metric.result())
        metric.update_state(y_true[::-1], y_pred, sample_weight=weights)
        rows.append({"class_name": name, "config": config, "y_true": numbers(y_true),
                     "y_pred": numbers(y_pred), "first": first,
                     "sample_weight": numbers(weights), "second": numbers(metric.result())})
    mean = keras.metrics.Mean()
    mean.update_state([1.0, 3.0, 5.0])
    first = numbers(mean.result())
    mean.update_state([2.0, 4.0], sample_weight=[0.5, 3.0])
    rows.append({"class_name": "Mean", "config": {}, "values": [1.0, 3.0, 5.0], "first": first,
                 "more": [2.0, 4.0], "sample_weight": [0.5, 3.0],
                 "second": numbers(mean.result())})
    return rows


def schedules():
    steps = list(range(13))
    return [{"class_name": name, "config": config, "steps": steps,
             "rates": [numbers(getattr(keras.optimizers.schedules, name)(**config)(step))
                       for step in steps]} for name, config in SCHEDULES]


def constraints():
    weight = tf.constant(fixture.generator("constraints").normal(size=(2, 3, 4)), "float32")
    return {"weight": numbers(weight), "results": [
        {"class_name": name, "config": config,
         "result": numbers(getattr(keras.constraints, name)(**config)(weight))}
        for name, config in CONSTRAINTS]}


def regularizers():
    weight = tf.constant(fixture.generator("regularizers").normal(size=(3, 4)), "float32")
    return {"weight": numbers(weight), "results": [
        {"class_name": name, "config": config,
         "result": numbers(getattr(keras.regularizers, name)(**config)(weight))}
        for name, config in REGULARIZERS]}


def activations():
    """Every activation that Keras knows by name and that needs no argument, on one matrix."""
    x = tf.constant([[-4.1, -1.3, -0.6, -0.2, 0.1, 0.45], [0.7, 1.2, 2.6, 3.3, 5.5, -7.0]])
    rows = {}
    for name in sorted(keras.src.activations.ALL_OBJECTS_DICT):
        if name != "threshold":
            rows[name] = numbers(keras.activations.get(name)(x))
    return {"x": numbers(x), "results": rows}


TABLES = {"losses": losses, "masked_losses": masked_losses, "metrics": metrics,
          "schedules": schedules, "constraints": constraints, "regularizers": regularizers,
          "activations": activations}


def write(name: str) -> None:
    fixture.save_json(fixture.GOLDEN / "objects" / f"{name}.json", TABLES[name]())
