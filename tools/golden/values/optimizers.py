"""Steps of the optimizers on two small variables, with every argument of every class."""

import keras
import numpy as np

import fixture
from values.numbers import numbers

# The arguments of the base class, alone and together: all of them on each optimizer.
BASE = [
    {}, {"weight_decay": 0.1}, {"clipnorm": 0.5}, {"global_clipnorm": 0.8}, {"clipvalue": 0.3},
    {"use_ema": True, "ema_momentum": 0.6},
    {"use_ema": True, "ema_momentum": 0.6, "ema_overwrite_frequency": 2},
    {"loss_scale_factor": 4.0}, {"gradient_accumulation_steps": 2},
    {"weight_decay": 0.05, "global_clipnorm": 1.0, "use_ema": True, "ema_overwrite_frequency": 2,
     "gradient_accumulation_steps": 2, "loss_scale_factor": 2.0},
]

OWN = {
    "SGD": [{"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}],
    "RMSprop": [{"rho": 0.8}, {"momentum": 0.5}, {"epsilon": 0.01, "centered": True},
                {"momentum": 0.5, "epsilon": 0.01, "centered": True}],
    "Adam": [{"beta_1": 0.7}, {"beta_2": 0.8}, {"epsilon": 0.1}, {"beta_2": 0.6, "amsgrad": True}],
    "AdamW": [{"beta_1": 0.7}, {"beta_2": 0.8}, {"epsilon": 0.1}, {"beta_2": 0.6, "amsgrad": True}],
    "Nadam": [{"beta_1": 0.7}, {"beta_2": 0.8}, {"epsilon": 0.1}],
    "Adagrad": [{"initial_accumulator_value": 0.0}, {"epsilon": 0.1}],
    "Adadelta": [{"rho": 0.5}, {"epsilon": 0.01}],
    "Adamax": [{"beta_1": 0.7}, {"beta_2": 0.8}, {"epsilon": 0.1}],
    "Lion": [{"beta_1": 0.5}, {"beta_2": 0.6}],
}

STEPS = 5


def _schedule():
    return {"class_name": "ExponentialDecay",
            "config": {"initial_learning_rate": 0.3, "decay_steps": 2, "decay_rate": 0.5}}


def _made(name, config):
    config = dict(config)
    if isinstance(config["learning_rate"], dict):
        schedule = config["learning_rate"]
        made = getattr(keras.optimizers.schedules, schedule["class_name"])
        config["learning_rate"] = made(**schedule["config"])
    return getattr(keras.optimizers, name)(**config)


def _row(name, config, gradients, excluded=None, loss_scale=None):
    """What the steps make of the variables; every third step of a loss scale is not finite."""
    w = keras.Variable(np.array([1.0, -2.0, 0.5], "float32"), name="w")
    b = keras.Variable(np.array([0.25], "float32"), name="b")
    optimizer = _made(name, config)
    if excluded:
        optimizer.exclude_from_weight_decay(var_names=excluded)
    row = {"class_name": name, "config": config}
    if excluded:
        row["excluded"] = excluded
    if loss_scale:
        row["loss_scale"] = loss_scale
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer, **loss_scale)
    optimizer.build([w, b])
    for i, (dw, db) in enumerate(gradients):
        if loss_scale and i % 3 == 2:
            dw = np.full_like(dw, np.inf)
        optimizer.apply([keras.ops.convert_to_tensor(dw), keras.ops.convert_to_tensor(db)], [w, b])
    row["after"] = numbers(np.concatenate([w.numpy(), b.numpy()]))
    row["names"] = [v.name for v in optimizer.variables]
    row["variables"] = [numbers(v.numpy().reshape(-1)) for v in optimizer.variables]
    return row


def optimizers():
    rng = fixture.generator("optimizers")
    gradients = [(rng.normal(size=3).astype("float32").round(3),
                  rng.normal(size=1).astype("float32").round(3)) for _ in range(STEPS)]
    rows = []
    for name, own in OWN.items():
        for config in [*BASE, *own, {"weight_decay": 0.2, **own[-1]}]:
            rows.append(_row(name, {"learning_rate": 0.1, **config}, gradients))
        rows.append(_row(name, {"learning_rate": _schedule(), **own[-1]}, gradients))
        rows.append(_row(name, {"learning_rate": 0.1, "weight_decay": 0.3}, gradients, ["b"]))
        rows.append(_row(name, {"learning_rate": 0.1, "clipvalue": 0.1, **own[-1]}, gradients,
                         loss_scale={"initial_scale": 4.0, "dynamic_growth_steps": 2}))
    return {"gradients": [[numbers(dw), numbers(db)] for dw, db in gradients], "rows": rows}
