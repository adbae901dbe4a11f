"""Writes tests/golden/progress: what fit, evaluate and predict print, with times masked."""

import io
import itertools
import json
import re
import sys
from unittest import mock

import keras
import numpy as np

import case
import fixture

TRACE = "metrics_binary"  # the file and the data that all of these run on

# Name of the text: method, its arguments and steps_per_execution where it is not 1.
TEXTS = {
    "fit": ("fit", {"verbose": 1}),
    "fit_lines": ("fit", {"verbose": 2}),
    "fit_validated": ("fit", {"verbose": 1, "validation_split": 0.2}),
    "fit_one_epoch": ("fit", {"verbose": 1, "epochs": 1}),
    "evaluate": ("evaluate", {"verbose": 1}),
    "evaluate_lines": ("evaluate", {"verbose": 2}),
    "predict": ("predict", {"verbose": 1}),
    "predict_lines": ("predict", {"verbose": 2}),
    "fit_by_executions": ("fit", {"verbose": 1}, 4),
    "evaluate_by_executions": ("evaluate", {"verbose": 1}, 4),
}


def write(name: str) -> None:
    method, arguments, *steps_per_execution = TEXTS[name]
    folder = fixture.GOLDEN / "traces" / TRACE
    model = keras.models.load_model(folder / "start.keras")
    if steps_per_execution:
        model.steps_per_execution = steps_per_execution[0]
    info = json.loads((folder / "case.json").read_text())
    arrays = np.load(folder / "case.npz")
    x = case.pack_inputs(model, {key: arrays[f"x_{key}"] for key in info["inputs"]})
    y = case.pack_outputs(model, {key: arrays[f"y_{key}"] for key in info["outputs"]})
    defaults = {"batch_size": 8}
    if method == "fit":
        defaults |= {"epochs": 2, "shuffle": False}
    targets = () if method == "predict" else (y,)

    # A clock that moves a tenth of a second at each look: every update of the bar is printed.
    ticks = itertools.count()
    clock = mock.patch("keras.src.utils.progbar.time.time", lambda: 1000 + next(ticks) / 10)
    out = io.StringIO()  # Keras draws the same on a terminal
    with clock, mock.patch.object(sys, "stdout", out):
        getattr(model, method)(x, *targets, **{**defaults, **arguments})
    target = fixture.GOLDEN / "progress"
    target.mkdir(parents=True, exist_ok=True)
    # Bytes: carriage returns and backspaces are part of the text.
    (target / f"{name}.txt").write_bytes(mask_times(out.getvalue()).encode())
    fixture.save_json(target / "index.json", [
        {"text": f"{key}.txt", "trace": TRACE, "method": used,
         "arguments": {"batch_size": 8, **({"epochs": 2} if used == "fit" else {}), **given},
         **({"steps_per_execution": steps[0]} if steps else {})}
        for key, (used, given, *steps) in TEXTS.items()
    ])


def mask_times(text: str) -> str:
    """Durations become T, and runs of backspaces, whose number follows from them, one."""
    text = re.sub(r"\b\d+(us|ms|s)/step", "T/step", text)
    text = re.sub(r"(\x1b\[1m| - )\d+(:\d\d)*s(?=\x1b| )", r"\1T", text)
    return re.sub("\b+", "\b", text)
