"""Tensors that were put together, and one that was taken apart: each piece has its own stretch of the gradient."""

from collections.abc import Callable

import numpy as np

from desktop.views.formulas.expression import Constant, Expression, Fact, Sign, setting, shape_of, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.rule import G, Rule, class_names, rule
from desktop.views.formulas.scene import Array, Scene, Shape


def index_text(writer: Writer, dim: Writable, inside: str) -> str:
    """Write an index with something at one dimension: "[:, 2:5]"; counted from the end, "[…, 2:5]"."""
    known = dim.constant(writer.scene)
    if known is None:
        return f"[{inside} along dim d]"
    return (
        f"[{', '.join([':'] * known + [inside])}]"
        if known >= 0
        else f"[{', '.join(['…', inside] + [':'] * (-known - 1))}]"
    )


def _stretch_text(writer: Writer, x: Writable, dim: Writable, start: Writable, stop: Writable) -> Text:
    inside = f"{writer.text(start)}:{writer.text(stop)}"
    return f"{writer.text(x, Strength.WHOLE)}{index_text(writer, dim, inside)}", Strength.WHOLE


@written(_stretch_text, keeps_single=False)
def stretch(x: Array, dim: int, start: int, stop: int) -> Array:
    """Take a stretch along a dimension."""
    return np.take(x, range(start, stop), axis=dim)


def _layer_text(writer: Writer, x: Writable, dim: Writable, at: Writable) -> Text:
    return f"{writer.text(x, Strength.WHOLE)}{index_text(writer, dim, writer.text(at))}", Strength.WHOLE


@written(_layer_text, keeps_single=False)
def layer(x: Array, dim: int, at: int) -> Array:
    """Take what stands at one position of a dimension."""
    return np.take(x, at, axis=dim)


def _edge(scene: Scene, slot: int) -> int:
    """Where the piece of a slot begins along the dimension."""
    dim = scene.setting("dim")
    return sum(scene.known_shape(f"tensors[{before}]")[dim] for before in range(slot))


def _piece(_scene: Scene, slot: int) -> Expression:
    start = Fact(lambda known: _edge(known, slot), "start")
    stop = Fact(lambda known: _edge(known, slot + 1), "end")
    return stretch(G, setting("dim", "d"), start, stop)


def _layer(_scene: Scene, slot: int) -> Expression:
    return layer(G, setting("dim", "d"), slot)


@written("the block of {0} at rows {1}:{2}, columns {3}:{4}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def block(x: Array, top: int, bottom: int, left: int, right: int, shape: Shape) -> Array:
    """Cut a block out of a matrix, in the shape of what it came from."""
    return np.asarray(x)[top:bottom, left:right].reshape(shape)


def _block(_scene: Scene, slot: int) -> Expression:
    def corner(at: int, dim: int) -> Fact:
        return Fact(lambda scene: sum(_matrix(scene.known_shape(f"tensors[{i}]"))[dim] for i in range(at)), "…")

    return block(
        G, corner(slot, 0), corner(slot + 1, 0), corner(slot, 1), corner(slot + 1, 1), shape_of(f"tensors[{slot}]")
    )


def _matrix(shape: Shape) -> tuple[int, int]:
    rows, columns = (1, 1, *shape)[-2:]
    return rows, columns


def _pieces(scene: Scene) -> list[Expression]:
    """Give the gradients of all results, 0 for those that nothing flowed into."""
    roles = [role for role in scene.names if role[0] == "G" and role[1:].isdecimal()] or []
    return [Sign(role) if scene.shape(role) is not None else Constant(0) for role in ("G", *roles)]


def _zero_filled(shape: Shape, dim: int, sizes: tuple[int, ...], pieces: tuple[Array, ...]) -> list[Array]:
    filled = []
    for size, piece in zip(sizes, pieces, strict=True):
        whole = list(shape)
        whole[dim] = size
        filled.append(np.broadcast_to(piece, whole) if not np.ndim(piece) else piece)
    return filled


def _list_text(word: str) -> Callable[..., Text]:
    def text(writer: Writer, _shape: Writable, dim: Writable, _sizes: Writable, *pieces: Writable) -> Text:
        return f"{word}({', '.join(writer.text(piece) for piece in pieces)}, dim {writer.text(dim)})", Strength.WHOLE

    return text


@written(_list_text("cat"), keeps_single=False)
def rejoined(shape: Shape, dim: int, sizes: tuple[int, ...], *pieces: Array) -> Array:
    """Put stretches of these sizes together along a dimension."""
    return np.concatenate(_zero_filled(shape, dim, sizes, pieces), axis=dim)


@written(_list_text("stack"), keeps_single=False)
def restacked(shape: Shape, dim: int, _sizes: None, *pieces: Array) -> Array:
    """Put layers together along a new dimension."""
    layer_shape = shape[: dim % len(shape)] + shape[dim % len(shape) + 1 :]
    return np.stack([np.broadcast_to(piece, layer_shape) for piece in pieces], axis=dim)


def _sizes(scene: Scene) -> tuple[int, ...]:
    if scene.has("split_sizes"):
        return tuple(scene.setting("split_sizes"))
    whole, each = scene.known_shape("self")[scene.setting("dim")], scene.setting("split_size")
    return tuple(min(each, whole - start) for start in range(0, whole, each))


def _unsplit(scene: Scene) -> Expression:
    return rejoined(shape_of("self"), setting("dim", "d"), Fact(_sizes, "sizes"), *_pieces(scene))


def _unbound(scene: Scene) -> Expression:
    return restacked(shape_of("self"), setting("dim", "d"), None, *_pieces(scene))


def _list(short: str, why: str, each: Callable[[Scene, int], Expression]) -> Rule:
    return Rule(class_names(short), why, each=each)


RULES = (
    _list("Cat0", "Each piece gets its own stretch of the gradient.", _piece),
    _list("Stack0", "Each tensor gets its own layer of the gradient.", _layer),
    _list("BlockDiag0", "Each matrix gets its own block of the gradient; the zeros around it are constant.", _block),
    rule(
        "Split0 SplitWithSizes0 UnsafeSplit0 UnsafeSplitWithSizes0",
        "The pieces' gradients are put together again; a piece that nobody used sends zeros.",
        {"self": _unsplit},
    ),
    rule(
        "Unbind0",
        "The layers' gradients are put together again; a layer that nobody used sends zeros.",
        {"self": _unbound},
    ),
)
