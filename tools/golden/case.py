"""Writes one model case: the file, its inputs, predictions, loss, gradients and weights."""

import dataclasses
import math
import shutil

import keras
import numpy as np
import tensorflow as tf

import fixture

CASES = {}


@dataclasses.dataclass
class Case:
    """What a builder returns: a compiled model and what kind of target each output has."""

    model: keras.Model
    targets: list
    inputs: dict = dataclasses.field(default_factory=dict)  # by name; the others are drawn
    training: bool = True  # False where dropout would make the training loss random
    batch: int = 6
    weights: dict = dataclasses.field(default_factory=dict)  # by path, in place of drawn ones


def case(builder):
    """Registers a builder under its function's name; its docstring says what it is for."""
    CASES[builder.__name__] = builder
    return builder


def compiled(model, loss, optimizer="sgd", **arguments):
    # XLA would only make the fixture slow to make; the numbers are the same.
    arguments.setdefault("jit_compile", False)
    model.compile(optimizer=optimizer, loss=loss, **arguments)
    return model


def flat(x):
    """Flattens by an op, where a layer would cost a kilobyte of HDF5."""
    return keras.ops.reshape(x, (-1, math.prod(x.shape[1:])))


def structure_of(model, kind):
    """What the model was built with: one tensor, a list or a dict."""
    return None if isinstance(model, keras.Sequential) else getattr(model, f"_{kind}_struct")


def keys_of(model):
    """Where inputs or outputs are dicts: their keys, in the order of the names."""
    structures = {kind: structure_of(model, f"{kind}s") for kind in ("input", "output")}
    return {f"{kind}_keys": sorted(structure) for kind, structure in structures.items()
            if isinstance(structure, dict)}


def pack_inputs(model, x):
    """Arrays by input name, in the structure that the model takes."""
    return _pack(structure_of(model, "inputs"), [x[key] for key in fixture.input_names(model)])


def pack_outputs(model, y):
    return _pack(structure_of(model, "outputs"), [y[key] for key in fixture.output_names(model)])


def _pack(structure, values):
    if isinstance(structure, dict):
        return keras.tree.pack_sequence_as(structure, values)
    return values if isinstance(structure, (list, tuple)) else values[0]


def write(name: str) -> None:
    rng = fixture.start(name)
    made = CASES[name]()
    fixture.fill_weights(made.model, rng)
    for variable in made.model.weights:
        if variable.path in made.weights:
            variable.assign(made.weights[variable.path])
    folder = fixture.GOLDEN / "models" / name
    shutil.rmtree(folder, ignore_errors=True)
    # From here on, what Keras itself reads back: some objects lose arguments in their files.
    model = fixture.save_model(made.model, folder / "model.keras")

    inputs, outputs = fixture.input_names(model), fixture.output_names(model)
    x = {
        key: np.asarray(made.inputs.get(key, fixture.draw_input(tensor, made.batch, rng)),
                        tensor.dtype)
        for key, tensor in zip(inputs, model.inputs)
    }
    packed_x = keras.tree.map_structure(tf.constant, pack_inputs(model, x))
    predicted = [fixture.array(t) for t in keras.tree.flatten(model(packed_x, training=False))]
    assert len(predicted) == len(outputs) == len(made.targets), (name, outputs)
    y = {key: fixture.draw_target(kind, output, rng)
         for key, kind, output in zip(outputs, made.targets, predicted)}
    packed_y = keras.tree.map_structure(tf.constant, pack_outputs(model, y))
    before = [fixture.array(weight) for weight in model.weights]
    loss, gradients = _loss_and_gradients(model, packed_x, packed_y, made.training)
    after = [fixture.array(weight) for weight in model.weights]
    moved = [i for i, pair in enumerate(zip(before, after)) if not np.array_equal(*pair)]

    _check(name, loss, gradients)
    ids = [id(variable) for variable in model.weights]
    arrays = {f"x_{key}": value for key, value in x.items()}
    arrays |= {f"y_{key}": value for key, value in y.items()}
    arrays |= {f"out_{key}": value for key, value in zip(outputs, predicted)}
    arrays["loss"] = fixture.array(loss)
    arrays |= {f"grad_{i}": fixture.array(value) for i, value in enumerate(gradients)}
    arrays |= {f"weight_{i}": value for i, value in enumerate(before)}
    arrays |= {f"after_{i}": after[i] for i in moved}
    fixture.save_arrays(folder / "case.npz", arrays)
    fixture.save_json(folder / "case.json", {
        "name": name,
        "about": " ".join(CASES[name].__doc__.split()),
        "keras": keras.__version__,
        "inputs": inputs,
        "outputs": outputs,
        **keys_of(model),
        "training": made.training,
        "loss": float(loss),
        "weights": [variable.path for variable in model.weights],
        "trainable": [ids.index(id(v)) for v in model.trainable_variables],
        "moved": moved,
        "tolerance": {"outputs": 2e-4, "loss": 2e-4, "gradients": 1e-3, "after": 2e-4},
    })


def _check(name, loss, gradients):
    """Refuses a case whose gradients could not be told from rounding."""
    sizes = [float(np.abs(fixture.array(value)).max(initial=0)) for value in gradients]
    assert np.isfinite([float(loss), *sizes]).all(), name
    tiny = [i for i, size in enumerate(sizes) if 0 < size < 1e-4 * max(sizes)]
    assert not tiny, (name, "gradients that are only noise", tiny, sizes)


def _loss_and_gradients(model, x, y, training):
    """As Model.train_step computes them: in a graph, with regularizers and activity losses."""

    @tf.function
    def run(x, y):
        with tf.GradientTape() as tape:
            predicted = model(x, training=training)
            loss = model.compute_loss(x=x, y=y, y_pred=predicted, training=training)
        gradients = tape.gradient(loss, [v.value for v in model.trainable_variables],
                                  unconnected_gradients=tf.UnconnectedGradients.ZERO)
        return loss, gradients

    return run(x, y)
