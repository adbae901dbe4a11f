"""Values of the losses: every argument of every class, each reduction, with weights and masks."""

import keras
import numpy as np
import tensorflow as tf

from values.numbers import numbers, tensors
from values.samples import samples

LOGITS = {"from_logits": True}
DOUBLE = {"dtype": "float64"}

LOSSES = [
    ("MeanSquaredError", [{}, DOUBLE], ["real"]), ("MeanSquaredError", [{}], ["column"]),
    ("MeanAbsoluteError", [{}, DOUBLE], ["real"]), ("MeanAbsoluteError", [{}], ["column"]),
    ("Huber", [{}, {"delta": 0.3}, DOUBLE], ["real"]),
    ("MeanAbsolutePercentageError", [{}, DOUBLE], ["real"]),
    ("MeanAbsolutePercentageError", [{}], ["binary", "column"]),
    ("MeanSquaredLogarithmicError", [{}, DOUBLE], ["real"]),
    ("LogCosh", [{}, DOUBLE], ["real"]), ("LogCosh", [{}], ["column", "logit"]),
    ("CosineSimilarity", [{}, {"axis": 0}, DOUBLE], ["real"]),
    ("CosineSimilarity", [{}, {"axis": 1}], ["steps", "zeros"]),
    ("Poisson", [{}, DOUBLE], ["positive"]), ("Poisson", [{}], ["certain"]),
    ("KLDivergence", [{}, DOUBLE], ["distribution"]), ("KLDivergence", [{}], ["onehot", "certain"]),
    ("BinaryCrossentropy", [{}, {"label_smoothing": 0.2}, {"axis": 0}, DOUBLE], ["binary"]),
    ("BinaryCrossentropy", [LOGITS], ["logit"]), ("BinaryCrossentropy", [{}], ["certain"]),
    ("BinaryFocalCrossentropy",
     [{}, {"apply_class_balancing": True}, {"apply_class_balancing": True, "alpha": 0.6},
      {"gamma": 0.5}, {"label_smoothing": 0.2}, {"axis": 0}, DOUBLE], ["binary"]),
    ("BinaryFocalCrossentropy", [LOGITS, {"gamma": 3.0, "label_smoothing": 0.1, **LOGITS}],
     ["logit"]),
    ("BinaryFocalCrossentropy", [{}], ["certain"]),
    ("CategoricalCrossentropy", [{}, {"label_smoothing": 0.3}, DOUBLE], ["onehot"]),
    ("CategoricalCrossentropy", [{}], ["positive"]),
    ("CategoricalCrossentropy", [LOGITS], ["onehot_logits"]),
    ("CategoricalCrossentropy", [{"axis": 1}, {"axis": 1, "label_smoothing": 0.3},
                                 {"axis": 1, **LOGITS}], ["onehot_first"]),
    ("CategoricalFocalCrossentropy",
     [{}, {"alpha": 0.6}, {"gamma": 0.5}, {"label_smoothing": 0.3}, DOUBLE], ["onehot"]),
    ("CategoricalFocalCrossentropy", [{"gamma": 3.0, **LOGITS}], ["onehot_logits"]),
    ("CategoricalFocalCrossentropy", [{"axis": 1}, {"axis": 1, **LOGITS}], ["onehot_first"]),
    ("CategoricalGeneralizedCrossEntropy", [{}, {"q": 0.2}, DOUBLE], ["label"]),
    ("CategoricalGeneralizedCrossEntropy", [{}], ["label_steps"]),
    ("SparseCategoricalCrossentropy", [{}, {"axis": 1}, DOUBLE], ["label"]),
    ("SparseCategoricalCrossentropy", [{}], ["label_column", "certain_label"]),
    ("SparseCategoricalCrossentropy", [LOGITS], ["label_logits"]),
    ("SparseCategoricalCrossentropy", [{}, {"ignore_class": 0}], ["label_steps"]),
    ("Hinge", [{}, DOUBLE], ["signs"]), ("Hinge", [{}], ["logit", "real", "column"]),
    ("SquaredHinge", [{}, DOUBLE], ["signs"]), ("SquaredHinge", [{}], ["logit", "real"]),
    ("CategoricalHinge", [{}, DOUBLE], ["onehot"]), ("CategoricalHinge", [{}], ["steps"]),
    ("Dice", [{}, {"axis": [1]}, {"axis": -1}, DOUBLE], ["binary"]), ("Dice", [{}], ["zeros"]),
    ("Tversky", [{}, {"alpha": 0.3}, {"beta": 0.9}, {"axis": [1]}, {"axis": [0, 1]}, DOUBLE],
     ["binary"]),
    ("Circle", [{}, {"gamma": 8.0}, {"margin": 0.25, "gamma": 3.0}, DOUBLE,
                {"remove_diagonal": False, "gamma": 4.0}], ["embedding", "embedding_alone"]),
    ("CTC", [{}, DOUBLE], ["spoken"]),
]

MASKED = [
    ("SparseCategoricalCrossentropy", {}, "label_steps", [[1, 1], [1, 0], [0, 0], [0, 1]]),
    ("SparseCategoricalCrossentropy", {}, "label", [1, 0, 1, 1]),
    ("SparseCategoricalCrossentropy", {}, "label", [0, 0, 0, 0]),
    ("SparseCategoricalCrossentropy", {"ignore_class": 0}, "label_steps",
     [[1, 1], [1, 0], [0, 0], [0, 1]]),
    ("MeanAbsoluteError", {}, "real", [1, 0, 1, 1]), ("LogCosh", {}, "real", [0, 0, 1, 0]),
    ("Circle", {"gamma": 3.0}, "embedding", [1, 1, 0, 1, 1, 0]),
]

REDUCTIONS = ("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none")


def _reduced(make, config, y_true, y_pred, weights):
    """The loss by each reduction, without weights and with them where there is what to weigh."""
    row = {}
    for reduction in REDUCTIONS:
        loss = make(**config, reduction=reduction)
        row[reduction] = numbers(loss(y_true, y_pred))
        if weights is not None:
            row[f"weighted_{reduction}"] = numbers(loss(y_true, y_pred, weights))
    return row


def _row(name, config, kind, mask=None):
    y_true, y_pred = tensors(samples()[kind])
    make = getattr(keras.losses, name)
    row = {"class_name": name, "config": config, "y_true": numbers(y_true),
           "y_pred": numbers(y_pred)}
    shape = tuple(make(**config, reduction="none")(y_true, y_pred).shape)
    if mask is not None:
        keras.src.backend.set_keras_mask(y_pred, tf.constant(np.array(mask, "bool")))
        row["mask"] = mask
    weights = None
    if shape:  # one number for the batch: nothing to weigh
        weights = np.linspace(0.0, 1.5, np.prod(shape)).reshape(shape).astype("float32").round(3)
        row["sample_weight"] = numbers(weights)
    return row | _reduced(make, config, y_true, y_pred, weights)


def losses():
    """Each loss with every argument, on what suits it."""
    return [_row(name, config, kind) for name, configs, kinds in LOSSES for kind in kinds
            for config in configs]


def masked_losses():
    """A mask on the predictions, of rank 1 or 2, alone and with sample weights."""
    return [_row(*case) for case in MASKED]
