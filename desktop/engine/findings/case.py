"""What a rule sees of a run: its text and tree, its records, and what only the live engine knows."""

import ast
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from desktop.engine.findings.log import Log
from desktop.engine.findings.syntax import Syntax, dotted
from desktop.engine.names import bound_tensors
from desktop.engine.watch import Watch
from desktop.records.finding import Fix, Severity
from desktop.records.flow import Flow
from desktop.records.graph import Graph, Node
from desktop.records.run import Failure, Program
from desktop.records.text import Span


@dataclass(frozen=True)
class Remark:
    """What a rule says at one place. `nodes` are those it concerns; without any, those made at the span."""

    span: Span | None
    message: str
    explanation: str
    fix: Fix | None = None
    nodes: tuple[str, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True)
class FailedCall:
    """The torch call that raised: its name and the tensors it was given."""

    name: str
    operands: tuple[torch.Tensor, ...]


@dataclass
class Case:
    """One run, at its end, before anything of it is let go. Thread: the program's."""

    program: Program
    syntax: Syntax
    log: Log
    namespaces: Sequence[Mapping[str, Any]]
    error: BaseException | None = None
    failure: Failure | None = None
    graphs: Sequence[Graph] = ()
    flows: Sequence[Flow] = ()
    call: FailedCall | None = None

    @property
    def place(self) -> Span | None:
        """Where what ended the program was raised."""
        return self.failure.span if self.failure is not None else None

    @functools.cached_property
    def message(self) -> str:
        """The words of what ended the program, or ""."""
        return self.failure.message if self.failure is not None else ""

    @functools.cached_property
    def failing(self) -> ast.expr | None:
        """The expression that raised."""
        return self.syntax.expression(self.failure.span) if self.failure is not None else None

    @functools.cached_property
    def failed_call(self) -> FailedCall | None:
        """The torch call that raised, as the watch saw it; where nobody watched, what the failing frame still holds."""
        return self.call or failed_call(self.error) or self._failed_operation()

    @functools.cached_property
    def shapes(self) -> list[tuple[int, ...]]:
        """The shapes of the tensors that the failing call was given."""
        return [tuple(each.shape) for each in self.failed_call.operands] if self.failed_call is not None else []

    @functools.cached_property
    def layer(self) -> nn.Module | None:
        """The layer of torch's own that was running when the exception came, if there was one."""
        trace = self.error.__traceback__ if self.error is not None else None
        found = None
        while trace is not None:
            module = trace.tb_frame.f_locals.get("self")
            if isinstance(module, nn.Module) and type(module).__module__.startswith("torch.nn.modules"):
                found = module
            trace = trace.tb_next
        return found

    def raised_in(self, function: str) -> bool:
        """Say whether the exception passed through a function of this name."""
        trace = self.error.__traceback__ if self.error is not None else None
        while trace is not None:
            if trace.tb_frame.f_code.co_name == function:
                return True
            trace = trace.tb_next
        return False

    @functools.cached_property
    def nodes(self) -> dict[str, Node]:
        """All nodes of the run by their ids."""
        return {node.id: node for graph in self.graphs for node in graph.nodes}

    @functools.cached_property
    def modules(self) -> list[tuple[str, nn.Module]]:
        """The modules the program holds, with their names; those in plain attributes of modules too."""
        found: dict[int, tuple[str, nn.Module]] = {}
        for namespace in self.namespaces:
            for name, value in list(namespace.items()):
                if type(name) is str and not name.startswith("__"):
                    _add_modules(found, name, value)
        return list(found.values())

    @functools.cached_property
    def roots(self) -> list[tuple[str, nn.Module]]:
        """The modules that lie in no other module."""
        inner = {id(child) for _, module in self.modules for child in module.modules() if child is not module}
        return [(name, module) for name, module in self.modules if id(module) not in inner]

    def told(self, explanation: str, fix: Fix | None = None) -> Remark:
        """Say in other words what ended the program, where it did."""
        return Remark(self.place, self.message, explanation, fix)

    def nodes_at(self, span: Span | None) -> tuple[str, ...]:
        """Give the nodes made by the expression at a span."""
        return () if span is None else tuple(node.id for node in self.nodes.values() if node.span == span)[:64]

    def value(self, node: ast.AST) -> Any:
        """Give what a plain or dotted name stands for at the end, innermost frame first; None if unknown."""
        first, *rest = dotted(node).split(".")
        for namespace in [*self.namespaces[1:], *self.namespaces[:1]]:
            if first in namespace:
                value = namespace[first]
                for attribute in rest:
                    value = getattr(value, attribute, None)
                return value
        return self._of_instance(node, rest) if first == "self" else None

    def tensor_name(self, tensor: torch.Tensor) -> str:
        """Give the name that a tensor is bound to, or ""."""
        names = (name for namespace in self.namespaces for name, each in bound_tensors(namespace) if each is tensor)
        return next(names, "")

    def optimizer_name(self, optimizer: torch.optim.Optimizer | None) -> str:
        """Give the name that an optimizer is bound to, or ""."""
        if optimizer is None:
            return ""
        return next((name for space in self.namespaces for name, each in space.items() if each is optimizer), "")

    def _of_instance(self, node: ast.AST, attributes: list[str]) -> Any:
        """Give what `self.x` stands for where no frame runs: of an instance that the program holds."""
        holder = self.syntax.enclosing(node, ast.ClassDef)
        for namespace in self.namespaces:
            for value in list(namespace.values()):
                if holder is not None and any(kind.__name__ == holder.name for kind in type(value).__mro__):
                    for attribute in attributes:
                        value = getattr(value, attribute, None)  # noqa: PLW2901 # the way goes through it
                    return value
        return None

    def _failed_operation(self) -> FailedCall | None:
        if not isinstance(self.failing, ast.BinOp):
            return None
        operands = [self.value(each) for each in (self.failing.left, self.failing.right)]
        if not all(isinstance(each, torch.Tensor) for each in operands):
            return None
        return FailedCall(type(self.failing.op).__name__.lower(), tuple(operands))


def failed_call(error: BaseException | None) -> FailedCall | None:
    """Find the torch call that raised in the frames of an exception, where the watch was in between."""
    trace = error.__traceback__ if error is not None else None
    found = None
    while trace is not None:
        if trace.tb_frame.f_code is Watch.__torch_function__.__code__:
            found = trace.tb_frame.f_locals
        trace = trace.tb_next
    if found is None:
        return None
    given = [*found.get("args", ()), *(found.get("kwargs") or {}).values()]
    return FailedCall(getattr(found["func"], "__name__", ""), tuple(_tensors(given)))


def _tensors(values: Any) -> Iterator[torch.Tensor]:
    for each in values:
        if isinstance(each, torch.Tensor):
            yield each
        elif isinstance(each, tuple | list):
            yield from _tensors(each)


def _add_modules(found: dict[int, tuple[str, nn.Module]], name: str, value: Any, depth: int = 3) -> None:
    if issubclass(type(value), nn.Module):
        if id(value) in found or "_modules" not in vars(value):
            return
        found[id(value)] = (name, value)
        for child, module in value.named_children():
            _add_modules(found, f"{name}.{child}", module, 64)
        for attribute, held in vars(value).items():
            if not attribute.startswith("_"):
                _add_modules(found, f"{name}.{attribute}", held, depth)
    elif depth and type(value) in (list, tuple):
        for index, element in enumerate(value[:64]):
            _add_modules(found, f"{name}[{index}]", element, depth - 1)
    elif depth and type(value) is dict:
        for key, element in list(value.items())[:64]:
            _add_modules(found, f"{name}[{key!r}]", element, depth - 1)
