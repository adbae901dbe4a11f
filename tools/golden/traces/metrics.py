"""Traces of the families of metrics: their state adds up over batches, in fit and validation."""

from keras import Input, Sequential, layers, metrics
from keras.optimizers import SGD, Adam

from case import compiled
from training import Trace, trace


def _net(units, activation):
    return Sequential([Input((4,), name="x"), layers.Dense(5, activation="tanh"),
                       layers.Dense(units, activation=activation)])


@trace
def metrics_confusion():
    """Counts, precision and recall of one sigmoid, by name and with thresholds; weighted too."""
    used = ["precision", metrics.Recall(thresholds=0.4), metrics.TruePositives(),
            metrics.FalsePositives(thresholds=0.6), metrics.TrueNegatives(name="tn"),
            metrics.FalseNegatives(name="fn"), metrics.Precision(thresholds=0.45)]
    model = compiled(_net(1, "sigmoid"), "binary_crossentropy", Adam(0.02), metrics=used,
                     weighted_metrics=[metrics.Recall(name="found"), "true_positives"])
    return Trace(model, ["binary"], {"epochs": 2, "batch_size": 8}, validation=7,
                 weighted=["output"])


@trace
def metrics_curves():
    """Areas under curves and what lies on them, weighted and not."""
    used = ["AUC", metrics.AUC(curve="PR", num_thresholds=20, name="pr"),
            metrics.AUC(thresholds=[0.3, 0.45, 0.6], summation_method="majoring", name="steps"),
            metrics.SensitivityAtSpecificity(0.5), metrics.SpecificityAtSensitivity(0.6),
            metrics.PrecisionAtRecall(0.5), metrics.RecallAtPrecision(0.5, num_thresholds=11)]
    model = compiled(_net(1, "sigmoid"), "binary_crossentropy", Adam(0.02), metrics=used,
                     weighted_metrics=[metrics.AUC(name="weighted")])
    return Trace(model, ["binary"], {"epochs": 2, "batch_size": 8, "validation_split": 0.3},
                 weighted=["output"])


@trace
def metrics_labels():
    """Several labels a sample: each one's area, F-scores, one class alone, the best predictions."""
    used = [metrics.AUC(multi_label=True, num_labels=3, name="areas"),
            metrics.AUC(multi_label=True, num_thresholds=20, curve="PR", name="pr_areas"),
            metrics.F1Score(average="macro", threshold=0.5),
            metrics.FBetaScore(average="weighted", beta=2.0, threshold=0.4),
            metrics.Precision(class_id=1, name="of_1"), metrics.Recall(top_k=2, name="among_2"),
            metrics.BinaryIoU(threshold=0.45)]
    model = compiled(_net(3, "sigmoid"), "binary_crossentropy", Adam(0.02), metrics=used)
    return Trace(model, ["binary"], {"epochs": 2, "batch_size": 8}, validation=6)


@trace
def metrics_classes():
    """One-hot classes: F-score of the largest, overlaps, hinge, divergence."""
    used = [metrics.F1Score(average="micro"), metrics.OneHotMeanIoU(3),
            metrics.OneHotIoU(3, [0, 2]), "categorical_hinge", "kl_divergence",
            metrics.TopKCategoricalAccuracy(k=2)]
    model = compiled(_net(3, "softmax"), "categorical_crossentropy", Adam(0.05), metrics=used)
    return Trace(model, ["onehot"], {"epochs": 2, "batch_size": 8, "validation_split": 0.3})


@trace
def metrics_sparse_classes():
    """Class numbers: mean intersection over union of the largest predictions."""
    used = [metrics.MeanIoU(3, sparse_y_pred=False), metrics.IoU(3, [1], sparse_y_pred=False)]
    model = compiled(_net(3, "softmax"), "sparse_categorical_crossentropy", Adam(0.05),
                     metrics=used)
    return Trace(model, ["label"], {"epochs": 2, "batch_size": 8}, validation=9)


@trace
def metrics_regression_more():
    """The other metrics of regressions, with sample weights in some."""
    used = ["mape", "msle", "cosine_similarity", "poisson", metrics.LogCoshError(),
            metrics.R2Score(), metrics.PearsonCorrelation(), metrics.ConcordanceCorrelation()]
    model = compiled(_net(3, "softplus"), "mse", SGD(0.05), metrics=used,
                     weighted_metrics=[metrics.R2Score(name="weighted_r2"),
                                       "log_cosh_error"])
    return Trace(model, ["positive"], {"epochs": 2, "batch_size": 8}, validation=9,
                 weighted=["output"])


@trace
def metrics_hinge():
    """Hinge metrics of signs."""
    used = ["hinge", metrics.SquaredHinge()]
    model = compiled(_net(2, "tanh"), "squared_hinge", SGD(0.05), metrics=used)
    return Trace(model, ["signs"], {"epochs": 2, "batch_size": 8, "validation_split": 0.3})


@trace
def metrics_of_several_numbers():
    """Metrics that give several numbers: of classes, of thresholds, of outputs."""
    used = [metrics.F1Score(), metrics.Precision(thresholds=[0.2, 0.35, 0.5]), "accuracy",
            metrics.R2Score(class_aggregation=None)]
    model = compiled(_net(3, "softmax"), "categorical_crossentropy", Adam(0.05), metrics=used)
    return Trace(model, ["onehot"], {"epochs": 2, "batch_size": 8}, validation=9)
