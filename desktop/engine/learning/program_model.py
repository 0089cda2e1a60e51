"""A model whose class a person wrote: built from their text, seeded, and tried on one batch before it is trained."""

import contextlib
import sys
import types
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn

from desktop.engine.learning.program_text import arguments_of, defining
from desktop.engine.permission import wants
from desktop.records.files import UsageError
from desktop.records.finding import Finding
from desktop.records.recipe import ProgramModel

MODULE = "chainrule_model"
"""What the text's module is called while it is a model."""


class ConsentNeededError(UsageError):
    """A model's text wants more than to compute, and nobody consented; `findings` say what."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        listed = "; ".join(dict.fromkeys(finding.message for finding in findings))
        super().__init__(f"The model's program needs consent, so nothing was run: it {listed}.")
        self.findings = tuple(findings)


def built(recipe: ProgramModel, seed: int, *, trusted: bool) -> nn.Module:
    """Make the model, its initial weights drawn from the global generator seeded with `seed`; on the CPU.

    Raises ConsentNeededError, or UsageError where the text holds no such class or it cannot be made.
    """
    if not trusted and (wanted := wants(recipe.text)):
        raise ConsentNeededError(wanted)
    positional, named = arguments_of(recipe.arguments)
    with globally_seeded(seed):
        try:
            model = _class(recipe)(*positional, **named)
        except UsageError:
            raise
        except Exception as error:
            raise UsageError(f"{recipe.name}({recipe.arguments}) could not be made: {_said(error)}") from error
    return model


@contextlib.contextmanager
def globally_seeded(seed: int | None = None) -> Iterator[None]:
    """Let the global generators start from a seed (None: go on as they are), and put them back afterwards."""
    with torch.random.fork_rng(_accelerators()):
        if seed is not None:
            torch.manual_seed(seed)
        yield


def _accelerators() -> list[int]:
    return list(range(torch.cuda.device_count())) if torch.cuda.is_available() else []


def _class(recipe: ProgramModel) -> type[nn.Module]:
    module = types.ModuleType(MODULE)
    sys.modules[MODULE] = module  # dataclasses and annotations look their own module up
    exec(compile(defining(recipe.text), f"{MODULE}.py", "exec"), vars(module))  # noqa: S102 (the point of it)
    found = vars(module).get(recipe.name)
    if isinstance(found, type) and issubclass(found, nn.Module):
        return found
    classes = [name for name, value in vars(module).items() if _is_model(value, module)]
    there = f"It defines: {', '.join(classes)}." if classes else "It defines no class that derives from nn.Module."
    raise UsageError(f"The program has no model class {recipe.name!r}. {there}")


def _is_model(value: object, module: types.ModuleType) -> bool:
    return isinstance(value, type) and issubclass(value, nn.Module) and value.__module__ == module.__name__


def check(model: nn.Module, recipe: ProgramModel, x: Tensor, outputs: int) -> None:
    """Try the model on a batch, shape (N, n), in train mode; raise UsageError where it does not give (N, outputs)."""
    try:
        given = model(x)
    except Exception as error:
        raise UsageError(f"{recipe.name} failed on inputs of shape {tuple(x.shape)}: {_said(error)}") from error
    expected = (len(x), outputs)
    if not isinstance(given, Tensor) or given.shape != expected:
        what = f"shape {tuple(given.shape)}" if isinstance(given, Tensor) else f"a {type(given).__name__}"
        raise UsageError(
            f"{recipe.name} gives {what} for inputs of shape {tuple(x.shape)}; training needs shape {expected}. "
            "Change its arguments or its forward."
        )
    if not given.requires_grad:
        raise UsageError(f"{recipe.name} has nothing to train: its output depends on no parameter.")
    if given.dtype != torch.float32:
        raise UsageError(f"{recipe.name} computes in {given.dtype}; training here is in torch.float32.")


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
