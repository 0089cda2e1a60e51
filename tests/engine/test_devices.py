"""Devices are those torch offers; an accelerator whose driver fails is not there."""

from types import SimpleNamespace

import pytest
import torch

from desktop.engine.devices import check_device, devices
from desktop.records.files import UsageError


def offer_cuda(monkeypatch: pytest.MonkeyPatch, properties: object) -> None:
    """Let torch say it has one CUDA device, whose properties are as given or raise as given."""

    def answer(_index: int) -> object:
        if isinstance(properties, Exception):
            raise properties
        return properties

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "get_device_properties", answer)


def test_the_cpu_is_first_and_meta_is_last() -> None:
    """Whatever accelerators there are stand between them."""
    names = [device.name for device in devices()]
    assert (names[0], names[-1]) == ("cpu", "meta")


def test_an_accelerator_comes_with_name_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A CUDA device can be chosen by its own name and by its kind."""
    offer_cuda(monkeypatch, SimpleNamespace(name="A card", total_memory=1024))
    assert [(each.name, each.title, each.memory) for each in devices()][1] == ("cuda:0", "A card", 1024)
    assert (check_device("cuda"), check_device("cuda:0")) == ("cuda", "cuda:0")


def test_an_accelerator_that_fails_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A driver that raises leaves the other devices, and asking for it is wrong usage."""
    offer_cuda(monkeypatch, RuntimeError("CUDA driver initialization failed"))
    assert "cuda:0" not in [device.name for device in devices()]
    with pytest.raises(UsageError, match="Torch offers: cpu"):
        check_device("cuda")
