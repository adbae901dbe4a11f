"""Makes the golden fixtures: `python make.py [KIND [NAME …]]`; without words, all of them."""

import shutil
import sys

import fixture


def make_digits(names):
    import digits

    digits.write(fixture.ROOT / "data" / "digits")


def make_files(names):
    import files

    files.write()


def make_images(names):
    import images

    images.write()


def make_models(names):
    import case
    import models  # noqa: F401, registers the cases

    _each("models", case.CASES, case.write, names)


def make_tables(names):
    import tables

    tables.write()


def make_traces(names):
    import training

    import traces  # noqa: F401, registers the traces

    _each("traces", training.TRACES, training.write, names)


def make_ops(names):
    import ops

    _each("ops", ops.GROUPS, ops.write, names)


def make_objects(names):
    from values import objects

    _each("objects", objects.TABLES, objects.write, names)


def make_summaries(names):
    import summaries

    _each("summaries", summaries.SUMMARIES, summaries.write, names)
    summaries.write_index()


def make_progress(names):
    import progress

    _each("progress", progress.TEXTS, progress.write, names)


def _each(folder, known, write, names):
    """Writes the named cases, or all of them in place of whatever the folder held."""
    for unknown in set(names) - set(known):
        sys.exit(f"{folder} has no case {unknown}")
    if not names:
        shutil.rmtree(fixture.GOLDEN / folder, ignore_errors=True)
    for name in names or known:
        print(f"{folder}/{name}", flush=True)
        write(name)


MAKERS = {"digits": make_digits, "files": make_files, "images": make_images,
          "models": make_models, "objects": make_objects, "ops": make_ops,
          "progress": make_progress, "summaries": make_summaries, "tables": make_tables,
          "traces": make_traces}

if __name__ == "__main__":
    kind, *names = sys.argv[1:] or [None]
    if kind not in MAKERS and kind is not None:
        sys.exit(f"{kind} is none of {', '.join(MAKERS)}")
    for each in [kind] if kind else MAKERS:
        MAKERS[each](names)
