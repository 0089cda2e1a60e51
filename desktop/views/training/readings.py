"""How the lines of text in a recipe's form are read: widths, formulas, arguments. Nothing is ever evaluated."""

import ast
from collections.abc import Iterable

MOST_WIDTHS, WIDEST = 16, 4_096
_MOST_FORMULA = 1_000


def read_widths(text: str) -> tuple[int, ...]:
    """Read "16, 16" as (16, 16), and nothing as (); raise ValueError with a sentence."""
    try:
        widths = tuple(int(part) for part in text.replace(",", " ").split())
    except ValueError:
        raise ValueError("Widths are whole numbers with commas between them, such as 16, 16.") from None
    if len(widths) > MOST_WIDTHS or not all(1 <= width <= WIDEST for width in widths):
        raise ValueError(f"Widths are at most {MOST_WIDTHS} numbers from 1 to {WIDEST:,}.")
    return widths


def write_widths(widths: object) -> str:
    """Write widths as a person would."""
    return ", ".join(map(str, widths)) if isinstance(widths, Iterable) else ""


def read_formula(text: str) -> str:
    """Check that a text can be a formula of x1, x2, …; raise ValueError with a sentence. The engine checks the rest."""
    try:
        tree = ast.parse(text.strip().replace("^", "**"), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError("The formula cannot be read. Write it as in Python: 3*x1 + sin(x2).") from None
    if len(text) > _MOST_FORMULA:
        raise ValueError(f"The formula has more than {_MOST_FORMULA:,} characters.")
    if not any(isinstance(node, ast.Name) and _is_input(node.id) for node in ast.walk(tree)):
        raise ValueError("The formula needs an input: x1, x2, …")
    return text.strip()


def read_arguments(text: str) -> str:
    """Check that a text can stand between the brackets of a call, with plain values only; raise ValueError."""
    try:
        for value in _argument_values(text):
            ast.literal_eval(value)
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        raise ValueError("Arguments are plain values with commas between them, such as 3, 1 or width=8.") from None
    return text.strip()


def _argument_values(text: str) -> list[ast.expr]:
    """Give the values between the brackets of one call; raise ValueError where a bracket closes it early."""
    match ast.parse(f"f({text}\n)", mode="eval").body:
        case ast.Call(func=ast.Name(), args=args, keywords=keywords):
            return [*args, *(keyword.value for keyword in keywords)]
    raise ValueError(text)


def write_text(value: object) -> str:
    """Write a text as it is."""
    return str(value)


def _is_input(name: str) -> bool:
    return name == "x" or (name.startswith("x") and name[1:].isdecimal())
