"""Elements taken by their place, and elements written to places."""

from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, Fact, Sign, setting, shape_of, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.functions import fails
from desktop.views.formulas.joins import index_text, layer
from desktop.views.formulas.letters import ALPHA
from desktop.views.formulas.moves import sent_back
from desktop.views.formulas.rule import G, rule
from desktop.views.formulas.scene import Array, Scene, UnknownError
from desktop.views.formulas.shapes import diagonal_of
from desktop.views.formulas.sums import to_shape_of, total

X, DIM = shape_of("self"), setting("dim", "d")
INDEX, MASK, SOURCE = Sign("index"), Sign("mask"), Sign("source")
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


def _indices(scene: Scene) -> tuple[Any, ...]:
    """Give the index tensors in their places, a whole slice where there is none."""
    last = max((int(role[8:-1]) for role in scene.values if role.startswith("indices[")), default=-1)
    if last < 0:
        raise UnknownError("Its indices were not recorded.")
    return tuple(scene.values.get(f"indices[{at}]", slice(None)) for at in range(last + 1))


def _index_words(scene: Scene) -> str:
    """Write the index tensors in their places, ":" where there is none."""
    places = [int(role[8:-1]) for role in scene.names if role.startswith("indices[")]
    return (
        ", ".join(scene.names.get(f"indices[{at}]", ":") for at in range(max(places, default=-1) + 1)) or "its indices"
    )


def _indexed_text(writer: Writer, g: Writable, *_: Writable) -> Text:
    return f"{writer.text(g, Strength.FRACTION)} added at [{_index_words(writer.scene)}], 0 elsewhere", Strength.SUM


def _taken_text(writer: Writer, g: Writable, _indices: Writable) -> Text:
    return f"{writer.text(g, Strength.WHOLE)}[{_index_words(writer.scene)}]", Strength.WHOLE


INDICES = Fact(_indices, "indices")
_to_indices = sent_back(_indexed_text, lambda x, indices: x[indices])
_at_indices = written(_taken_text, keeps_single=False)(lambda g, indices: g[indices])


