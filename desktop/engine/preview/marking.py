"""Makes a program tell what its expressions give: each is handed to an observer, with its place, and handed on.

Only previews do that. A run executes a person's text as it stands.
"""

import ast
from typing import NamedTuple

from desktop.records.text import Span

SEE, ROUNDS, AGAIN, BEGIN, FLOAT = ("see it", "go round", "again", "begin", "float it")
"""The names the program knows the observer's methods by: no program can write them."""

_LONGEST_NAME = 30
_SEEN = (ast.Name, ast.Attribute, ast.Call, ast.BinOp, ast.UnaryOp, ast.Subscript, ast.Compare, ast.IfExp)


class Place(NamedTuple):
    """Where an expression stands, what its value is bound to, what is done to which places' values.

    `names` are what the line shows it under: assignment targets, "" for what is returned, None for no hint.
    """

    span: Span
    names: tuple[str, ...] | None = None
    operation: str = ""
    operands: tuple[int, ...] = ()


class Marking(ast.NodeTransformer):
    """Marks one tree; `places` are what the numbers in the marks stand for. Raises RecursionError at a deep one."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._imported: set[str] = set()
        self._numbers: dict[ast.AST, int] = {}
        self.places: list[Place] = []

    def visit(self, node: ast.AST) -> ast.AST:
        """Mark a node and what it holds."""
        seen = isinstance(node, _SEEN) and not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
        operands = _operands(node)
        marked: ast.AST = super().visit(node)
        if not seen or not isinstance(marked, ast.expr) or self._is_imported(marked):
            return marked
        places = tuple(self._numbers.get(operand, -1) for operand in operands)
        return self._mark(marked, node, Place(self._span(node), None, _operation(node), places))

    def visit_Import(self, node: ast.Import) -> ast.Import:
        """Remember what is a module: it is never a tensor."""
        self._imported |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        return node

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """Mark the arguments, and what a method is called on; not the function itself."""
        if isinstance(node.func, ast.Attribute):
            node.func.value = self._marked(node.func.value)
        elif not isinstance(node.func, ast.Name):
            node.func = self._marked(node.func)
        node.args = [self._marked(argument) for argument in node.args]
        for keyword in node.keywords:
            keyword.value = self._marked(keyword.value)
        if isinstance(node.func, ast.Name) and node.func.id == "float" and len(node.args) == 1 and not node.keywords:
            return _call(FLOAT, node, [node.func, *node.args])
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        """Show the value under its targets."""
        names = _target_names(node.targets[-1])
        node.targets = [self._marked(target) for target in node.targets]
        node.value = self._named(node.value, names)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        """Show the value under its target; the annotation is nobody's value."""
        if node.value is not None:
            node.value = self._named(node.value, _target_names(node.target))
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt] | ast.AugAssign:
        """Show what the target has become."""
        value, names = node.value, _target_names(node.target)
        self.visit(node.target)
        node.value = self._marked(value)
        if not isinstance(node.target, ast.Name):
            return node
        before, after = (ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target) for _ in range(2))
        looked = self._mark(before, before, Place(self._span(before)))
        operands = (self._numbers[before], self._numbers.get(value, -1))
        become = self._mark(after, node, Place(self._span(node), names, _operation(node), operands))
        return [ast.copy_location(ast.Expr(looked), node), node, ast.copy_location(ast.Expr(become), node)]

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.JoinedStr:
        """Leave formatted text alone: Python before 3.12 does not know where its parts stand."""
        return node

    def visit_Return(self, node: ast.Return) -> ast.Return:
        """Show what is returned."""
        if node.value is not None:
            node.value = self._named(node.value, ("",))
        return node

    def visit_For(self, node: ast.For) -> ast.For:
        """Count the rounds, and show what each begins with."""
        names, span = _target_names(node.target), self._span(node.iter)
        node.target = self._marked(node.target)
        node.iter = _call(ROUNDS, node.iter, [self._number(Place(span, names)), self._marked(node.iter)])
        self._visit_bodies(node)
        return node

    def visit_While(self, node: ast.While) -> list[ast.stmt]:
        """Count the rounds."""
        number = self._number(Place(self._span(node.test)))
        node.test = _call(AGAIN, node.test, [number, self._marked(node.test)])
        self._visit_bodies(node)
        begin = ast.Expr(_call(BEGIN, node.test, [number]))
        return [ast.copy_location(begin, node), node]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Show the arguments a function is called with; annotations are nobody's values."""
        node.decorator_list = [self._marked(each) for each in node.decorator_list]
        node.args.defaults = [self._marked(each) for each in node.args.defaults]
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        looks: list[ast.stmt] = [self._look(argument) for argument in arguments if argument.arg != "self"]
        body = self._visited(node.body)
        docstring = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body = [*body[:docstring], *looks, *body[docstring:]]
        return node

    def visit_Match(self, node: ast.Match) -> ast.Match:
        """Mark all but the patterns, which are no expressions."""
        node.subject = self._marked(node.subject)
        for case in node.cases:
            case.body = self._visited(case.body)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """Leave annotations alone."""
        return node

    def _look(self, argument: ast.arg) -> ast.stmt:
        name = ast.copy_location(ast.Name(argument.arg, ast.Load()), argument)
        place = Place(self._span(argument), (argument.arg,))
        return ast.copy_location(ast.Expr(self._mark(name, argument, place)), argument)

    def _visit_bodies(self, node: ast.For | ast.While) -> None:
        node.body, node.orelse = self._visited(node.body), self._visited(node.orelse)

    def _visited(self, body: list[ast.stmt]) -> list[ast.stmt]:
        visited: list[ast.stmt] = []
        for statement in body:
            made: ast.AST | list[ast.stmt] = self.visit(statement)
            visited += made if isinstance(made, list) else [made]  # type: ignore[list-item] # statements stay so
        return visited

    def _marked(self, node: ast.expr) -> ast.expr:
        marked = self.visit(node)
        assert isinstance(marked, ast.expr)  # noqa: S101 # what visit gives for an expression
        return marked

    def _named(self, node: ast.expr, names: tuple[str, ...] | None) -> ast.expr:
        """Mark an expression, and show it on its line."""
        marked = self._marked(node)
        number = self._numbers.get(node)
        if number is None:
            return self._mark(marked, node, Place(self._span(node), names)) if names else marked
        self.places[number] = self.places[number]._replace(names=names)
        return marked

    def _mark(self, marked: ast.expr, node: ast.AST, place: Place) -> ast.expr:
        number = self._number(place)
        self._numbers[node] = len(self.places) - 1
        return _call(SEE, marked, [number, marked])

    def _number(self, place: Place) -> ast.Constant:
        self.places.append(place)
        return ast.Constant(len(self.places) - 1)

    def _is_imported(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self._imported

    def _span(self, node: ast.AST) -> Span:
        line, column = node.lineno, node.col_offset  # type: ignore[attr-defined] # expressions and arguments have them
        end_line, end_column = node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]
        return Span(line, self._characters(line, column), end_line, self._characters(end_line, end_column))

    def _characters(self, line: int, column: int) -> int:
        text = self._lines[line - 1]
        return column if text.isascii() else len(text.encode()[:column].decode(errors="replace"))


