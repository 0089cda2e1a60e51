"""Patterns of shapes: "[2, 16]" exactly, "[*, 16]" with any first size, "[..., 16]" with any sizes before, "2×16"."""

import re
from dataclasses import dataclass

_CHIP = re.compile(r"(?:\d+|\*)(?:[×x](?:\d+|\*))+")
_ANY = "*"
_REST = ("...", "…")


class ShapeError(ValueError):
    """A text that starts like a shape and is none; the message is one sentence for the person."""


@dataclass(frozen=True)
class ShapePattern:
    """Sizes from the front and from the back (None: any size); `open` where any number may stand between."""

    front: tuple[int | None, ...]
    back: tuple[int | None, ...] = ()
    open: bool = False

    def matches(self, shape: tuple[int, ...]) -> bool:
        """Say whether a shape is one of those meant."""
        bound = len(self.front) + len(self.back)
        if len(shape) < bound or (len(shape) > bound and not self.open):
            return False
        ends = shape[: len(self.front)] + shape[len(shape) - len(self.back) :]
        return all(size in (None, found) for size, found in zip(self.front + self.back, ends, strict=True))


def is_shape(text: str) -> bool:
    """Say whether a word of a query means a shape."""
    return text.startswith("[") or _CHIP.fullmatch(text) is not None


def shape_pattern(text: str) -> ShapePattern:
    """Read a pattern; raise ShapeError where a size is no number."""
    if not text.startswith("["):
        return ShapePattern(_sizes(re.split("[×x]", text), text))
    if not text.endswith("]"):
        raise ShapeError(f"The shape {text} wants its closing bracket, like [2, 16].")
    parts = [part.strip() for part in text[1:-1].split(",") if part.strip()]
    rests = [place for place, part in enumerate(parts) if part in _REST]
    if len(rests) > 1:
        raise ShapeError(f"The shape {text} may leave sizes open with … in one place only.")
    if not rests:
        return ShapePattern(_sizes(parts, text))
    front, back = parts[: rests[0]], parts[rests[0] + 1 :]
    return ShapePattern(_sizes(front, text), _sizes(back, text), open=True)


def _sizes(parts: list[str], text: str) -> tuple[int | None, ...]:
    return tuple(_size(part, text) for part in parts)


def _size(part: str, text: str) -> int | None:
    if part == _ANY:
        return None
    if not part.isdecimal():
        raise ShapeError(f"In the shape {text}, “{part}” is no size: write a number, * for any one, ... for any few.")
    return int(part)