@written("{0}, 0 where it was overwritten", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _without_indices(g: Array, indices: Any) -> Array:
    result = np.array(g)
    result[indices] = 0
    return result


def _put(scene: Scene) -> Expression:
    return G if scene.setting("accumulate") else _without_indices(G, INDICES)


def _along(x: Array, dim: int, index: Array) -> Array:
    """Take as `gather` does: the index may be smaller than x along the other dimensions."""
    index = np.asarray(index)
    if not x.ndim or not index.ndim:
        return x.reshape(-1)[index.reshape(-1)].reshape(index.shape)
    inside = tuple(slice(None) if axis == dim % x.ndim else slice(size) for axis, size in enumerate(index.shape))
    return np.take_along_axis(x[inside], index, dim)


_to_gathered = sent_back("{0} added at {3} along dim {2}, 0 elsewhere", _along)
_to_rows = sent_back("{0} added at {3} along dim {2}, 0 elsewhere", lambda x, dim, index: np.take(x, index, axis=dim))
_gathered = written("gather({0}, dim {1}, {2})", keeps_single=False)(_along)
_rows = written("{0} at {2} along dim {1}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)(
    lambda g, dim, index: np.take(g, np.asarray(index), axis=dim)
)


@written("{0}, 0 at {2} along dim {1}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _without_gathered(g: Array, dim: int, index: Array) -> Array:
    overwritten = _along(np.arange(g.size).reshape(g.shape), dim, index)
    result = np.array(g)
    result.flat[overwritten] = 0
    return result


@written("{0}, 0 at {2} along dim {1}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _without_rows(g: Array, dim: int, index: Array) -> Array:
    result = np.array(g)
    np.moveaxis(result, dim, 0)[np.asarray(index)] = 0
    return result


_to_masked = sent_back("{0} placed where {2} holds, 0 elsewhere", lambda x, mask: x[np.broadcast_to(mask, x.shape)])
_to_flat = sent_back("{0} added at the places {2} of x, row by row, 0 elsewhere", lambda x, index: x.reshape(-1)[index])


def _order_of_use(source: Array, mask: Array, g: Array) -> Array:
    used = np.full(np.shape(g), -1)
    holds = np.broadcast_to(mask, used.shape)
    used[holds] = source.reshape(-1)[: holds.sum()]
    return used


_to_source = sent_back("{0} where {2} holds, in order", _order_of_use)


def _embedded(table: Array, indices: Array, padding: Any) -> Array:
    rows = table[np.asarray(indices)]
    return np.where((np.asarray(indices) == padding)[..., None], -1, rows)


_to_table = sent_back("the rows of {0} added at the rows {2}, 0 elsewhere", _embedded)


def _embedding(scene: Scene) -> Expression:
    if scene.has("scale_grad_by_freq") and scene.setting("scale_grad_by_freq"):
        raise UnknownError("With scale_grad_by_freq there is no formula yet.")
    padding = setting("padding_idx") if scene.has("padding_idx") else -1
    return _to_table(G, shape_of("weight"), Sign("indices"), padding)


@written("{0} at {1}, row by row", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _flat_rows(g: Array, index: Array) -> Array:
    return np.asarray(g).reshape(-1)[index]


@written("{0}, 0 at {1}, row by row", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _without_flat(g: Array, index: Array) -> Array:
    result = np.array(g)
    result.reshape(-1)[index] = 0
    return result


def _put_flat(scene: Scene) -> Expression:
    return G if scene.setting("accumulate") else _without_flat(G, INDEX)


@written("{0}, 0 on the diagonal", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _without_diagonal(g: Array, offset: int, first: int, second: int) -> Array:
    places = np.diagonal(np.arange(g.size).reshape(g.shape), offset, first, second)
    result = np.array(g)
    result.flat[places] = 0
    return result


def _bagged(scene: Scene) -> Expression:
    """Give each row of the table what its bags get; a mean is shared among the bag."""
    mode = scene.setting("mode")
    if mode not in {_SUM, _MEAN} or scene.shape("per_sample_weights") is not None:
        raise UnknownError("For the greatest of a bag, and for weights in it, there is no formula yet.")
    if scene.setting("scale_grad_by_freq"):
        raise UnknownError("With scale_grad_by_freq there is no formula yet.")
    shares = _of_bag(G, Sign("result1")) if mode == _SUM else _of_bag_mean(G, Sign("result1"), Sign("result2"))
    return _to_table(shares, shape_of("weight"), Sign("indices"), setting("padding_idx"))


_SUM, _MEAN = 0, 1
_of_bag = written("{0}[bags]", needs=(Strength.WHOLE,), keeps_single=False)(lambda g, bags: g[bags])
_of_bag_mean = written("({0}/sizes)[bags]", keeps_single=False)(lambda g, bags, sizes: (g / sizes[:, None])[bags])

_PLACED = "What was taken sends its gradient back to its place; the rest was not used."
_ADDED = "What was taken sends its gradient back to its place; what was taken twice gets the sum."
_WRITTEN = "What was overwritten sends nothing back; what was written gets the gradient of its place."
_SUMMED = "What was added to passes its gradient on; what was added gets the gradient of its place."
_i = {"index": "index", "self": "x", "src": "src", "source": "source"}

RULES = (
    rule(
        "EmbeddingBag0",
        "Each row of the table gets the sum of the gradients of all the bags that it lies in.",
        {"weight": _bagged},
        {"weight": "W"},
    ),
    rule(
        "DiagonalScatter0",
        _WRITTEN,
        {
            "self": _without_diagonal(G, setting("offset"), setting("dim1"), setting("dim2")),
            "src": diagonal_of(G, setting("offset"), setting("dim1"), setting("dim2")),
        },
        _i,
    ),
    rule("Slice0", _PLACED, {"self": _to_slice(G, X, DIM, *_CUT)}),
    rule("Select0", _PLACED, {"self": _to_layer(G, X, DIM, setting("index", "i"))}),
    rule("Index0 UnsafeIndex0", _ADDED, {"self": _to_indices(G, X, INDICES)}),
    rule("IndexSelect0", _ADDED, {"self": _to_rows(G, X, DIM, INDEX)}),
    rule("Gather0", _ADDED, {"self": _to_gathered(G, X, DIM, INDEX)}),
    rule("Take0", _ADDED, {"self": _to_flat(G, X, INDEX)}),
    rule("MaskedSelect0", _PLACED, {"self": _to_masked(G, X, MASK)}),
    rule(
        "Embedding0",
        "Each row of the table gets the sum of the gradients of all the places where it was looked up.",
        {"weight": _embedding},
        {"weight": "W"},
    ),
    rule("Scatter0", _WRITTEN, {"self": _without_gathered(G, DIM, INDEX), "src": _gathered(G, DIM, INDEX)}, _i),
    rule(
        "Scatter1",
        "What was overwritten by the constant sends nothing back.",
        {"self": _without_gathered(G, DIM, INDEX)},
        _i,
    ),
    rule("ScatterAdd0", _SUMMED, {"self": G, "src": _gathered(G, DIM, INDEX)}, _i),
    rule("IndexAdd0", _SUMMED, {"self": G, "source": setting("alpha", ALPHA) * _rows(G, DIM, INDEX)}, _i),
    rule("IndexCopy0", _WRITTEN, {"self": _without_rows(G, DIM, INDEX), "source": _rows(G, DIM, INDEX)}, _i),
    rule(
        "IndexFill0",
        "What was overwritten by the constant sends nothing back.",
        {"self": _without_rows(G, DIM, INDEX)},
        _i,
    ),
    rule(
        "IndexFill1",
        "What was overwritten sends nothing back; the value that was written gets the sum over all its places.",
        {"self": _without_rows(G, DIM, INDEX), "value": total(G - _without_rows(G, DIM, INDEX))},
        {"self": "x", "value": "v"},
    ),
    rule(
        "IndexPut0",
        _WRITTEN,
        {"self": _put, "values": to_shape_of("values", _at_indices(G, INDICES))},
        {"self": "x", "values": "values"},
    ),
    rule("Put0", _WRITTEN, {"self": _put_flat, "source": _flat_rows(G, INDEX)}, _i),
    rule(
        "MaskedScatter0", _WRITTEN, {"self": fails(MASK) * G, "source": _to_source(G, shape_of("source"), MASK, G)}, _i
    ),
    rule("SliceScatter0", _WRITTEN, {"self": _without_cut(G, DIM, *_CUT), "src": cut_out(G, DIM, *_CUT)}, _i),
    rule(
        "SelectScatter0",
        _WRITTEN,
        {"self": _without_layer(G, DIM, setting("index", "i")), "src": layer(G, DIM, setting("index", "i"))},
        _i,
    ),
)
