"""How much memory a training takes, as far as this system tells."""

import os
from pathlib import Path

import torch

_STATM = Path("/proc/self/statm")


def memory_held(device: torch.device) -> int:
    """Give the bytes this process holds, or on CUDA those PyTorch holds there; 0 where nobody tells."""
    if device.type == "cuda":
        return int(torch.cuda.memory_reserved(device))
    try:
        return int(_STATM.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0
