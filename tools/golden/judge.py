"""Real Keras judges files that Cornu wrote: `python judge.py FOLDER`.

FOLDER may hold objects.json: losses, metrics, optimizers and schedules as files have them, in lists
by kind. Otherwise it holds pairs NAME.keras and NAME.npz. In the npz, by the names of the model's inputs and
outputs (`output` for a Sequential model's):
  x_INPUT, out_OUTPUT   inputs, and Cornu's predictions for them; required
  y_OUTPUT              targets; required of a compiled model
  iterations            the optimizer's raw step count; required where the optimizer has been used
  next_loss             what Cornu's next epoch on x and y reports, in order, in batches of 32
  next_weight_I         weight number I after that epoch
"""

import json
import pathlib
import sys
import warnings
import zipfile

import keras
import numpy as np

import case
import fixture

OUTPUT_TOLERANCE = 2e-4
TRAINING_TOLERANCE = 1e-3
REWRITTEN = ("dtype", "learning_rate", "label_weights")  # Keras writes these otherwise


class Failure(Exception):
    """Why Keras does not accept a file."""


def _check(condition, message):
    if not condition:
        raise Failure(message)


def _error(value, expected):
    """The largest difference, as a part of the largest expected value."""
    _check(value.shape == expected.shape, f"shape {value.shape}, Cornu's is {expected.shape}")
    scale = np.abs(expected).max(initial=0)
    worst = np.abs(value - expected).max(initial=0)
    return float(worst / scale) if scale else float(worst)


def _named(arrays, prefix, names, path):
    missing = [prefix + name for name in names if prefix + name not in arrays]
    _check(not missing, f"{path.name} lacks {', '.join(missing)}; it has {', '.join(arrays)}")
    return {name: arrays[prefix + name] for name in names}


def _load(path, used):
    """The model; a warning that Keras left something out of a used optimizer is a failure."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = keras.models.load_model(path)
    complaints = [str(item.message) for item in caught if "Skipping" in str(item.message)]
    _check(not (used and complaints), "; ".join(complaints))
    return model


def _same_config(model, path):
    """What Keras would write has the layers that Cornu wrote."""
    with zipfile.ZipFile(path) as archive:
        written = json.loads(archive.read("config.json"))
    again = json.loads(model.to_json())
    _check(written["class_name"] == again["class_name"], "another class of model")

    def names(config):
        return sorted(layer["config"]["name"] for layer in config["config"].get("layers", []))

    _check(names(written) == names(again), f"layers {names(written)} became {names(again)}")


def _predict(model, arrays, path):
    x = _named(arrays, "x_", fixture.input_names(model), path)
    expected = _named(arrays, "out_", fixture.output_names(model), path)
    found = keras.tree.flatten(model(case.pack_inputs(model, x), training=False))
    errors = {name: _error(fixture.array(value), expected[name])
              for name, value in zip(expected, found)}
    wrong = {name: error for name, error in errors.items() if not error <= OUTPUT_TOLERANCE}
    _check(not wrong, f"outputs differ by {wrong}")
    return max(errors.values(), default=0.0)


def _train(model, arrays, path):
    x = case.pack_inputs(model, _named(arrays, "x_", fixture.input_names(model), path))
    y = case.pack_outputs(model, _named(arrays, "y_", fixture.output_names(model), path))
    optimizer = getattr(model.optimizer, "inner_optimizer", model.optimizer)
    before = int(optimizer.variables[0])
    if "iterations" in arrays:
        expected = int(arrays["iterations"])
        _check(before == expected, f"iteration {before} was loaded, Cornu's is {expected}")
    else:
        _check(before == 0, f"iteration {before} was loaded, but {path.name} has no iterations")
    history = model.fit(x, y, batch_size=32, shuffle=False, verbose=0).history
    steps = int(optimizer.variables[0]) - before
    batches = -(-len(keras.tree.flatten(x)[0]) // 32)
    _check(steps == batches, f"{steps} steps for {batches} batches")
    for weight in model.weights:
        _check(np.isfinite(fixture.array(weight)).all(), f"{weight.path} is not finite")
    loss = np.float64(history["loss"][0])
    _check(np.isfinite(loss), f"loss {loss}")
    if "next_loss" in arrays:
        error = _error(loss, np.float64(arrays["next_loss"]))
        _check(error <= TRAINING_TOLERANCE, f"next loss {loss}, Cornu's {arrays['next_loss']}")
    for number, weight in enumerate(model.weights):
        if f"next_weight_{number}" in arrays:
            error = _error(fixture.array(weight), arrays[f"next_weight_{number}"])
            _check(error <= TRAINING_TOLERANCE, f"after an epoch {weight.path} is {error:.1e} off")
    return loss


def judge(path):
    """One line about the file; raises where Keras and Cornu do not agree."""
    data = path.with_suffix(".npz")
    _check(data.exists(), f"there is no {data.name}")
    arrays = dict(np.load(data))
    model = _load(path, int(arrays.get("iterations", 0)) > 0)
    _same_config(model, path)
    line = f"outputs within {_predict(model, arrays, data):.1e}"
    if model.compiled and model.optimizer is not None:
        line += f", next epoch's loss {_train(model, arrays, data):.4f}"
    return line


def judge_objects(path):
    """Keras makes the objects that Cornu wrote, and writes of them what both know alike."""
    count = 0
    for objects in json.loads(path.read_text()).values():
        for written in objects:
            again = keras.saving.deserialize_keras_object(written).get_config()
            for key, value in written["config"].items():
                counted = key == "num_thresholds" and written["config"].get("thresholds")
                if key in again and not counted and key not in REWRITTEN:
                    found = list(again[key]) if isinstance(again[key], tuple) else again[key]
                    if key == "thresholds" and isinstance(value, list):
                        value = sorted(value)
                    _check(found == value, f"{written['class_name']}.{key}: {value} is {found}")
            count += 1
    return f"{count} objects"


def main(folder):
    paths = sorted([*folder.glob("*.keras"), *folder.glob("objects.json")])
    lonely = [path for path in sorted(folder.glob("*.npz"))
              if not path.with_suffix(".keras").exists()]
    failed = len(lonely)
    for path in lonely:
        print(f"FAIL {path.stem}: there is no {path.stem}.keras")
    for path in paths:
        keras.backend.clear_session()
        try:
            verdict = judge_objects(path) if path.suffix == ".json" else judge(path)
            print(f"ok   {path.stem}: {verdict}", flush=True)
        except Exception as error:  # noqa: BLE001: whatever Keras raises is the verdict
            failed += 1
            text = " ".join(str(error).split())[:400]
            print(f"FAIL {path.stem}: {type(error).__name__}: {text}", flush=True)
    print(f"{len(paths) + len(lonely) - failed} passed, {failed} failed")
    if not paths:
        print(f"nothing to judge in {folder}")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1])))
