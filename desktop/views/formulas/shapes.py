"""Operations that only lay the same numbers out anew: the gradient is laid back."""

from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, Fact, setting, shape_of, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.moves import NOWHERE, sent_back
from desktop.views.formulas.number_words import sizes_text
from desktop.views.formulas.rule import G, Rule, rule
from desktop.views.formulas.scene import Array, Scene, Shape
from desktop.views.formulas.sums import to_shape_of


def _reshaped_text(writer: Writer, x: Writable, shape: Writable) -> Text:
    known = shape.constant(writer.scene)
    to = f"to {sizes_text(known)}" if known is not None else "back"
    return f"{writer.text(x, Strength.FRACTION)} reshaped {to}", Strength.SUM


@written(_reshaped_text, keeps_single=False)
def reshaped(x: Array, shape: Shape) -> Array:
    """Lay the same elements out in another shape."""
    return np.reshape(x, shape)


@written("{0} with dims {1} and {2} swapped", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def swapped(x: Array, first: int, second: int) -> Array:
    """Let two dimensions change places."""
    return np.swapaxes(x, first, second) if np.ndim(x) else x


@written("{0} permuted by {1}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def permuted(x: Array, dims: tuple[int, ...]) -> Array:
    """Put the dimensions into another order."""
    return np.transpose(x, dims)


@written("{0} flipped along dims {1}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def flipped(x: Array, dims: tuple[int, ...]) -> Array:
    """Reverse the order along dimensions."""
    return np.flip(x, dims)


@written("the diagonal of {0}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def diagonal_of(x: Array, offset: int, first: int, second: int) -> Array:
    """Take a diagonal."""
    return np.diagonal(x, offset, first, second)


def _inverse(scene: Scene) -> tuple[int, ...]:
    dims = scene.setting("dims")
    return tuple(int(dim) for dim in np.argsort([dim % len(dims) for dim in dims]))


def _transposed(scene: Scene) -> Expression:
    shape = scene.shape("G")
    if shape is not None and len(shape) == 2:  # noqa: PLR2004 # a matrix
        return G.T
    return swapped(G, setting("dim0"), setting("dim1"))


def _rolled(places: Array, shifts: Any, dims: Any) -> Array:
    return np.roll(places, shifts, dims or None)


def _kept(places: Array, pad: tuple[int, ...]) -> tuple[Array, list[tuple[int, int]]]:
    """Cut off what a negative padding takes away; give the rest, and how wide the others are for each dimension."""
    pairs = list(zip(pad[::2], pad[1::2], strict=True))[::-1]
    widths = [(0, 0)] * (places.ndim - len(pairs)) + pairs
    kept = tuple(
        slice(max(-left, 0), size - max(-right, 0)) for (left, right), size in zip(widths, places.shape, strict=True)
    )
    return places[kept], [(max(left, 0), max(right, 0)) for left, right in widths]


def _padded(places: Array, pad: tuple[int, ...]) -> Array:
    """Pad the last dimensions with nothing."""
    kept, widths = _kept(places, pad)
    return np.pad(kept, widths, constant_values=NOWHERE)


def _mirrored(places: Array, padding: tuple[int, ...], mode: Any) -> Array:
    kept, widths = _kept(places, padding)
    return np.pad(kept, widths, mode=mode)


def _windows(places: Array, dimension: int, size: int, step: int) -> Array:
    if not places.ndim:
        return places.reshape(1)
    view = np.lib.stride_tricks.sliding_window_view(places, size, axis=dimension)
    return np.take(view, range(0, view.shape[dimension], step), axis=dimension)


def _shuffled(places: Array, factor: int) -> Array:
    *batch, channels, height, width = places.shape
    split = places.reshape(*batch, channels // factor**2, factor, factor, height, width)
    k = len(batch)
    moved = split.transpose(*range(k + 1), k + 3, k + 1, k + 4, k + 2)
    return moved.reshape(*batch, channels // factor**2, height * factor, width * factor)


def _unshuffled(places: Array, factor: int) -> Array:
    *batch, channels, height, width = places.shape
    split = places.reshape(*batch, channels, height // factor, factor, width // factor, factor)
    k = len(batch)
    moved = split.transpose(*range(k + 1), k + 2, k + 4, k + 1, k + 3)
    return moved.reshape(*batch, channels * factor**2, height // factor, width // factor)


def _interleaved(places: Array, groups: int) -> Array:
    batch, channels, *rest = places.shape
    return places.reshape(batch, groups, channels // groups, -1).swapaxes(1, 2).reshape(batch, channels, *rest)


def _moved(names: str, text: str, move: Any, why: str, *arguments: Any) -> Rule:
    return rule(names, why, {"self": sent_back(text, move)(G, shape_of("self"), *arguments)})


X = shape_of("self")
_LAID = "The same elements in another shape: the gradient is laid back into the old one."
_TURNED = "The dimensions changed places, so the gradient's change back."
_PADDED = "The padding was not taken from x, so its gradients go nowhere."
_MIRRORED = "An element that was copied into the padding gets the gradients of all its copies."

RULES = (
    rule(
        "View0 ReshapeAlias0 UnsafeView0 Squeeze0 Squeeze1 Squeeze2 Squeeze3 Squeeze4 Squeeze5 Unsqueeze0 Unsqueeze1",
        _LAID,
        {"self": reshaped(G, X)},
    ),
    rule(
        "Expand0",
        "Each element was repeated, and every copy sends its share: they are summed.",
        {"self": to_shape_of("self", G)},
    ),
    rule("T0 T1", _TURNED, {"self": G.T}),
    rule("Transpose0 Transpose1", _TURNED, {"self": _transposed}),
    rule("Permute0", _TURNED, {"self": permuted(G, Fact(_inverse, "the inverse order"))}),
    _moved(
        "Repeat0",
        "Σ over the copies in {0}",
        np.tile,
        "Each element was copied, and every copy sends its share: they are summed.",
        setting("repeats"),
    ),
    rule("Flip0", "The order was reversed, so the gradient's is reversed back.", {"self": flipped(G, setting("dims"))}),
    _moved(
        "Roll0",
        "{0} rolled back by {2}",
        _rolled,
        "The elements moved along, so their gradients move back.",
        setting("shifts"),
        setting("dims"),
    ),
    _moved(
        "Rot900",
        "rot90({0}, −{2})",
        np.rot90,
        "The plane was turned, so the gradient is turned back.",
        setting("k"),
        setting("dims"),
    ),
    _moved(
        "Diagonal0",
        "{0} on the diagonal, 0 elsewhere",
        np.diagonal,
        "Only the diagonal was taken.",
        setting("offset"),
        setting("dim1"),
        setting("dim2"),
    ),
    rule(
        "DiagEmbed0",
        "The elements stand on the diagonal, and what surrounds them is constant.",
        {"self": diagonal_of(G, setting("offset"), setting("dim1"), setting("dim2"))},
    ),
    _moved(
        "Unfold0",
        "{0} added where the windows lay along dim {2}",
        _windows,
        "An element gets the gradients of all windows that it lies in.",
        setting("dimension"),
        setting("size"),
        setting("step"),
    ),
    _moved("ConstantPadNd0", "{0} without the padding {2}", _padded, _PADDED, setting("pad")),
    _moved(
        "ReflectionPad1D0 ReflectionPad2D0 ReflectionPad3D0",
        "{0} folded in by {2}",
        _mirrored,
        _MIRRORED,
        setting("padding"),
        "reflect",
    ),
    _moved(
        "ReplicationPad1D0 ReplicationPad2D0 ReplicationPad3D0",
        "{0} with the padding {2} added to the border",
        _mirrored,
        _MIRRORED,
        setting("padding"),
        "edge",
    ),
    _moved(
        "PixelShuffle0",
        "pixel_unshuffle({0}, {2})",
        _shuffled,
        "The channels were laid out as pixels, so the gradient's pixels become channels.",
        setting("upscale_factor"),
    ),
    _moved(
        "PixelUnshuffle0",
        "pixel_shuffle({0}, {2})",
        _unshuffled,
        "The pixels were laid out as channels, so the gradient's channels become pixels.",
        setting("downscale_factor"),
    ),
    _moved(
        "ChannelShuffle0",
        "{0} with the channels of {2} groups put back",
        _interleaved,
        "The channels changed places, so the gradient's change back.",
        setting("groups"),
    ),
)
