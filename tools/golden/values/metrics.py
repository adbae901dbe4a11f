"""Results of the metrics: every argument of every class, with weights, over two updates."""

import keras
import numpy as np
import tensorflow as tf

from values.losses import DOUBLE, LOGITS
from values.numbers import numbers, tensors
from values.samples import samples

MEANS = [
    ("Accuracy", [{}, DOUBLE], ["exact"]),
    ("BinaryAccuracy", [{}, {"threshold": 0.8}, DOUBLE], ["binary"]),
    ("BinaryAccuracy", [{}], ["column"]),
    ("CategoricalAccuracy", [{}, DOUBLE], ["onehot"]), ("CategoricalAccuracy", [{}], ["ties"]),
    ("SparseCategoricalAccuracy", [{}, DOUBLE], ["label"]),
    ("SparseCategoricalAccuracy", [{}], ["label_column", "label_steps"]),
    ("TopKCategoricalAccuracy", [{}, {"k": 2}, DOUBLE], ["onehot"]),
    ("TopKCategoricalAccuracy", [{"k": 1}], ["ties"]),
    ("SparseTopKCategoricalAccuracy", [{}, {"k": 2}, DOUBLE], ["label"]),
    ("SparseTopKCategoricalAccuracy", [{"k": 2, "from_sorted_ids": True}], ["sorted_ids"]),
    ("MeanSquaredError", [{}, DOUBLE], ["real"]), ("MeanAbsoluteError", [{}, DOUBLE], ["real"]),
    ("RootMeanSquaredError", [{}, DOUBLE], ["real"]), ("RootMeanSquaredError", [{}], ["column"]),
    ("MeanAbsolutePercentageError", [{}, DOUBLE], ["real"]),
    ("MeanSquaredLogarithmicError", [{}, DOUBLE], ["real"]),
    ("CosineSimilarity", [{}, {"axis": 1}, DOUBLE], ["real"]),
    ("CosineSimilarity", [{"axis": 1}], ["steps"]),
    ("LogCoshError", [{}, DOUBLE], ["real"]), ("LogCoshError", [{}], ["column"]),
    ("Poisson", [{}, DOUBLE], ["positive"]), ("KLDivergence", [{}, DOUBLE], ["distribution"]),
    ("Hinge", [{}, DOUBLE], ["signs"]), ("Hinge", [{}], ["logit"]),
    ("SquaredHinge", [{}, DOUBLE], ["signs"]), ("SquaredHinge", [{}], ["logit"]),
    ("CategoricalHinge", [{}, DOUBLE], ["onehot"]),
    ("BinaryCrossentropy", [{}, {"label_smoothing": 0.2}, DOUBLE], ["binary"]),
    ("BinaryCrossentropy", [{"label_smoothing": 0.1, **LOGITS}], ["logit"]),
    ("CategoricalCrossentropy", [{}, {"label_smoothing": 0.2}, {"axis": 1}, DOUBLE], ["onehot"]),
    ("CategoricalCrossentropy", [{"label_smoothing": 0.1, **LOGITS}], ["onehot_logits"]),
    ("SparseCategoricalCrossentropy", [{}, {"axis": 1}, DOUBLE], ["label"]),
    ("SparseCategoricalCrossentropy", [{"ignore_class": 1, **LOGITS}], ["label_logits"]),
    ("PearsonCorrelation", [{}, {"axis": 1}, DOUBLE], ["real"]),
    ("PearsonCorrelation", [{"axis": 1}], ["steps"]),
    ("ConcordanceCorrelation", [{}, {"axis": 1}, DOUBLE], ["real"]),
    ("ConcordanceCorrelation", [{"axis": 1}], ["steps"]),
    ("R2Score", [{}, {"class_aggregation": None},
                 {"class_aggregation": "variance_weighted_average"}, {"num_regressors": 2},
                 {"num_regressors": 40}, DOUBLE], ["real"]), ("R2Score", [{}], ["column"]),
]

EVEN = {"thresholds": [0.0, 0.25, 0.5, 0.75, 1.0]}
COUNTS = [{}, {"thresholds": 0.3}, {"thresholds": [0.3, 0.6]}, EVEN, DOUBLE]
RATES = [*COUNTS, {"class_id": 1}, {"top_k": 2}, {"thresholds": 0.3, "top_k": 1},
         {"top_k": 2, "class_id": 2}]

