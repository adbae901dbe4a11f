"""How a group of calls of keras.ops is run and written: an npz of arrays, a JSON of calls."""

import dataclasses
import operator

import keras
import numpy as np
import tensorflow as tf

import fixture


@dataclasses.dataclass
class Array:
    """An argument that is an array of the group, by its name in the npz."""

    name: str


@dataclasses.dataclass
class Call:
    """One call: keras.ops.<op>(*args, **kwargs); args may hold Arrays, also in lists."""

    op: str
    args: list
    kwargs: dict = dataclasses.field(default_factory=dict)
    gradient: bool = True


class Group:
    """Arrays, and calls on them, that are written to one npz and one JSON."""

    def __init__(self, name):
        self.name = name
        self.rng = fixture.generator(f"ops/{name}")
        self.arrays = {}
        self.results = {}  # flat values by dtype
        self.calls = []

    def array(self, name, values, dtype="float32"):
        self.arrays[name] = np.asarray(values, dtype)
        return Array(name)

    def normal(self, name, *shape):
        return self.array(name, self.rng.normal(size=shape))

    def call(self, op, *args, gradient=True, **kwargs):
        self.calls.append(Call(op, list(args), kwargs, gradient))

    def write(self):
        folder = fixture.GOLDEN / "ops"
        entries = []
        for call in self.calls:
            outputs, gradients = _run(call, self.arrays)
            entry = {"op": call.op, "args": _plain(call.args)}
            if call.kwargs:
                entry["kwargs"] = call.kwargs
            entry["outputs"] = [{"dtype": str(value.dtype), "shape": list(value.shape),
                                 "at": self._keep(value)} for value in outputs]
            if gradients:
                entry["gradients"] = {name: self._keep(v) for name, v in gradients.items()}
            entries.append(entry)
        results = {f"results_{dtype}": np.concatenate(v) for dtype, v in self.results.items()}
        fixture.save_arrays(folder / f"{self.name}.npz", {**self.arrays, **results})
        fixture.save_json(folder / f"{self.name}.json", entries)

    def _keep(self, value):
        """Where the value starts among the results of its dtype; a member each costs too much."""
        assert value.dtype.kind in "biuf", value.dtype  # npz has no bfloat16
        kept = self.results.setdefault(str(value.dtype), [])
        kept.append(value.reshape(-1))
        return sum(map(len, kept[:-1]))


def _plain(value):
    if isinstance(value, Array):
        return {"array": value.name}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _fill(value, tensors):
    if isinstance(value, Array):
        return tensors[value.name]
    return [_fill(item, tensors) for item in value] if isinstance(value, (list, tuple)) else value


def _tuples(kwargs):
    """Several axes are a tuple in Python, a list in JSON."""
    return {key: tuple(v) if isinstance(v, list) else v for key, v in kwargs.items()}


def _named(value):
    if isinstance(value, Array):
        return [value.name]
    return sum(map(_named, value), []) if isinstance(value, (list, tuple)) else []


def _run(call, arrays):
    """The outputs, and by array the gradient of the sum of each output times cos(0), cos(1), …"""
    names = list(dict.fromkeys(_named(call.args)))
    tensors = {name: tf.constant(arrays[name]) for name in names}
    floats = {n: t for n, t in tensors.items() if t.dtype.is_floating}
    with tf.GradientTape() as tape:
        tape.watch(list(floats.values()))
        function = operator.attrgetter(call.op)(keras.ops)
        result = function(*_fill(call.args, tensors), **_tuples(call.kwargs))
        outputs = [tf.convert_to_tensor(item) for item in tf.nest.flatten(result)]
        weighed = [tf.reduce_sum(item * _ramp(item)) for item in outputs if item.dtype.is_floating]
        total = tf.add_n(weighed) if weighed else tf.zeros(())
    gradients = {}
    if call.gradient and weighed and floats:
        found = tape.gradient(total, floats)
        gradients = {name: tf.convert_to_tensor(value).numpy()
                     for name, value in found.items() if value is not None}
        for name, value in gradients.items():
            assert np.isfinite(value).all(), (call, name)
    return [item.numpy() for item in outputs], gradients


def _ramp(tensor):
    size = int(np.prod(tensor.shape))
    return tf.constant(np.cos(np.arange(size)).reshape(tensor.shape), tensor.dtype)
