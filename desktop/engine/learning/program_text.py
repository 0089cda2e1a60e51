"""What of a program's text makes its classes: imports, functions, classes, and assignments that call nothing."""

import ast

from desktop.records.files import UsageError

_DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_ACTIVE = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom)


def defining(text: str) -> ast.Module:
    """Parse a program and leave out whatever does something; raise UsageError where it is no Python."""
    try:
        module = ast.parse(text)
    except SyntaxError as error:
        raise UsageError(f"The model's program cannot be read: line {error.lineno}: {error.msg}.") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise UsageError(f"The model's program cannot be read: {error}.") from error
    module.body = [statement for statement in module.body if _defines(statement)]
    return module


def defining_text(text: str) -> str:
    """Give the same as text: those statements in full lines, decorators included."""
    lines = text.splitlines()
    spans = [(_first_line(statement), statement.end_lineno) for statement in defining(text).body]
    return "\n".join("\n".join(lines[first - 1 : last]) for first, last in spans)


def arguments_of(text: str) -> tuple[list[object], dict[str, object]]:
    """Read what stands between the brackets of a call, literals only; raise UsageError where it is anything else."""
    try:
        call = ast.parse(f"_({text}\n)", mode="eval").body
        if not isinstance(call, ast.Call) or any(keyword.arg is None for keyword in call.keywords):
            raise ValueError("it is no list of arguments")  # noqa: TRY301 (told as all other mistakes are)
        positional = [ast.literal_eval(argument) for argument in call.args]
        named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError) as error:
        raise UsageError(
            f"The model's arguments cannot be used: ({text}). Write numbers, texts, lists, True or False, as in 3, 1."
        ) from error
    return positional, named


def _defines(statement: ast.stmt) -> bool:
    if isinstance(statement, _DEFINITIONS):
        return True
    if not isinstance(statement, ast.Assign | ast.AnnAssign):
        return False
    return not any(isinstance(node, _ACTIVE) for node in ast.walk(statement))


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])
