"""How lines move in and out, and become comments: text in, text out."""

import re

INDENT = "    "
_OPENERS = "([{"
_LEAVES_BLOCK = re.compile(r"\s*(return|pass|break|continue|raise)\b")


def indentation(line: str) -> str:
    """Give the blanks a line begins with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def indent(lines: list[str]) -> list[str]:
    """Move lines one step in; empty ones stay empty."""
    return [INDENT + line if line.strip() else line for line in lines]


def dedent(lines: list[str]) -> list[str]:
    """Move lines one step out, each as far as it can."""
    return [line[_step_out(line) :] for line in lines]


def toggle_comments(lines: list[str]) -> list[str]:
    """Take comment marks off where every written line has one; else set them at the shallowest line's depth."""
    written = [line for line in lines if line.strip()]
    if not written:
        return lines
    if all(line.lstrip().startswith("#") for line in written):
        return [_uncomment(line) for line in lines]
    depth = min(len(indentation(line)) for line in written)
    return [f"{line[:depth]}# {line[depth:]}" if line.strip() else line for line in lines]


def next_line_indentation(before: str) -> str:
    """Give the blanks of the line after one that reads `before` up to the caret."""
    blanks = indentation(before)
    code = _without_comment(before).rstrip()
    if code.endswith(":") or _stays_open(code):
        return blanks + INDENT
    if _LEAVES_BLOCK.match(code):
        return blanks[: -len(INDENT)]
    return blanks


def _step_out(line: str) -> int:
    if line.startswith("\t"):
        return 1
    return min(len(INDENT), len(line) - len(line.lstrip(" ")))


def _uncomment(line: str) -> str:
    return re.sub(r"^(\s*)# ?", r"\1", line)


def _without_comment(code: str) -> str:
    """Cut a trailing comment. A mark inside a string is kept, if the string is whole and on this line."""
    outside = re.sub(r"'[^']*'|\"[^\"]*\"", lambda match: "x" * len(match[0]), code)
    return code[: outside.find("#")] if "#" in outside else code


def _stays_open(code: str) -> bool:
    return code[-1:] in _OPENERS if code else False
