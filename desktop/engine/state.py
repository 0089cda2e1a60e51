"""Give each program the process as a fresh interpreter would: torch's switches, seeds, streams, warnings."""

import builtins
import contextlib
import random
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch.nn.modules import module as torch_module

from desktop.engine.failure import program_part
from desktop.engine.legacy import legacy_constructors_on
from desktop.engine.output import Output
from desktop.records.run import Program


@contextlib.contextmanager
def fresh_state(program: Program, main: types.ModuleType, output: Output) -> Iterator[None]:
    """Set everything a program may rely on, and afterwards put back what it may have changed."""
    with contextlib.ExitStack() as stack:
        stack.callback(_put_back, *_kept())
        stack.enter_context(contextlib.redirect_stdout(output))
        stack.enter_context(contextlib.redirect_stderr(output))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("default")
        warnings.showwarning = _warn_at(program.name, output)
        sys.modules["__main__"] = main
        sys.argv = [program.name]
        _seed(program.seed)
        torch.set_grad_enabled(True)  # its only form
        if program.device != "cpu":  # a default device is itself a function mode, which would change results
            torch.set_default_device(program.device)
            stack.enter_context(legacy_constructors_on(program.device))
        yield


def _warn_at(file: str, output: Output) -> Callable[..., None]:
    """Show a warning at the program's own line: torch counts its stack levels without knowing of our frames."""

    def showwarning(message: Warning | str, category: type[Warning], *_place: Any) -> None:
        found: types.FrameType | None = sys._getframe(1)
        while found is not None and found.f_code.co_filename != file:
            found = found.f_back
        line = f":{found.f_lineno}" if found is not None else ""
        output.write(f"{file}{line}: {category.__name__}: {program_part(str(message), file)}\n")

    return showwarning


def _seed(seed: int) -> None:
    torch.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 # programs draw from the global generator


def _kept() -> tuple[Any, ...]:
    return (
        dict(vars(builtins)),
        sys.modules.get("__main__"),
        list(sys.argv),
        list(sys.path),
        torch.get_default_dtype(),
        torch.get_num_threads(),
        {name: dict(hooks) for name, hooks in _global_hooks()},
    )


def _put_back(  # one argument for each thing that was kept
    names: dict[str, Any], main: Any, argv: list[str], path: list[str], dtype: torch.dtype, threads: int, hooks: Any
) -> None:
    vars(builtins).update(names)
    for added in vars(builtins).keys() - names.keys():
        delattr(builtins, added)
    sys.modules["__main__"] = main
    sys.argv, sys.path[:] = argv, path
    sys.setrecursionlimit(1000)
    torch.set_default_device(None)
    torch.set_default_dtype(dtype)
    if torch.get_num_threads() != threads:  # to set it makes the pool of threads anew
        torch.set_num_threads(threads)
    torch.set_grad_enabled(True)  # its only form
    torch.autograd.set_detect_anomaly(False)  # its only form
    if torch.are_deterministic_algorithms_enabled():  # turning them off imports a compiler, for more than a second
        torch.use_deterministic_algorithms(False)
    for name, registered in _global_hooks():
        registered.clear()
        registered.update(hooks[name])


def _global_hooks() -> list[tuple[str, Any]]:
    return [
        (name, value)
        for name, value in vars(torch_module).items()
        if name.startswith("_global_") and name.endswith("hooks") and isinstance(value, dict)
    ]
