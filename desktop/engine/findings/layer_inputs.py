"""Inputs that do not fit the layer they are given to."""

import re
from collections.abc import Iterator

from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.constructions import resized
from desktop.engine.findings.edits import fix, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.shape_words import here, shape_in, shape_text
from desktop.records.finding import Fix

_RANKS = re.compile(r"Expected (?:\dD|\d-dimensional).* input to (\w+), but got input of size: (\[[\d, ]*\])")
_NORM_RANK = re.compile(r"expected (.+) input \(got (\d)D input\)")
_CHANNELS = re.compile(r"running_mean should contain (\d+) elements not (\d+)")
_LAST = re.compile(
    r"Given normalized_shape=(\[[\d, ]*\]), expected input with shape \[.*\], but got input of size(\[.*\])"
)
_STATE = re.compile(r"Expected (hidden\S*) size (\(.*\)), got (\[.*\])")
_EMBEDDING = re.compile(r"was expecting embedding dimension of (\d+), but got (\d+)")
_MASK = re.compile(r"The shape of the (\dD attn_mask) is torch\.Size\((\[.*\])\), but should be (\(.*\))\.")
_DIVISIBLE = re.compile(r"(embed_dim|num_channels).* must be divisible by (num_heads|num_groups)")
_BATCH = re.compile(r"batch[12] must be a 3D tensor")
_KERNEL = re.compile(r"input size per channel: \((.*)\)\. Kernel size: \((.*)\)\. Kernel size can't be greater")
_OUTPUT = re.compile(r"Given input size: \((.*)\)\. Calculated output size: \((.*)\)\. Output size is too small")
_PLACES = {"conv1d": "(channels, length)", "conv2d": "(channels, height, width)"}


def mismatch(case: Case) -> Iterator[Remark]:
    """Translate what layers say of inputs of other sizes than they were made for."""
    for pattern, tell in _TOLD:
        found = pattern.search(case.message)
        if found is not None:
            yield tell(case, found)
            return


def _ranks(case: Case, found: re.Match[str]) -> Remark:
    name, shape = found[1], shape_in(found[2])
    wanted = _PLACES.get(name, "(channels, ...)")
    return case.told(
        f"{name} takes one example as {wanted}, or a batch of them with its number first, and got {shape_text(shape)}. "
        "Add the missing dimension, for one channel with unsqueeze(1) of a batch or unsqueeze(0) of one example."
    )


def _norm_rank(case: Case, found: re.Match[str]) -> Remark:
    got, name = int(found[2]), type(case.layer).__name__
    return case.told(
        f"{name} takes {found[1]} inputs, batch first and then channels, and got one with {got} "
        f"dimensions{here(_inputs(case))}. The number in a layer's name says how many dimensions come after the "
        "channels.",
        _other_rank(case, name, got - 2),
    )


def _inputs(case: Case) -> list[tuple[int, ...]]:
    trace = case.error.__traceback__ if case.error is not None else None
    shapes = []
    while trace is not None:
        if trace.tb_frame.f_locals.get("self") is case.layer and "input" in trace.tb_frame.f_locals:
            shapes = [tuple(trace.tb_frame.f_locals["input"].shape)]
        trace = trace.tb_next
    return shapes


def _other_rank(case: Case, name: str, rank: int) -> Fix | None:
    made = list(case.syntax.calls(name))
    if name[-2:-1] not in "123" or not name.endswith("d") or rank not in (1, 2, 3) or len(made) != 1:
        return None
    other = f"{name[:-2]}{rank}d"
    written = case.syntax.code(made[0].func)
    return fix(f"Make it a {other}", replaced(case.syntax, made[0].func, f"{written.removesuffix(name)}{other}"))


def _channels(case: Case, found: re.Match[str]) -> Remark:
    has, made = int(found[1]), int(found[2])
    return case.told(
        f"{_name(case.layer, 'The layer')} was made for {made} channels, and its input has {has} in dimension "
        f"1{here(case.shapes[:1])}. Make it for as many as the layer before it gives.",
        resized(case, case.layer, has),
    )


def _last(case: Case, found: re.Match[str]) -> Remark:
    made, got = shape_in(found[1]), shape_in(found[2])
    is_one = len(made) == 1 and bool(got)
    return case.told(
        f"{_name(case.layer, 'The layer')} was made for last dimensions of {shape_text(made)}, and its input is "
        f"{shape_text(got)}. Give it the sizes that the input ends with.",
        resized(case, case.layer, got[-1]) if is_one else None,
    )


def _state(case: Case, found: re.Match[str]) -> Remark:
    return case.told(
        f"The first hidden state must be {found[2]}: layers (twice for both directions), batch, hidden size; it is "
        f"{shape_text(shape_in(found[3]))}. Is batch_first what you meant, and was the last batch smaller?"
    )


def _embedding(case: Case, found: re.Match[str]) -> Remark:
    return case.told(
        f"The attention was made for vectors of {found[1]} numbers, and these have {found[2]}. Their last dimension "
        "must be embed_dim: make it for that size, or put a Linear before it."
    )


def _mask(case: Case, found: re.Match[str]) -> Remark:
    return case.told(
        f"A mask says for each of the target's places which of the source's it may look at, so it must be {found[3]} "
        f"and is {shape_text(shape_in(found[2]))}. Make it for the length of this input."
    )


def _divisible(case: Case, found: re.Match[str]) -> Remark:
    return case.told(
        f"{found[1]} is dealt out in {found[2]} equal parts, so it must be a multiple of it. Change one of the two."
    )


def _batch(case: Case, _found: re.Match[str]) -> Remark:
    return case.told(
        f"bmm multiplies batches of matrices, with the batch first: (batch, rows, columns){here(case.shapes)}. For "
        "single matrices take @ or torch.mm."
    )


def too_small(case: Case) -> Iterator[Remark]:
    """Translate pictures that are smaller than what is to be taken of them."""
    kernel, output = _KERNEL.search(case.message), _OUTPUT.search(case.message)
    if kernel is not None:
        yield case.told(
            f"The kernel takes {kernel[2].replace(' ', '')} and the input is down to {kernel[1].replace(' ', '')} "
            "here, padding included. Begin with a larger one, pad more, or leave out a pooling or a stride before it."
        )
    elif "Padding size should be less than the corresponding input dimension" in case.message:
        yield case.told(
            "Reflecting takes its numbers from the input, which must be larger than the "
            f"padding{here(case.shapes[:1])}. Pad less, or with zeros (mode constant)."
        )
    elif output is not None:
        yield case.told(
            f"Nothing would be left of an input of {output[1]}: the output would be {output[2]}. Begin with a larger "
            "one, pad more, or leave out a pooling or a stride before it."
        )


def _name(layer: nn.Module | None, otherwise: str) -> str:
    return otherwise if layer is None else type(layer).__name__


_TOLD = (
    (_RANKS, _ranks),
    (_NORM_RANK, _norm_rank),
    (_CHANNELS, _channels),
    (_LAST, _last),
    (_STATE, _state),
    (_EMBEDDING, _embedding),
    (_MASK, _mask),
    (_DIVISIBLE, _divisible),
    (_BATCH, _batch),
)

RULES = (
    Rule("layer-mismatch", "error", mismatch),
    Rule("input-too-small", "error", too_small),
)
