"""Writes data/digits: scikit-learn's copy of the UCI digits, as the files that Cornu bundles."""

import pathlib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]


def write(folder: pathlib.Path) -> None:
    from sklearn.datasets import load_digits

    digits = load_digits()
    images = digits.images[..., np.newaxis]
    assert images.shape == (1797, 8, 8, 1) and images.min() == 0 and images.max() == 16
    assert (images == np.rint(images)).all()  # uint8 loses nothing
    folder.mkdir(parents=True, exist_ok=True)
    # Stored, not compressed: the reader then needs nothing but the zip directory.
    np.savez(
        folder / "digits.npz",
        x=images.astype(np.uint8),
        y=digits.target.astype(np.uint8),
    )


if __name__ == "__main__":
    write(ROOT / "data" / "digits")
