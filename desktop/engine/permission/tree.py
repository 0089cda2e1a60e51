"""A syntax tree read without recursion: each node's parent, and the scope it is evaluated in."""

import ast
from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_MARKS = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
"""Nodes that say which operator it is, or whether a name is read or set: one object for the whole tree."""

_NAMES = frozenset({"id", "name", "names", "arg", "rest"})
"""Fields of nodes that hold names."""

_SPLIT = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.arg),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
"""Nodes whose children are evaluated in different scopes, and parameters, whose annotations are the function's."""

Scope = ast.Module | ast.ClassDef | Function | Comprehension


class Tree:
    """All nodes of a program, outer ones first, each with its parent and its scope.

    `annotations` are the roots of annotations.
    """

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self.nodes: list[ast.AST] = []
        self.parents: dict[ast.AST, ast.AST] = {}
        self.scopes: dict[ast.AST, Scope] = {module: module}
        self.annotations: set[ast.AST] = set()
        waiting: list[ast.AST] = [module]
        while waiting:
            node = waiting.pop()
            self.nodes.append(node)
            waiting += reversed(self._place_children(node))

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Give a node and what it lies in, innermost first."""
        at: ast.AST | None = node
        while at is not None:
            yield at
            at = self.parents.get(at)

    def is_in_annotation(self, node: ast.AST) -> bool:
        """Say whether a node is part of an annotation."""
        return any(each in self.annotations for each in self.ancestors(node))

    def _place_children(self, node: ast.AST) -> list[ast.AST]:
        home = self.scopes[node]
        if isinstance(node, _SPLIT):
            placed = dict(_children(node, home))
            self.annotations.update(_annotations(node))
        else:
            placed = dict.fromkeys((each for each in ast.iter_child_nodes(node) if not isinstance(each, _MARKS)), home)
        if isinstance(node, ast.AnnAssign):
            self.annotations.add(node.annotation)
        self.scopes.update(placed)
        self.parents.update(dict.fromkeys(placed, node))
        return list(placed)


def may_bind(kind: type[ast.AST]) -> bool:
    """Say whether nodes of a kind can bind names: most cannot, and need no closer look."""
    return not _NAMES.isdisjoint(kind._fields)


def _children(node: ast.AST, home: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """Give a node's children with their scopes: defaults, decorators and first iterables are evaluated outside."""
    if isinstance(node, Function):
        return _function_children(node, home)
    if isinstance(node, Comprehension):
        return _comprehension_children(node, home)
    if isinstance(node, ast.ClassDef):
        return _class_children(node, home)
    return iter(())


def _function_children(node: Function, home: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    for argument in arguments(node):
        yield argument, node
    outside = [*node.args.defaults, *node.args.kw_defaults, *_annotations(node)]
    if not isinstance(node, ast.Lambda):
        outside += [*node.decorator_list, *getattr(node, "type_params", ())]
    yield from ((child, home) for child in outside if child is not None)
    body = [node.body] if isinstance(node, ast.Lambda) else node.body
    yield from ((child, node) for child in body)


def _comprehension_children(node: Comprehension, home: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    yield node.generators[0].iter, home
    for index, generator in enumerate(node.generators):
        inside = [generator.target, *([generator.iter] if index else []), *generator.ifs]
        yield from ((child, node) for child in inside)
    made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    yield from ((child, node) for child in made)


def _class_children(node: ast.ClassDef, home: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    outside = [*node.decorator_list, *node.bases, *node.keywords, *getattr(node, "type_params", ())]
    yield from ((child, home) for child in outside)
    yield from ((child, node) for child in node.body)


def arguments(node: Function) -> list[ast.arg]:
    """Give all parameters of a function."""
    given = node.args
    starred = [each for each in (given.vararg, given.kwarg) if each is not None]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *starred]


def _annotations(node: ast.AST) -> list[ast.expr]:
    if not isinstance(node, Function):
        return []
    found = [argument.annotation for argument in arguments(node)]
    found.append(None if isinstance(node, ast.Lambda) else node.returns)
    return [each for each in found if each is not None]
