"""The bundled tables: scikit-learn's copies of Fisher's irises and of the diabetes study."""

import csv

from sklearn import datasets

import fixture


def _write(name, header, rows):
    folder = fixture.ROOT / "data" / name
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / f"{name}.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def write():
    iris = datasets.load_iris()
    header = [name.removesuffix(" (cm)").replace(" ", "_") for name in iris.feature_names]
    # By turns of the three classes, so that any part has all of them.
    order = [row + 50 * kind for row in range(50) for kind in range(3)]
    _write("iris", [*header, "species"],
           [[*iris.data[i], iris.target_names[iris.target[i]]] for i in order])
    diabetes = datasets.load_diabetes(scaled=False)
    _write("diabetes", [*diabetes.feature_names, "progression"],
           [[f"{value:g}" for value in (*row, target)]
            for row, target in zip(diabetes.data, diabetes.target)])
