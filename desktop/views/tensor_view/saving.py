"""A tensor as a file: NumPy's .npy, or safetensors (https://github.com/huggingface/safetensors, "Format")."""

import io
import json
from pathlib import Path

import numpy as np

from desktop.records.files import UsageError, write_atomically
from desktop.views.tensor_view.survey import Values

SUFFIXES = (".npy", ".safetensors")
_KINDS = {"b": "BOOL", "f": "F", "i": "I", "u": "U"}
_ALIGNMENT = 8


def save_tensor(path: Path, values: Values, dtype: str, name: str) -> None:
    """Write the whole tensor as its file's ending says; raise UsageError where that cannot be. Thread: any.

    `dtype` is PyTorch's: bfloat16 values, which come as float32, are written as such by safetensors and stay float32
    in .npy, which knows no bfloat16.
    """
    if path.suffix == ".npy":
        write_atomically(path, npy_bytes(values))
    elif path.suffix == ".safetensors":
        write_atomically(path, safetensors_bytes(values, dtype, name))
    else:
        raise UsageError(f"{path.name} must end in .npy or .safetensors: the ending says how the tensor is written.")


def npy_bytes(values: Values) -> bytes:
    """Give the contents of an .npy file."""
    file = io.BytesIO()
    np.save(file, values, allow_pickle=False)
    return file.getvalue()


def safetensors_bytes(values: Values, dtype: str, name: str) -> bytes:
    """Give the contents of a safetensors file; of complex values [real, imaginary] is the last dimension."""
    plain = _as_pairs(values) if values.dtype.kind == "c" else values
    data = _bfloat16_bytes(plain) if dtype == "bfloat16" else plain.astype(plain.dtype.newbyteorder("<")).tobytes()
    entry = {"dtype": _name(plain, dtype), "shape": list(plain.shape), "data_offsets": [0, len(data)]}
    header = json.dumps({"__metadata__": {"dtype": dtype}, name or "tensor": entry}).encode()
    header += b" " * (-len(header) % _ALIGNMENT)
    return len(header).to_bytes(8, "little") + header + data


def _as_pairs(values: Values) -> Values:
    return np.stack((values.real, values.imag), -1)


def _name(values: Values, dtype: str) -> str:
    if dtype == "bfloat16":
        return "BF16"
    letter = _KINDS[values.dtype.kind]
    return letter if letter == "BOOL" else f"{letter}{8 * values.dtype.itemsize}"


def _bfloat16_bytes(values: Values) -> bytes:
    """Give the upper halves of float32 numbers: nothing is lost of those that were bfloat16 before."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    return (bits >> 16).astype("<u2").tobytes()
