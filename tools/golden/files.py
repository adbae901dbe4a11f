"""Files for the readers' tests: good ones in every element type, and hostile ones, a file for each
way in which a weights or data file has been used against its reader."""

import shutil

import h5py
import ml_dtypes
import numpy as np

import fixture

FOLDER = fixture.ROOT / "tests" / "golden" / "files"
DTYPES = "bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 float32 float64".split()


def write():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    _write_hdf5()
    for make in (_soft_link, _external_link, _hard_link, _cycle, _external_storage, _virtual,
                 _named_type, _too_large):
        name = make.__name__.strip("_")
        with h5py.File(FOLDER / f"{name}.h5", "w") as file:
            make(file)
    for make in (_newest, _many_links):
        with h5py.File(FOLDER / f"{make.__name__.strip('_')}.h5", "w", libver="latest") as file:
            make(file)
    _claim_more(FOLDER / "too_large.h5")
    _write_npz()


def _values(dtype):
    """0, 1 and 2 as that type: 0, 1 and 1 for booleans."""
    return np.array([[0, 1, 2]]).astype(dtype)


def _write_hdf5():
    with h5py.File(FOLDER / "types.h5", "w") as file:
        for dtype in DTYPES:
            file[f"little/{dtype}"] = _values(dtype)
            file[f"big/{dtype}"] = _values(np.dtype(dtype).newbyteorder(">"))
        bfloat16 = file.create_dataset("little/bfloat16", data=_values(ml_dtypes.bfloat16))
        bfloat16.attrs["dtype"] = "bfloat16"
        file["scalar"] = np.float32(2.5)
        file["empty"] = np.zeros((0, 4), "float32")
        file["strings"] = "text"
        file["records"] = np.zeros(2, [("a", "f4"), ("b", "i4")])
        file["nothing"] = h5py.Empty("float32")
        file["opaque"] = np.zeros(2, "V2")
        file.create_dataset("packed", data=np.zeros(1000, "float32"), compression="gzip")


def _soft_link(file):
    file["layers/dense/vars/0"] = h5py.SoftLink("/elsewhere")


def _external_link(file):
    file["layers/dense/vars/0"] = h5py.ExternalLink("types.h5", "/scalar")


def _hard_link(file):
    file["layers/dense/vars/0"] = np.zeros(2, "float32")
    file["layers/dense/vars/1"] = file["layers/dense/vars/0"]


def _cycle(file):
    file.create_group("layers/dense")
    file["layers/dense/again"] = file["layers"]


def _external_storage(file):
    file.create_dataset("vars/0", (4,), "float32", external=[("types.h5", 0, 16)])


def _virtual(file):
    plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plan.set_obj_track_times(False)  # h5py's own VirtualLayout writes the time
    space = h5py.h5s.create_simple((1,))
    plan.set_virtual(space, b"types.h5", b"scalar", space)
    h5py.h5d.create(file.create_group("vars").id, b"0", h5py.h5t.IEEE_F32LE, space, plan)


def _named_type(file):
    file["vars/0"] = np.dtype("float32")


def _too_large(file):
    file["vars/0"] = np.zeros((3, 1), "int8")


def _newest(file):
    group = file.create_group("layers/dense/vars")
    group.attrs["name"] = "dense"
    group["0"] = np.arange(6, dtype="float32").reshape(2, 3)
    bfloat16 = group.create_dataset("1", data=_values(ml_dtypes.bfloat16))
    bfloat16.attrs["dtype"] = "bfloat16"
    file["optimizer/vars/0"] = np.int64(7)


def _many_links(file):
    for number in range(20):
        file.create_group(f"layers/dense_{number}")


def _claim_more(path):
    """Claims the shape (2**40, 1) for three bytes."""
    data = path.read_bytes()
    dims = (3).to_bytes(8, "little") + (1).to_bytes(8, "little")
    assert data.count(dims) == 2  # the sizes, and how far they may grow
    path.write_bytes(data.replace(dims, (1 << 40).to_bytes(8, "little") + dims[8:]))


def _write_npz():
    arrays = {}
    for dtype in DTYPES:
        arrays[f"little_{dtype}"] = _values(dtype)
        arrays[f"big_{dtype}"] = _values(np.dtype(dtype).newbyteorder(">"))
    arrays["fortran"] = np.asfortranarray(np.arange(24, dtype="float32").reshape(2, 3, 4))
    arrays["scalar"] = np.float64(2.5)
    arrays["empty"] = np.zeros((0, 4), "float32")
    arrays["bfloat16"] = _values(ml_dtypes.bfloat16)
    np.savez(FOLDER / "types.npz", **arrays)
    np.savez_compressed(FOLDER / "packed.npz", zeros=np.zeros((100, 100), "float32"))
    np.save(FOLDER / "objects.npy", np.array([{"a": 1}, None], dtype=object))
    np.save(FOLDER / "strings.npy", np.array(["a", "bc"]))
    np.save(FOLDER / "complex.npy", np.zeros(2, "complex64"))
    np.save(FOLDER / "records.npy", np.zeros(2, [("a", "f4"), ("b", "i4")]))
    np.lib.format.write_array(open(FOLDER / "version_3.npy", "wb"), np.arange(3), version=(3, 0))
