"""Writes tests/golden/summaries: the text of model.summary() of files among the fixtures."""

import os

import keras

import fixture

# Where the text is written, the file it is of, the arguments of summary(), the terminal's width.
SUMMARIES = {
    "sequential": ("models/dense_sequential/model.keras", {}, 200),
    "sequential_80": ("models/dense_sequential/model.keras", {}, 80),
    "graph": ("models/lists_in_lists_out/model.keras", {}, 200),
    "graph_80": ("models/lists_in_lists_out/model.keras", {}, 80),
    "operators": ("models/operators/model.keras", {"line_length": 90}, 200),
    "frozen": ("models/frozen/model.keras", {"show_trainable": True}, 200),
    "nested_expanded": ("models/nested_three_deep/model.keras",
                        {"expand_nested": True, "show_trainable": True}, 200),
    "twice": ("models/model_used_twice/model.keras", {"expand_nested": True}, 200),
    "range": ("models/cnn_valid/model.keras", {"layer_range": ["conv2d_1", "flatten"]}, 200),
    "positions": ("models/cnn_valid/model.keras",
                  {"line_length": 70, "positions": [0.5, 0.7, 1.0]}, 200),
    "lstm_states": ("models/lstm_states/model.keras", {}, 200),
}


def write(name: str) -> None:
    path, arguments, columns = SUMMARIES[name]
    model = keras.models.load_model(fixture.GOLDEN / path)
    before, os.environ["COLUMNS"] = os.environ["COLUMNS"], str(columns)
    lines = []
    model.summary(print_fn=lines.append, **arguments)
    os.environ["COLUMNS"] = before
    folder = fixture.GOLDEN / "summaries"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text("\n".join(lines))


def write_index() -> None:
    """Says which file and which arguments each text belongs to."""
    fixture.save_json(fixture.GOLDEN / "summaries" / "index.json", [
        {"text": f"{name}.txt", "model": path, "columns": columns, "arguments": arguments}
        for name, (path, arguments, columns) in SUMMARIES.items()
    ])
