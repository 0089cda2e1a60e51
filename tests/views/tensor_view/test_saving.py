"""Tensors in files, read back by the libraries that own the formats."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch

from desktop.records.files import UsageError
from desktop.views.tensor_view.saving import safetensors_bytes, save_tensor

DTYPES = ("float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8", "bool")


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(), (5,), (2, 0), (2, 3, 4)])
def test_files_hold_the_tensor_exactly(tmp_path: Path, dtype: str, shape: tuple[int, ...]) -> None:
    """Both formats give back shape, dtype and every bit."""
    values = (np.random.default_rng(0).standard_normal(shape) * 3).astype(dtype)
    save_tensor(tmp_path / "x.npy", values, dtype, "x")
    read = np.load(tmp_path / "x.npy", allow_pickle=False)
    assert (read.dtype, read.shape, read.tobytes()) == (values.dtype, values.shape, values.tobytes())
    save_tensor(tmp_path / "x.safetensors", values, dtype, "grad of x")
    tensor = safetensors.torch.load_file(tmp_path / "x.safetensors")["grad of x"]
    assert (str(tensor.dtype), tuple(tensor.shape)) == (f"torch.{dtype}", shape)
    assert np.asarray(tensor).tobytes() == values.tobytes()


def test_bfloat16_is_written_as_such() -> None:
    """What came as float32 for want of a bfloat16 in numpy is bfloat16 again in the file."""
    tensor = torch.randn(3, 5).to(torch.bfloat16)
    tensor[0, 0] = torch.nan
    read = safetensors.torch.load(safetensors_bytes(tensor.float().numpy(), "bfloat16", "w"))["w"]
    assert read.dtype == torch.bfloat16
    assert torch.equal(read.view(torch.int16), tensor.view(torch.int16))


def test_complex_values_are_pairs_in_safetensors(tmp_path: Path) -> None:
    """The last dimension is real and imaginary; .npy keeps complex numbers."""
    values = np.array([[1 + 2j, complex(np.inf, -0.5)]], np.complex64)
    read = safetensors.torch.load(safetensors_bytes(values, "complex64", "z"))["z"]
    assert torch.equal(torch.view_as_complex(read), torch.from_numpy(values))
    save_tensor(tmp_path / "z.npy", values, "complex64", "z")
    assert np.array_equal(np.load(tmp_path / "z.npy"), values)


def test_a_transposed_array_is_written_in_its_own_order() -> None:
    """Strides of memory do not leak into the file."""
    values = np.arange(6.0, dtype=np.float32).reshape(2, 3).T
    assert safetensors.torch.load(safetensors_bytes(values, "float32", ""))["tensor"].tolist() == values.tolist()


def test_another_ending_is_an_error_and_leaves_no_file(tmp_path: Path) -> None:
    """The message names the file and the two endings."""
    with pytest.raises(UsageError, match=r"w\.pt must end in \.npy or \.safetensors"):
        save_tensor(tmp_path / "w.pt", np.zeros(1), "float64", "w")
    assert not list(tmp_path.iterdir())


def test_the_view_imports_no_torch() -> None:
    """Neither showing nor saving brings torch into the window's process."""
    text = "import sys; import desktop.views.tensor_view.tensor_view; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", text], check=False).returncode == 0