CONFUSIONS = [
    *[(name, COUNTS, ["binary"]) for name in
      ("TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives")],
    ("TruePositives", [{}, EVEN], ["column", "edges"]),
    *[(name, RATES, ["binary"]) for name in ("Precision", "Recall")],
    *[(name, [{"top_k": 1}, {"top_k": 2, "class_id": -1}], ["onehot", "ties"])
      for name in ("Precision", "Recall")],
    ("SensitivityAtSpecificity",
     [{"specificity": 0.3}, {"specificity": 0.8, "num_thresholds": 7},
      {"specificity": 0.4, "num_thresholds": 1}, {"specificity": 0.3, "class_id": 1},
      {"specificity": 0.5, **DOUBLE}], ["binary"]),
    ("SpecificityAtSensitivity",
     [{"sensitivity": 0.3}, {"sensitivity": 0.8, "num_thresholds": 7},
      {"sensitivity": 0.3, "class_id": 1}, {"sensitivity": 0.5, **DOUBLE}], ["binary"]),
    ("PrecisionAtRecall",
     [{"recall": 0.3}, {"recall": 0.8, "num_thresholds": 7}, {"recall": 0.3, "class_id": 1},
      {"recall": 0.5, **DOUBLE}], ["binary"]),
    ("RecallAtPrecision",
     [{"precision": 0.3}, {"precision": 0.8, "num_thresholds": 7},
      {"precision": 0.3, "class_id": 1}, {"precision": 0.5, **DOUBLE}], ["binary"]),
    ("AUC", [{}, {"num_thresholds": 5}, {"num_thresholds": 5, "multi_label": True},
             *[{"num_thresholds": 9, "curve": curve, "summation_method": method}
               for curve in ("ROC", "PR", "PRGAIN")
               for method in ("interpolation", "majoring", "minoring")],
             {"thresholds": [0.7, 0.2]}, {"thresholds": [0.25, 0.5, 0.75], "curve": "PR"},
             {"multi_label": True, "num_labels": 3, "curve": "PR"},
             {"multi_label": True, "thresholds": [0.2, 0.7], "label_weights": [1.0, 0.5, 2.0]},
             {"num_thresholds": 6, "label_weights": [1.0, 0.5, 2.0]},
             {"thresholds": [0.2, 0.7], "label_weights": [1.0, 0.5, 2.0]}, DOUBLE], ["binary"]),
    ("AUC", [{"num_thresholds": 5}], ["edges", "outside"]), ("AUC", [LOGITS], ["logit"]),
    ("F1Score", [{}, {"average": "micro"}, {"average": "macro"}, {"average": "weighted"}, DOUBLE],
     ["onehot"]), ("F1Score", [{"threshold": 0.5}], ["binary"]), ("F1Score", [{}], ["ties"]),
    ("FBetaScore", [{}, {"beta": 0.5}, {"average": "micro", "beta": 2.0}, {"average": "macro"},
                    {"average": "weighted", "beta": 3.0}, DOUBLE], ["onehot"]),
    ("FBetaScore", [{"threshold": 0.4, "beta": 2.0}], ["binary"]),
]

SPARSE = {"sparse_y_true": False, "sparse_y_pred": False}
OVERLAPS = [
    ("IoU", [{"num_classes": 3, "target_class_ids": [0]},
             {"num_classes": 4, "target_class_ids": [1, 3], "ignore_class": 2},
             {"num_classes": 3, "target_class_ids": [0, 2], "dtype": "float32"}], ["classes"]),
    ("IoU", [{"num_classes": 3, "target_class_ids": [0, 1]}], ["class_map"]),
    ("IoU", [{"num_classes": 3, "target_class_ids": [0, 1], **SPARSE}], ["onehot"]),
    ("IoU", [{"num_classes": 4, "target_class_ids": [1], "axis": 0, **SPARSE}], ["onehot"]),
    ("MeanIoU", [{"num_classes": 3}, {"num_classes": 3, "ignore_class": 2},
                 {"num_classes": 4, "dtype": "float32"}], ["classes"]),
    ("MeanIoU", [{"num_classes": 3, **SPARSE}, {"num_classes": 4, "axis": 0, **SPARSE}],
     ["onehot"]),
    ("BinaryIoU", [{}, {"target_class_ids": [1]}, {"threshold": 0.8}, {"dtype": "float32"}],
     ["binary"]), ("BinaryIoU", [{}], ["edges"]),
    ("OneHotIoU", [{"num_classes": 3, "target_class_ids": [0, 2]},
                   {"num_classes": 3, "target_class_ids": [1], "ignore_class": 2},
                   {"num_classes": 4, "target_class_ids": [0, 1], "axis": 0},
                   {"num_classes": 3, "target_class_ids": [0], "dtype": "float32"}], ["onehot"]),
    ("OneHotIoU", [{"num_classes": 3, "target_class_ids": [0], "sparse_y_pred": True}],
     ["onehot_found"]),
    ("OneHotMeanIoU", [{"num_classes": 3}, {"num_classes": 3, "ignore_class": 2},
                       {"num_classes": 4, "axis": 0}, {"num_classes": 3, "dtype": "float32"}],
     ["onehot"]), ("OneHotMeanIoU", [{"num_classes": 3, "sparse_y_pred": True}], ["onehot_found"]),
]