def _call(name: str, at: ast.expr, arguments: list[ast.expr]) -> ast.Call:
    call = ast.Call(ast.Name(name, ast.Load()), arguments, [])
    for node in (call, call.func, *arguments):
        if not hasattr(node, "lineno"):
            ast.copy_location(node, at)
    return call


def _moved(node: ast.expr, to: ast.AST) -> ast.expr:
    for each in ast.walk(node):
        ast.copy_location(each, to)
    return node


def _operands(node: ast.AST) -> tuple[ast.AST, ...]:
    if isinstance(node, ast.BinOp):
        return node.left, node.right
    if isinstance(node, ast.Compare) and len(node.comparators) == 1:
        return node.left, node.comparators[0]
    if isinstance(node, ast.Call):
        owner = (node.func.value,) if isinstance(node.func, ast.Attribute) else ()
        return (*owner, *node.args)
    return ()


def _operation(node: ast.AST) -> str:
    """Name what is done: a sign's class ("Add"), or the last part of a called name ("mm")."""
    if isinstance(node, ast.BinOp | ast.AugAssign):
        return type(node.op).__name__
    if isinstance(node, ast.Compare):
        return "Compare"
    if isinstance(node, ast.Call):
        return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return ""


def _target_names(target: ast.expr) -> tuple[str, ...] | None:
    if isinstance(target, ast.Tuple | ast.List):
        return tuple((_target_names(each) or ("",))[0] for each in target.elts)
    if isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
        text = ast.unparse(target)
        return (text,) if len(text) <= _LONGEST_NAME else None
    return None
