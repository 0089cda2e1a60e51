"""Elements taken and written by tensors of indices, or by masks."""

from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, Fact, Sign, setting, shape_of, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.functions import fails
from desktop.views.formulas.letters import ALPHA
from desktop.views.formulas.moves import sent_back
from desktop.views.formulas.rule import G, rule
from desktop.views.formulas.scene import Array, Scene, Shape, UnknownError
from desktop.views.formulas.sums import to_shape_of, total

X, DIM = shape_of("self"), setting("dim", "d")
INDEX, MASK, SOURCE = Sign("index"), Sign("mask"), shape_of("source")


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
    if not index.size or not x.ndim or not index.ndim:
        return x.reshape(-1)[index.reshape(-1).astype(int)].reshape(index.shape)
    inside = tuple(slice(None) if axis == dim % x.ndim else slice(size) for axis, size in enumerate(index.shape))
    return np.take_along_axis(x[inside], index, dim)


_to_gathered = sent_back("{0} added at {3} along dim {2}, 0 elsewhere", _along)
_to_rows = sent_back(
    "{0} added at {3} along dim {2}, 0 elsewhere", lambda x, dim, index: np.take(np.atleast_1d(x), index, axis=dim)
)
_gathered = written("gather({0}, dim {1}, {2})", keeps_single=False)(_along)


@written("{0} at {2} along dim {1}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _rows(g: Array, dim: int, index: Array, shape: Shape) -> Array:
    return np.take(np.atleast_1d(g), np.asarray(index), axis=dim).reshape(shape)


@written("{0}, 0 at {2} along dim {1}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _without_gathered(g: Array, dim: int, index: Array) -> Array:
    overwritten = _along(np.arange(g.size).reshape(g.shape), dim, index)
    result = np.array(g)
    result.flat[overwritten] = 0
    return result


@written("{0}, 0 at {2} along dim {1}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _without_rows(g: Array, dim: int, index: Array) -> Array:
    result = np.array(g)
    if not result.ndim:
        return np.zeros(())
    np.moveaxis(result, dim, 0)[np.asarray(index)] = 0
    return result


def _chosen(x: Array, mask: Array) -> Array:
    whole, holds = np.broadcast_arrays(x, mask)
    return whole[holds]


_to_masked = sent_back("{0} placed where {2} holds, 0 elsewhere", _chosen)
_to_flat = sent_back("{0} added at the places {2} of x, row by row, 0 elsewhere", lambda x, index: x.reshape(-1)[index])


def _order_of_use(source: Array, mask: Array, g: Array) -> Array:
    used = np.full(np.shape(g), -1)
    holds = np.broadcast_to(mask, used.shape)
    used[holds] = source.reshape(-1)[: holds.sum()]
    return used


_to_source = sent_back("{0} where {2} holds, in order", _order_of_use)


@written("{0} at {1}, row by row", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _flat_rows(g: Array, index: Array, shape: Shape) -> Array:
    return np.asarray(g).reshape(-1)[index].reshape(shape)


@written("{0}, 0 at {1}, row by row", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def _without_flat(g: Array, index: Array) -> Array:
    result = np.array(g)
    result.reshape(-1)[index] = 0
    return result


def _put_flat(scene: Scene) -> Expression:
    return G if scene.setting("accumulate") else _without_flat(G, INDEX)


_PLACED = "What was taken sends its gradient back to its place; the rest was not used."
_ADDED = "What was taken sends its gradient back to its place; what was taken twice gets the sum."
_WRITTEN = "What was overwritten sends nothing back; what was written gets the gradient of its place."
_SUMMED = "What was added to passes its gradient on; what was added gets the gradient of its place."
_i = {"index": "index", "self": "x", "src": "src", "source": "source"}

RULES = (
    rule("Index0 UnsafeIndex0", _ADDED, {"self": _to_indices(G, X, INDICES)}),
    rule("IndexSelect0", _ADDED, {"self": _to_rows(G, X, DIM, INDEX)}),
    rule("Gather0", _ADDED, {"self": _to_gathered(G, X, DIM, INDEX)}),
    rule("Take0", _ADDED, {"self": _to_flat(G, X, INDEX)}),
    rule("MaskedSelect0", _PLACED, {"self": _to_masked(G, X, MASK)}),
    rule("Scatter0", _WRITTEN, {"self": _without_gathered(G, DIM, INDEX), "src": _gathered(G, DIM, INDEX)}, _i),
    rule(
        "Scatter1",
        "What was overwritten by the constant sends nothing back.",
        {"self": _without_gathered(G, DIM, INDEX)},
        _i,
    ),
    rule("ScatterAdd0", _SUMMED, {"self": G, "src": _gathered(G, DIM, INDEX)}, _i),
    rule("IndexAdd0", _SUMMED, {"self": G, "source": setting("alpha", ALPHA) * _rows(G, DIM, INDEX, SOURCE)}, _i),
    rule("IndexCopy0", _WRITTEN, {"self": _without_rows(G, DIM, INDEX), "source": _rows(G, DIM, INDEX, SOURCE)}, _i),
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
    rule("Put0", _WRITTEN, {"self": _put_flat, "source": _flat_rows(G, INDEX, SOURCE)}, _i),
    rule(
        "MaskedScatter0",
        _WRITTEN,
        {"self": to_shape_of("self", fails(MASK) * G), "source": _to_source(G, SOURCE, MASK, G)},
        _i,
    ),
)