# Weights as large as the labels, and masks on the predictions, which means alone heed.
WEIGHED = [("Precision", {}, "binary"), ("Recall", EVEN, "binary"), ("AUC", {}, "binary"),
           ("AUC", {"multi_label": True, "num_thresholds": 9}, "binary"),
           ("TrueNegatives", {}, "column"), ("LogCoshError", {}, "column")]
SAMPLES, STEPS = [1, 0, 1, 1], [[1, 1], [1, 0], [0, 0], [0, 1]]
MASKED = [("SparseCategoricalAccuracy", "label_steps", STEPS), ("MeanAbsoluteError", "real", SAMPLES),
          ("SparseCategoricalCrossentropy", "label_steps", STEPS), ("Hinge", "signs", SAMPLES),
          ("CosineSimilarity", "real", SAMPLES), ("RootMeanSquaredError", "real", SAMPLES),
          ("Precision", "binary", SAMPLES), ("AUC", "binary", SAMPLES),
          ("F1Score", "onehot", SAMPLES), ("R2Score", "real", SAMPLES)]


def _weights(name, config, kind, y_true):
    """A weight for each sample or step; IoU's state counts in integers and wants one per label."""
    if "IoU" in name:
        places = np.shape(y_true)
        if not config.get("sparse_y_true", "OneHot" not in name):
            places = np.delete(places, config.get("axis", -1))
        return np.arange(np.prod(places), dtype="float32").reshape(places) % 3
    shape = y_true.shape if kind in ("label_steps",) else (len(y_true),)
    return np.linspace(0.0, 1.5, np.prod(shape)).reshape(shape).astype("float32").round(3)


def _row(name, config, kind, weigh_each=False, mask=None):
    y_true, y_pred = tensors(samples()[kind])
    metric = getattr(keras.metrics, name)(**config)
    weights = _weights(name, config, kind, y_true)
    if weigh_each:
        weights = np.linspace(0.0, 1.5, np.size(y_true)).reshape(y_true.shape).astype("float32")
    if mask is not None:
        keras.src.backend.set_keras_mask(y_pred, tf.constant(np.array(mask, "bool")))
    metric.update_state(y_true, y_pred)
    first = numbers(metric.result())
    metric.update_state(y_true[::-1], y_pred, sample_weight=weights)
    row = {"class_name": name, "config": config, "y_true": numbers(y_true),
           "y_pred": numbers(y_pred), "first": first, "sample_weight": numbers(weights),
           "second": numbers(metric.result()), "names": [v.name for v in metric.variables]}
    return row if mask is None else row | {"mask": mask}


def _mean(config):
    """Mean and Sum take values alone."""
    row = {"config": config, "values": [1.0, 3.0, 5.0], "more": [2.0, 4.0],
           "sample_weight": [0.5, 3.0]}
    for name in ("Mean", "Sum"):
        metric = getattr(keras.metrics, name)(**config)
        metric.update_state(row["values"])
        first = numbers(metric.result())
        metric.update_state(row["more"], sample_weight=row["sample_weight"])
        yield {"class_name": name, **row, "first": first, "second": numbers(metric.result()),
               "names": [v.name for v in metric.variables]}


def metrics():
    """Two updates of each metric, the second one weighted; the result after each."""
    rows = [_row(name, config, kind) for name, configs, kinds in MEANS + CONFUSIONS + OVERLAPS
            for kind in kinds for config in configs]
    rows += [_row(*case, weigh_each=True) for case in WEIGHED]
    rows += [_row(name, {}, kind, mask=mask) for name, kind, mask in MASKED]
    return [*rows, *_mean({}), *_mean(DOUBLE)]
