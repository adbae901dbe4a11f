"""The tables of tests/golden/objects by name; those of the small classes are made here."""

import keras
import numpy as np
import tensorflow as tf

import fixture
from values.losses import losses, masked_losses
from values.metrics import metrics
from values.numbers import numbers
from values.optimizers import optimizers

SCHEDULES = [
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5}),
    ("ExponentialDecay", {"initial_learning_rate": 0.3, "decay_steps": 4, "decay_rate": 0.5,
                          "staircase": True}),
    ("PiecewiseConstantDecay", {"boundaries": [2, 7], "values": [0.1, 0.05, 0.01]}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 6, "power": 2.0,
                         "end_learning_rate": 0.02}),
    ("PolynomialDecay", {"initial_learning_rate": 0.3, "decay_steps": 4, "cycle": True}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 3, "decay_rate": 0.7}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.3, "decay_steps": 3, "decay_rate": 0.7,
                          "staircase": True}),
    ("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 8, "alpha": 0.2}),
    ("CosineDecay", {"initial_learning_rate": 0.01, "decay_steps": 6, "warmup_target": 0.1,
                     "warmup_steps": 3}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 3, "t_mul": 2.0,
                             "m_mul": 0.8, "alpha": 0.1}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 4, "t_mul": 1.0}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.2, "first_decay_steps": 2,
                             "t_mul": 1.5}),
    ("CosineDecay", {"initial_learning_rate": 0.02, "decay_steps": 5, "warmup_target": 0.1,
                     "alpha": 0.3}),
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
          "schedules": schedules, "optimizers": optimizers, "constraints": constraints, "regularizers": regularizers,
          "activations": activations}


def write(name: str) -> None:
    fixture.save_json(fixture.GOLDEN / "objects" / f"{name}.json", TABLES[name]())
