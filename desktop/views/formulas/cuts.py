"""Slices, layers and diagonals: taken from a tensor, or written into one."""

from typing import Any

import numpy as np

from desktop.views.formulas.expression import setting, shape_of, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.joins import index_text, layer
from desktop.views.formulas.moves import sent_back
from desktop.views.formulas.rule import G, rule
from desktop.views.formulas.scene import Array
from desktop.views.formulas.shapes import diagonal_of

X, DIM = shape_of("self"), setting("dim", "d")
_END = (1 << 63) - 1
"""Autograd's "to the end"."""


def _cut(dim: int, start: Any, stop: Any, step: int) -> tuple[Any, ...]:
    inside = slice(start, None if stop == _END else stop, step)
    return (slice(None),) * dim + (inside,) if dim >= 0 else (..., inside, *(slice(None),) * (-dim - 1))


def _cut_words(writer: Writer, start: Writable, stop: Writable, step: Writable) -> str:
    """Write 1:3 as Python does: what is left out there is left out here."""
    first, last, stride = (part.constant(writer.scene) for part in (start, stop, step))
    ends = "" if last in {_END, None} and first is not None else writer.text(stop)
    return f"{'' if first == 0 else writer.text(start)}:{ends}{'' if stride == 1 else f':{writer.text(step)}'}"


def _sliced_text(writer: Writer, g: Writable, _x: Writable, dim: Writable, *cut: Writable) -> Text:
    index = index_text(writer, dim, _cut_words(writer, *cut))
    return f"{writer.text(g, Strength.FRACTION)} placed at {index}, 0 elsewhere", Strength.SUM


def _cut_text(writer: Writer, g: Writable, dim: Writable, *cut: Writable) -> Text:
    return f"{writer.text(g, Strength.WHOLE)}{index_text(writer, dim, _cut_words(writer, *cut))}", Strength.WHOLE


def _without_cut_text(writer: Writer, g: Writable, dim: Writable, *cut: Writable) -> Text:
    return (
        f"{writer.text(g, Strength.FRACTION)}, 0 at {index_text(writer, dim, _cut_words(writer, *cut))}",
        Strength.SUM,
    )


def _selected_text(writer: Writer, g: Writable, _x: Writable, dim: Writable, at: Writable) -> Text:
    return (
        f"{writer.text(g, Strength.FRACTION)} placed at {index_text(writer, dim, writer.text(at))}, 0 elsewhere",
        Strength.SUM,
    )


def _without_layer_text(writer: Writer, g: Writable, dim: Writable, at: Writable) -> Text:
    return f"{writer.text(g, Strength.FRACTION)}, 0 at {index_text(writer, dim, writer.text(at))}", Strength.SUM


_to_slice = sent_back(_sliced_text, lambda x, dim, *cut: x[_cut(dim, *cut)])
_to_layer = sent_back(_selected_text, lambda x, dim, at: np.take(x, at, axis=dim))
cut_out = written(_cut_text, keeps_single=False)(lambda g, dim, *cut: g[_cut(dim, *cut)])


@written(_without_cut_text, keeps_single=False)
def _without_cut(g: Array, dim: int, start: Any, stop: Any, step: int) -> Array:
    result = np.array(g)
    result[_cut(dim, start, stop, step)] = 0
    return result


@written(_without_layer_text, keeps_single=False)
def _without_layer(g: Array, dim: int, at: int) -> Array:
    result = np.array(g)
    np.moveaxis(result, dim, 0)[at] = 0
    return result


_CUT = (setting("start", ""), setting("end", ""), setting("step", "step"))


@written("{0}, 0 on the diagonal", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _without_diagonal(g: Array, offset: int, first: int, second: int) -> Array:
    places = np.diagonal(np.arange(g.size).reshape(g.shape), offset, first, second)
    result = np.array(g)
    result.flat[places] = 0
    return result


_PLACED = "What was taken sends its gradient back to its place; the rest was not used."
_WRITTEN = "What was overwritten sends nothing back; what was written gets the gradient of its place."
_SYMBOLS = {"self": "x", "src": "src"}

RULES = (
    rule("Slice0", _PLACED, {"self": _to_slice(G, X, DIM, *_CUT)}),
    rule("Select0", _PLACED, {"self": _to_layer(G, X, DIM, setting("index", "i"))}),
    rule("SliceScatter0", _WRITTEN, {"self": _without_cut(G, DIM, *_CUT), "src": cut_out(G, DIM, *_CUT)}, _SYMBOLS),
    rule(
        "SelectScatter0",
        _WRITTEN,
        {"self": _without_layer(G, DIM, setting("index", "i")), "src": layer(G, DIM, setting("index", "i"))},
        _SYMBOLS,
    ),
    rule(
        "DiagonalScatter0",
        _WRITTEN,
        {
            "self": _without_diagonal(G, setting("offset"), setting("dim1"), setting("dim2")),
            "src": diagonal_of(G, setting("offset"), setting("dim1"), setting("dim2")),
        },
        _SYMBOLS,
    ),
)
