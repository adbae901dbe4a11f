"""What all golden makers share: places, seeds, weights, and files that do not differ by run."""

import io
import json
import os
import pathlib
import zipfile
import zlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["COLUMNS"] = "200"  # summaries do not depend on the terminal

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.get_logger().setLevel("ERROR")
# One thread: the same order of summation, hence the same bits, at every run.
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
TIME = (1980, 1, 1, 0, 0, 0)


def generator(name: str) -> np.random.Generator:
    """Numbers drawn for one case; seeded by its name, so that cases never move each other."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def start(name: str) -> np.random.Generator:
    """Begins a case: automatic layer names count from zero, every seed is the case's own."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(zlib.crc32(name.encode()))
    return generator(name)


def fill_weights(model: keras.Model, rng: np.random.Generator) -> None:
    """Gives every weight values that matter: no zero bias, no unit gamma, no fresh statistics."""
    for variable in model.weights:
        shape = tuple(variable.shape)
        if variable.name in ("gamma", "moving_variance", "moving_stddev", "renorm_stddev"):
            values = rng.uniform(0.5, 1.5, shape)
        elif "kernel" in variable.name:
            fan_in = max(int(np.prod(shape[:-1])), 1)
            values = rng.normal(0, 1 / np.sqrt(fan_in), shape)
        else:
            values = rng.uniform(-0.4, 0.4, shape)
        variable.assign(values)


def array(value) -> np.ndarray:
    """A NumPy copy of a Keras variable or tensor."""
    return np.array(keras.ops.convert_to_numpy(value))


def save_model(model: keras.Model, path: pathlib.Path) -> keras.Model:
    """model.save, then what differs from run to run replaced: dates and addresses of objects.

    Returns the model as Keras loads it from that file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    model.save(path)
    with zipfile.ZipFile(path) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    metadata = json.loads(entries["metadata.json"])
    metadata["date_saved"] = "2026-01-01@00:00:00"
    entries["metadata.json"] = json.dumps(metadata).encode()
    config = json.loads(entries["config.json"])
    _renumber(config, {})
    entries["config.json"] = json.dumps(config).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:  # stored, like Keras's own
        for name, content in entries.items():
            target.writestr(zipfile.ZipInfo(name, TIME), content)
    path.write_bytes(stream.getvalue())
    return keras.models.load_model(path)


def _renumber(node, ids: dict) -> None:
    """shared_object_id is an address; keep its size and its equalities, not its value."""
    if isinstance(node, dict):
        if "shared_object_id" in node:
            known = ids.setdefault(node["shared_object_id"], 140_000_000_000_000 + 16 * len(ids))
            node["shared_object_id"] = known
        for child in node.values():
            _renumber(child, ids)
    elif isinstance(node, list):
        for child in node:
            _renumber(child, ids)


def save_arrays(path: pathlib.Path, arrays: dict) -> None:
    """An npz with stored members, as C++ reads it without a decompressor."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **{key: np.ascontiguousarray(value) for key, value in arrays.items()})


def save_json(path: pathlib.Path, value) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_pretty(value, 0) + "\n")


def _pretty(value, indent: int, before: int = 0) -> str:
    """JSON of one line where that fits 100 columns, else its entries a line each, or filled."""
    line = json.dumps(value)
    if len(line) + indent + before < 100 or not isinstance(value, (dict, list)) or not value:
        return line
    pad = " " * (indent + 1)
    if isinstance(value, dict):
        brackets, values = "{}", list(value.values())
        rows = [f"{json.dumps(key)}: {_pretty(item, indent + 1, len(key) + 4)}"
                for key, item in value.items()]
    else:
        brackets, values = "[]", value
        rows = [_pretty(item, indent + 1) for item in value]
    if not any(isinstance(item, (dict, list)) for item in values):
        rows = _fill(rows, 98 - indent)
    inside = ",\n".join(pad + row for row in rows)
    return f"{brackets[0]}\n{inside}\n{' ' * indent}{brackets[1]}"


def _fill(items, width: int) -> list:
    lines = []
    for item in items:
        if lines and len(lines[-1]) + len(item) + 2 <= width:
            lines[-1] += ", " + item
        else:
            lines.append(item)
    return lines


def unique(names: list) -> list:
    """The names, a repeated one with _1, _2 … behind it."""
    seen = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, -1) + 1
        result.append(name if seen[name] == 0 else f"{name}_{seen[name]}")
    return result


def input_names(model: keras.Model) -> list:
    return unique([tensor._keras_history.operation.name for tensor in model.inputs])


def output_names(model: keras.Model) -> list:
    """The producing layers' names; a Sequential model has none in Keras, its one is `output`."""
    if isinstance(model, keras.Sequential):
        return ["output"]
    return unique([tensor._keras_history.operation.name for tensor in model.outputs])


def draw_input(tensor, batch: int, rng: np.random.Generator) -> np.ndarray:
    shape = tuple(batch if size is None and axis == 0 else size or 4
                  for axis, size in enumerate(tensor.shape))
    if tensor.dtype == "bool":
        return rng.uniform(size=shape) < 0.7
    if "int" in tensor.dtype:
        return rng.integers(0, 256 if tensor.dtype == "uint8" else 4, shape).astype(tensor.dtype)
    return rng.normal(size=shape).astype(tensor.dtype)


def draw_target(kind: str, output: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A target for one output: real numbers, 0/1, -1/1, a class number, a one-hot row, shares."""
    shape = output.shape
    if kind == "positive":
        return rng.uniform(0.1, 2.0, shape).astype("float32")
    if kind == "signs":
        return rng.choice([-1.0, 1.0], shape).astype("float32")
    if kind == "distribution":
        return rng.dirichlet(np.ones(shape[-1]), shape[:-1]).astype("float32")
    if kind == "real":
        return rng.normal(size=shape).astype("float32")
    if kind == "binary":
        return rng.integers(0, 2, shape).astype("float32")
    if kind == "flat_binary":
        return rng.integers(0, 2, shape[:-1]).astype("float32")
    labels = rng.integers(0, shape[-1], shape[:-1])
    if kind == "label":
        return labels.astype("int32")
    if kind == "label_column":
        return labels[..., np.newaxis].astype("int32")
    assert kind == "onehot", kind
    return np.eye(shape[-1], dtype="float32")[labels]
