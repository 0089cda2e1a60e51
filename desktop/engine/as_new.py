"""Put back what a program changed in Python and in torch themselves, so that the next finds both as new."""

import builtins
import contextlib
import gc
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch._tensor_str import PRINT_OPTS

_BUILTINS = vars(builtins)
_MODULES = (sys, torch, torch.autograd, torch.linalg, torch.nn, torch.nn.functional, torch.nn.init, torch.optim, np)
_FAMILIES = (torch.nn, torch.optim)
"""Modules whose classes are kept too."""


class AsNew:
    """The interpreter and torch as they were when this was made. Thread: the main one, while no program runs.

    What a program changed or removed is put back; what it added to modules stays, for torch adds to its own as well.
    """

    def __init__(self) -> None:
        self._builtins = dict(_BUILTINS)
        self._modules = sys.modules
        self._imported = dict(sys.modules)
        self._namespaces = [(each, dict(vars(each))) for each in (*_MODULES, *_classes())]
        self._signals = {each: signal.getsignal(each) for each in signal.valid_signals()}
        self._environment = dict(os.environ)
        self._folder = Path.cwd()
        self._thresholds = gc.get_threshold()
        self._print_options = dict(vars(PRINT_OPTS)), np.get_printoptions()
        self._digits, self._switch_s = sys.get_int_max_str_digits(), sys.getswitchinterval()
        self._precision = torch.get_float32_matmul_precision()

    def put_back(self) -> None:
        """Put everything back, whatever is left of Python: the built-in names first, the rest stands on them."""
        _BUILTINS.update(self._builtins)
        self._put_back_names()
        self._put_back_process()
        self._put_back_options()

    def _put_back_names(self) -> None:
        for added in _BUILTINS.keys() - self._builtins.keys():
            del _BUILTINS[added]
        sys.modules = self._modules
        sys.modules.update(self._imported)
        for owner, names in self._namespaces:
            now = vars(owner)
            for name, value in names.items():
                if now.get(name, self) is not value:
                    setattr(owner, name, value)
            if isinstance(owner, type):  # what was added there may hide what is inherited
                for added in now.keys() - names.keys():
                    delattr(owner, added)

    def _put_back_process(self) -> None:
        for each, action in self._signals.items():
            if action is not None and signal.getsignal(each) is not action:
                signal.signal(each, action)
        if sys.platform != "win32":
            for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
                signal.setitimer(timer, 0)
        if dict(os.environ) != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)
        with contextlib.suppress(OSError):  # a folder that is gone cannot be gone back to
            os.chdir(self._folder)

    def _put_back_options(self) -> None:
        for module in (sys, threading):
            module.settrace(None)
            module.setprofile(None)
        gc.enable()
        gc.set_threshold(*self._thresholds)
        ours, theirs = self._print_options
        vars(PRINT_OPTS).update(ours)
        np.set_printoptions(**theirs)
        sys.set_int_max_str_digits(self._digits)
        sys.setswitchinterval(self._switch_s)
        torch.set_float32_matmul_precision(self._precision)


class BuiltinNames:
    """Keeps Python's built-in names, its modules, and our own code untraced, for who comes after a program."""

    def __init__(self) -> None:
        self._names = dict(_BUILTINS)
        self._modules, self._imported = sys.modules, dict(sys.modules)
        self._untrace = sys.settrace, sys.setprofile

    def __enter__(self) -> None:
        """Do nothing yet."""

    def __exit__(self, *_: object) -> None:
        _BUILTINS.update(self._names)
        sys.modules = self._modules
        sys.modules.update(self._imported)
        for untrace in self._untrace:
            untrace(None)


def _classes() -> list[Any]:
    found = {each for family in _FAMILIES for each in vars(family).values() if isinstance(each, type)}
    return [torch.Tensor, torch.autograd.Function, *sorted(found - {torch.Tensor}, key=lambda each: each.__qualname__)]
