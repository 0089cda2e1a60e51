"""Shapes in words: at the end of a line, and in full under the mouse."""

from collections.abc import Sequence
from html import escape

from desktop.records.preview import LineHint, Seen, Shape, TensorShape, broadcast, lined_up

_LONGEST_EXPRESSION = 60


def shape_words(shape: Shape) -> str:
    """Write a shape as people say it: its sizes with a times sign between, or "scalar"."""
    return "×".join(map(str, shape)) or "scalar"


def hint_texts(hints: Sequence[LineHint]) -> tuple[str, ...]:
    """Write what stands at the end of a line, at full length and shorter: the names go first, then the types.

    "y: 16×5 float32", "16×5 float32", "16×5"; "model: 55 parameters", "55 parameters".
    """
    ways = [_named, _typed, _bare]
    texts = (",  ".join(text for hint in hints if (text := way(hint))) for way in ways)
    return tuple(dict.fromkeys(texts))


def tip(expression: str, seen: Seen) -> str:
    """Write as HTML what an expression gives: shape, dtype, whether it requires a gradient; how operands line up."""
    shown = expression if len(expression) <= _LONGEST_EXPRESSION else f"{expression[:_LONGEST_EXPRESSION]}…"
    parts = [f"<b><code>{escape(shown)}</code></b>", *(_facts(tensor) for tensor in seen.tensors)]
    if seen.others:
        parts.append(f"before: {', '.join(map(shape_words, seen.others))}")
    if _is_broadcast(seen):
        parts.append(_lined_up(seen.operands))
    return "<br>".join(parts)


def explained(text: str) -> str:
    """Write an explanation as HTML: lines that begin with blanks stand below each other as they are."""
    lines = [
        f"<code>{escape(line).replace(' ', '&nbsp;')}</code>" if line[:1] == " " else escape(line)
        for line in text.split("\n")
    ]
    return "<br>".join(lines)


def _named(hint: LineHint) -> str:
    name = f"{hint.name}: " if hint.name else "→ "
    text = _typed(hint)
    return name + text if text else ""


def _typed(hint: LineHint) -> str:
    if hint.parameters is not None:
        return f"{hint.parameters:,} parameter{'' if hint.parameters == 1 else 's'}"
    return ", ".join(_tensor_words(tensor, hint.others) for tensor in hint.tensors)


def _bare(hint: LineHint) -> str:
    if hint.parameters is not None:
        return _typed(hint)
    return ", ".join(_shapes(tensor, hint.others) for tensor in hint.tensors)


def _shapes(tensor: TensorShape, others: tuple[Shape, ...]) -> str:
    return " or ".join(map(shape_words, (*others, tensor.shape)))


def _tensor_words(tensor: TensorShape, others: tuple[Shape, ...]) -> str:
    shapes = _shapes(tensor, others)
    device = "" if tensor.device == "cpu" else f" {tensor.device}"
    return f"{shapes} {tensor.dtype}{device}"


def _facts(tensor: TensorShape) -> str:
    gradient = "requires a gradient" if tensor.requires_grad else "no gradient"
    return escape(f"{shape_words(tensor.shape)} · {tensor.dtype} · {tensor.device} · {gradient}").replace(" ", "&nbsp;")


def _is_broadcast(seen: Seen) -> bool:
    return len(seen.operands) == 2 and seen.operands[0] != seen.operands[1]  # noqa: PLR2004 # two operands


def _lined_up(operands: tuple[Shape, ...]) -> str:
    together = broadcast(*operands[:2])
    rows = lined_up(*operands, *([together] if together is not None else []))
    marks = (" ", " ", "=")
    text = "\n".join(f" {mark} {row}" for mark, row in zip(marks, rows, strict=False))
    return f"broadcast, lined up from the right:<br>{explained(text)}"
