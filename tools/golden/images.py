"""Pictures, and what TensorFlow and Keras read of them."""

import struct
import zlib

import keras
import numpy as np
import tensorflow as tf

import fixture

FOLDER = fixture.GOLDEN / "images"


def _picture(height, width, channels, seed):
    """Smooth, so that JPEG keeps it, with some noise."""
    rng = np.random.default_rng(seed)
    y, x, c = np.mgrid[0:height, 0:width, 0:channels]
    wave = 128 + 100 * np.sin(0.5 * x + c) * np.cos(0.3 * y)
    return np.clip(wave + rng.normal(0, 4, wave.shape), 0, 255).astype(np.uint8)


def _chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def _palette_png(indices, colours):
    """TensorFlow writes no palettes: by hand, 4 bits a pixel."""
    height, width = indices.shape
    rows = b"".join(
        b"\0" + bytes(int(a) << 4 | int(b) for a, b in zip(row[::2], row[1::2])) for row in indices)
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"PLTE", bytes(colours.ravel()))
            + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b""))


def _files():
    grey, rgb = _picture(9, 7, 1, 1), _picture(13, 10, 3, 2)
    yield "grey.png", tf.io.encode_png(grey).numpy()
    yield "grey_alpha.png", tf.io.encode_png(_picture(5, 6, 2, 3)).numpy()
    yield "rgb.png", tf.io.encode_png(rgb).numpy()
    yield "rgba.png", tf.io.encode_png(_picture(6, 5, 4, 4)).numpy()
    deep = _picture(4, 5, 3, 5).astype(np.uint16) * 257 + 13
    yield "deep.png", tf.io.encode_png(deep).numpy()
    rng = np.random.default_rng(6)
    yield "palette.png", _palette_png(rng.integers(0, 16, (5, 8)),
                                      rng.integers(0, 256, (16, 3), dtype=np.uint8))
    yield "grey.jpg", tf.io.encode_jpeg(_picture(17, 20, 1, 7), quality=90).numpy()
    yield "rgb.jpg", tf.io.encode_jpeg(_picture(19, 23, 3, 8), quality=90).numpy()


def write():
    FOLDER.mkdir(parents=True, exist_ok=True)
    arrays = {}
    for name, data in _files():
        (FOLDER / name).write_bytes(data)
        image = tf.io.decode_image(data).numpy()
        arrays[name] = image
        for size in ((8, 8), (20, 11), (3, 4)):
            for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5",
                                  "area"):
                resized = keras.ops.image.resize(
                    image.astype(np.float32), size, interpolation=interpolation)
                arrays[f"{name}/{size[0]}x{size[1]}/{interpolation}"] = np.asarray(resized)
    np.savez_compressed(FOLDER / "images.npz", **arrays)
    _write_directory()


def _write_directory():
    """Two classes of pictures of different sizes, and the data set that Keras makes of them."""
    root = FOLDER / "directory"
    for label, (name, count) in enumerate((("cats", 3), ("dogs", 2))):
        (root / name).mkdir(parents=True, exist_ok=True)
        for i in range(count):
            picture = _picture(6 + i, 9 - i, 3, 10 * label + i)
            (root / name / f"{i}.png").write_bytes(tf.io.encode_png(picture).numpy())
    for mode, channels in (("rgb", 3), ("rgba", 4)):
        dataset = keras.utils.image_dataset_from_directory(
            root, image_size=(5, 4), color_mode=mode, shuffle=False, batch_size=8, verbose=False)
        images, labels = next(iter(dataset))
        np.savez_compressed(FOLDER / f"directory_{mode}.npz", x=images.numpy(), y=labels.numpy())
