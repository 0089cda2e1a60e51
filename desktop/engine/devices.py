"""The devices torch really offers here, and one of them as the default for a run."""

from collections.abc import Callable

import torch

from desktop.records.files import UsageError
from desktop.records.messages import Device


def devices() -> tuple[Device, ...]:
    """Give every device a program can run on: the CPU first, then accelerators, then "meta" (shapes only)."""
    accelerators = (device for ask in (_cuda, _mps, _xpu) for device in _answer(ask))
    return (Device("cpu", "CPU"), *accelerators, Device("meta", "shapes only, nothing is computed"))


def _answer(ask: Callable[[], list[Device]]) -> list[Device]:
    """Ask for one kind of accelerator; one whose driver fails is not there."""
    try:
        return ask()
    except (RuntimeError, AssertionError, OSError):
        return []


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
    if not torch.backends.mps.is_available():
        return []
    return [Device("mps", "Apple GPU", torch.mps.recommended_max_memory())]


def _xpu() -> list[Device]:
    if not (hasattr(torch, "xpu") and torch.xpu.is_available()):
        return []
    found = []
    for index in range(torch.xpu.device_count()):
        properties = torch.xpu.get_device_properties(index)
        found.append(Device(f"xpu:{index}", properties.name, properties.total_memory))
    return found
