"""A tensor as a section of a page: its facts, its numbers, and the way to all of its values."""

import re

from desktop.records.messages import HeldTensor
from desktop.records.tensor import Tensor
from desktop.views.inspector.fact_page import Fact, Look, Section
from desktop.views.tensor_text import number_text, tensor_facts, values_note

_BAD_NEWS = re.compile("NaN|∞")
_FEW = 9
NOTHING_FLOWED = "No backward pass was recorded. Call backward() on the result and run again."


def tensor_section(
    title: str, tensor: Tensor | None, missing: str, link: str = "", look: tuple[str, HeldTensor] | None = None
) -> Section:
    """Tell of a tensor, or say what is `missing`; `look` names it for who wants to see all its values."""
    if tensor is None:
        return Section(title, note=missing, link=link)
    if tensor.count == 1 and tensor.values:
        return Section(title, _scalar_facts(tensor), link=link)
    facts = tuple(
        Fact(name, text, broken=bool(_BAD_NEWS.search(f"{name} {text}"))) for name, text in tensor_facts(tensor)
    )
    seen = Look(*look) if look is not None and tensor.count > 1 else None
    if _is_uniform(tensor):
        return Section(title, facts, link=link, look=seen)
    return Section(title, facts, tensor, values_note(tensor), link, seen)


def _scalar_facts(tensor: Tensor) -> tuple[Fact, ...]:
    """Tell of one number: itself, and what kind of number it is."""
    value = number_text(tensor.values[0]) if tensor.values else ""
    kinds = [Fact(name, text) for name, text in tensor_facts(tensor) if name in {"shape", "dtype"}]
    return (Fact("number", value, broken=bool(_BAD_NEWS.search(value))), *kinds)


def _is_uniform(tensor: Tensor) -> bool:
    """Say whether a table of the tensor's values would only repeat one number."""
    return tensor.count > _FEW and tensor.minimum is not None and tensor.minimum == tensor.maximum and not tensor.nans
