"""What one program changes in Python, in torch or in the process does not show in the next."""

import sys
from collections.abc import Callable

import pytest

from desktop.records.run import Program, Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the faults are not Windows' own")

Finish = Callable[[Program], Run]
PROBE = """
import builtins, gc, os, random, signal, sys, threading, warnings
import numpy as np
import torch
from torch import nn
torch.manual_seed(0)
x = torch.randn(2, requires_grad=True)
print(x, torch.get_default_dtype(), x.device, torch.is_grad_enabled(), torch.is_inference_mode_enabled())
print(torch.are_deterministic_algorithms_enabled(), torch.get_num_threads(), torch.get_float32_matmul_precision())
print(torch.is_anomaly_enabled(), torch.is_autocast_enabled("cpu"))
(x * 2 + x).sum().backward()
print(x.grad, nn.Linear(2, 1)(x), nn.functional.relu(x), torch.ones(2) + 1, torch.sin(torch.ones(1)))
print(torch.tensor(1 / 3), np.float64(1) / 3, random.random(), np.random.rand(), torch.optim.SGD([x], 0.1))
print(len(range(3)), sorted("ba"), hasattr(builtins, "added"), sys.modules.get("json"))
print(os.getcwd(), dict(os.environ), sys.argv, sys.path, sys.getrecursionlimit(), gc.isenabled(), gc.get_threshold())
print(len(warnings.filters), signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT) is signal.SIG_IGN)
print(sys.gettrace(), sys.getprofile(), sys.excepthook, sys.get_int_max_str_digits(), len(sys.stdout.encoding))
warnings.warn("heard")
print(os.read(0, 1), __name__, sys.modules["__main__"].__dict__ is globals())
"""
LEAKS = {
    "default dtype": "import torch; torch.set_default_dtype(torch.float64)",
    "default device": "import torch; torch.set_default_device('meta')",
    "gradients off": "import torch; torch.set_grad_enabled(False)",
    "gradients off by a context that is not left": "import torch; torch.no_grad().__enter__()",
    "deterministic algorithms": "import torch; torch.use_deterministic_algorithms(True)",
    "number of threads": "import torch; torch.set_num_threads(1)",
    "precision of products": "import torch; torch.set_float32_matmul_precision('medium')",
    "anomaly detection": "import torch; torch.autograd.set_detect_anomaly(True)",
    "how tensors print": "import torch; torch.set_printoptions(precision=1)",
    "how arrays print": "import numpy; numpy.set_printoptions(precision=1)",
    "seeds": "import random, torch, numpy; random.seed(9); torch.manual_seed(9); numpy.random.seed(9)",
    "an operator of Tensor": "import torch; torch.Tensor.__add__ = torch.Tensor.__mul__ = lambda *_: 7",
    "a method of Tensor": "import torch; torch.Tensor.backward = torch.Tensor.sum = None",
    "a function of torch": "import torch; torch.sin = torch.ones = lambda *_, **__: 7",
    "a functional": "import torch; torch.nn.functional.relu = lambda *_: 7",
    "how modules are called": "import torch; torch.nn.Module.__call__ = torch.nn.Linear.forward = lambda *_: 7",
    "a hook on every module": "import torch\ntorch.nn.modules.module.register_module_forward_hook(lambda *_: 7)",
    "an optimizer": "import torch; del torch.optim.SGD",
    "a removed function": "import torch; del torch.randn, torch.Tensor.__add__",
    "built-in functions": "import builtins; builtins.len = lambda _: 7; builtins.added = 1; del builtins.sorted",
    "modules": "import sys; sys.modules['torch'] = sys.modules['json'] = None; del sys.modules['random']",
    "the table of modules": "import sys; sys.modules = {}",
    "the path": "import sys; sys.path.clear(); sys.argv = ['x']",
    "warnings": "import warnings; warnings.simplefilter('ignore'); warnings.showwarning = None",
    "warnings as errors": "import warnings; warnings.simplefilter('error')",
    "streams": "import sys; sys.stdout = sys.stderr = sys.__stdout__ = None",
    "closed streams": "import os; os.closerange(0, 100)",
    "hooks of the interpreter": "import sys; sys.excepthook = sys.unraisablehook = sys.displayhook = None",
    "tracing": "import sys, threading; sys.settrace(lambda *_: 1 / 0); threading.settrace(lambda *_: 1 / 0)",
    "profiling": "import sys\ndef profile(*_): raise ValueError\nsys.setprofile(profile)",
    "limits of the interpreter": "import sys; sys.setrecursionlimit(10**6); sys.set_int_max_str_digits(0)",
    "collection of garbage": "import gc; gc.disable(); gc.set_threshold(1)",
    "the folder": "import os; os.chdir('/')",
    "the environment": "import os; os.environ.clear(); os.environ['A'] = 'b'",
    "signals": "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGINT, print)",
    "a timer": "import signal; signal.setitimer(signal.ITIMER_REAL, 0.01)",
    "an alarm with a handler": "import signal\nsignal.signal(signal.SIGALRM, lambda *_: 1 / 0)\n"
    "signal.setitimer(signal.ITIMER_REAL, 0.01)",
    "its own main module": "import sys; sys.modules['__main__'] = None; del sys.modules['__main__']",
}


def probed(finish: Finish) -> str:
    """Give all that the probe sees."""
    run = finish(Program(PROBE, trusted=True))
    assert run.status == "finished", run.error
    return run.output


@pytest.fixture
def before(finish: Finish) -> str:
    """Give what the probe sees in an engine that ran nothing of note but what makes torch import more on demand."""
    probed(finish)
    return probed(finish)


@pytest.mark.parametrize("leak", LEAKS)
def test_next_program_finds_all_as_new(finish: Finish, before: str, leak: str) -> None:
    """A probe sees the same before and after a program that changed something for everybody."""
    finish(Program(LEAKS[leak], trusted=True))
    assert probed(finish) == before
