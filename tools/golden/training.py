"""Writes one training trace: where fit starts, what it is given, and what it leaves."""

import dataclasses
import os
import pathlib
import shutil
import tempfile

import keras
import numpy as np

import case
import fixture

TRACES = {}


@dataclasses.dataclass
class Trace:
    """What a builder returns: a compiled model and the arguments of fit."""

    model: keras.Model
    targets: list  # the kind of each output's target
    fit: dict  # plain arguments of fit, as JSON has them
    samples: int = 22
    validation: int = 0  # samples of validation_data
    callbacks: list = dataclasses.field(default_factory=list)  # {"class_name", "config"}
    weighted: list = dataclasses.field(default_factory=list)  # outputs with sample weights
    weighted_validation: bool = False
    weight_shape: tuple = ()  # of one sample's weights
    warm_up: int = 0  # epochs of training before the model is saved
    inputs: dict = dataclasses.field(default_factory=dict)  # by name; the others are drawn


def trace(builder):
    """Registers a builder under its function's name; its docstring says what it is for."""
    TRACES[builder.__name__] = builder
    return builder


def _draw(model, made, count, rng, inputs):
    """count samples: arrays by input name, and arrays by output name."""
    x = {
        name: inputs[name][:count] if name in inputs else fixture.draw_input(tensor, count, rng)
        for name, tensor in zip(fixture.input_names(model), model.inputs)
    }
    shapes = [np.empty((count, *tensor.shape[1:])) for tensor in model.outputs]
    y = {
        name: fixture.draw_target(kind, shape, rng)
        for name, kind, shape in zip(fixture.output_names(model), made.targets, shapes)
    }
    return x, y


def _draw_weights(made, count, rng):
    shape = (count, *made.weight_shape)
    return {name: rng.uniform(0.0, 2.0, shape).astype("float32").round(2)
            for name in made.weighted}


def _pack_weights(model, weights):
    if not weights:
        return None
    outputs = fixture.output_names(model)
    if len(outputs) == 1:
        return weights[outputs[0]]
    structure = case.structure_of(model, "outputs")
    if isinstance(structure, dict):
        keys = dict(zip(outputs, sorted(structure)))
        return {keys[name]: value for name, value in weights.items()}
    return [weights.get(name) for name in outputs]


def _fit(model, made, data, validation, overrides):
    """Runs fit in a folder of its own; returns its history and the files that it left there, with
    the text of those that are tables."""
    arguments = {"shuffle": False, "verbose": 0, **made.fit, **overrides}
    if "class_weight" in arguments:
        arguments["class_weight"] = {int(k): v for k, v in arguments["class_weight"].items()}
    x, y, weights = data
    if validation:
        packed = [case.pack_inputs(model, validation[0]), case.pack_outputs(model, validation[1])]
        if made.weighted_validation:
            packed.append(_pack_weights(model, validation[2]))
        arguments["validation_data"] = tuple(packed)
    callbacks = [getattr(keras.callbacks, item["class_name"])(**item["config"])
                 for item in ([] if overrides else made.callbacks)]
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            history = model.fit(case.pack_inputs(model, x), case.pack_outputs(model, y),
                                sample_weight=_pack_weights(model, weights),
                                callbacks=callbacks, **arguments)
        finally:
            os.chdir(here)
        files = {path.name: path.read_bytes().decode() if path.suffix == ".csv" else None
                 for path in sorted(pathlib.Path(folder).iterdir())}
    return history, files, callbacks


def write(name: str) -> None:
    rng = fixture.start(name)
    made = TRACES[name]()
    fixture.fill_weights(made.model, rng)
    data = [*_draw(made.model, made, made.samples, rng, made.inputs),
            _draw_weights(made, made.samples, rng)]
    validation = None
    if made.validation:
        validation = [*_draw(made.model, made, made.validation, rng, made.inputs),
                      _draw_weights(made, made.validation, rng)]
    if made.warm_up:
        _fit(made.model, made, data, None, {"epochs": made.warm_up})

    folder = fixture.GOLDEN / "traces" / name
    shutil.rmtree(folder, ignore_errors=True)
    # The model that trains is the one in the file, as Keras reads it back.
    model = fixture.save_model(made.model, folder / "start.keras")
    history, files, callbacks = _fit(model, made, data, validation, {})
    batch = made.fit.get("batch_size", 32)
    arguments = (case.pack_inputs(model, data[0]), case.pack_outputs(model, data[1]))
    weights = _pack_weights(model, data[2])
    evaluated = [
        model.evaluate(*arguments, batch_size=batch, sample_weight=weights, verbose=0,
                       return_dict=as_dict)
        for as_dict in (True, False)
    ]
    predicted = keras.tree.flatten(model.predict(arguments[0], batch_size=batch, verbose=0))

    _write_arrays(folder, model, data, validation, predicted)
    used = dict(made.fit)
    used.setdefault("shuffle", False)
    fixture.save_json(folder / "case.json", {
        "name": name,
        "about": " ".join(TRACES[name].__doc__.split()),
        "keras": keras.__version__,
        "inputs": fixture.input_names(model),
        "outputs": fixture.output_names(model),
        **case.keys_of(model),
        "fit": used,
        "callbacks": made.callbacks,
        "sample_weight": made.weighted,
        "validation_data": bool(made.validation),
        "validation_sample_weight": made.weighted_validation,
        "epoch": history.epoch,
        "history": {key: [_plain(v) for v in values] for key, values in history.history.items()},
        "evaluate": {key: _plain(value) for key, value in evaluated[0].items()},
        "evaluate_list": [_plain(value) for value in evaluated[1]]
                         if isinstance(evaluated[1], list) else [evaluated[1]],
        **_left_by(callbacks, files),
        "weights": [variable.path for variable in model.weights],
        "optimizer": [variable.path for variable in model.optimizer.variables],
        "tolerance": {"history": 1e-4, "weights": 1e-3, "outputs": 1e-3},
    })


def _plain(value):
    """A number; a list where a metric gives several."""
    return np.asarray(value, "float64").tolist()


def _left_by(callbacks, files):
    left = {"files": list(files)} if files else {}
    tables = {name: text for name, text in files.items() if text is not None}
    if tables:
        left["tables"] = tables
    for callback in callbacks:
        if isinstance(callback, keras.callbacks.EarlyStopping):
            left |= {"stopped_epoch": callback.stopped_epoch, "best_epoch": callback.best_epoch}
    return left


def _write_arrays(folder, model, data, validation, predicted):
    arrays = {}
    for prefix, source in (("", data), ("val_", validation)):
        for kind, values in zip("xyw", source or []):
            arrays |= {f"{prefix}{kind}_{key}": value for key, value in values.items()}
    arrays |= {f"out_{key}": value for key, value in zip(fixture.output_names(model), predicted)}
    arrays |= {f"weight_{i}": fixture.array(v) for i, v in enumerate(model.weights)}
    arrays |= {f"opt_{i}": fixture.array(v) for i, v in enumerate(model.optimizer.variables)}
    for key, value in arrays.items():
        assert np.isfinite(value).all(), key
    fixture.save_arrays(folder / "case.npz", arrays)
