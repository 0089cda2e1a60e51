"""The devices torch really offers here, and one of them as the default for a run."""

import torch

from desktop.records.files import UsageError
from desktop.records.messages import Device


def devices() -> tuple[Device, ...]:
    """Give every device a program can run on: the CPU first, then accelerators, then "meta" (shapes only)."""
    return (
        Device("cpu", "CPU"),
        *_cuda(),
        *_mps(),
        *_xpu(),
        Device("meta", "shapes only, nothing is computed"),
    )


def check_device(name: str) -> str:
    """Give the device's name back, or raise UsageError where torch does not offer it here."""
    offered = [device.name for device in devices()]
    if name in offered or (name in ("cuda", "xpu") and f"{name}:0" in offered):
        return name
    raise UsageError(f"There is no device {name!r} here. Torch offers: {', '.join(offered)}.")


def _cuda() -> list[Device]:
    if not torch.cuda.is_available():
        return []
    found = []
    for index in range(torch.cuda.device_count()):
        properties = torch.cuda.get_device_properties(index)
        found.append(Device(f"cuda:{index}", properties.name, properties.total_memory))
    return found


def _mps() -> list[Device]:
    return [Device("mps", "Apple GPU")] if torch.backends.mps.is_available() else []


def _xpu() -> list[Device]:
    if not (hasattr(torch, "xpu") and torch.xpu.is_available()):
        return []
    return [Device(f"xpu:{index}", torch.xpu.get_device_name(index)) for index in range(torch.xpu.device_count())]
