"""What a pass adds to a gradient and an optimizer to a value is told as before, by how much, after."""

from desktop.records.flow import Change, Flow
from desktop.records.tensor import Tensor
from desktop.views.inspector.change_sections import change_sections
from desktop.views.inspector.index import FlowIndex


def vector(*values: float) -> Tensor:
    """Give the record of a vector."""
    return Tensor((len(values),), "float32", "cpu", count=len(values), norm=9.0, values=values)


def test_few_numbers_are_written_out() -> None:
    """Before + what arrived = now, number by number."""
    changed = Change("n0", vector(1.0, 2.0), vector(4.0, 1.0))
    section = next(change_sections(changed, None, vector(3.0, -1.0)))
    assert [(fact.name, fact.text) for fact in section.facts] == [
        ("before", "[1, 2]"),
        ("+ arrived", "[3, −1]"),
        ("= now", "[4, 1]"),
    ]


def test_an_update_tells_the_difference() -> None:
    """After minus before."""
    section = next(change_sections(None, Change("n0", vector(3.0, 1.0), vector(3.5, 0.5)), None))
    assert [fact.text for fact in section.facts] == ["[3, 1]", "[0.5, −0.5]", "[3.5, 0.5]"]


def test_many_numbers_are_told_by_their_norm() -> None:
    """And of what moved nothing is said that was not recorded."""
    large = vector(*range(8))
    section = next(change_sections(None, Change("n0", large, large), None))
    assert [fact.text for fact in section.facts] == ["norm 9", "norm 9"]


def test_norms_are_not_added_up() -> None:
    """The three are told side by side."""
    large = vector(*range(8))
    section = next(change_sections(Change("n0", large, large), None, large))
    assert [(fact.name, fact.text) for fact in section.facts] == [
        ("before", "norm 9"),
        ("arrived", "norm 9"),
        ("now", "norm 9"),
    ]


def test_without_a_change_there_is_nothing_to_tell() -> None:
    """A plain leaf has no such section."""
    assert list(change_sections(None, None, vector(1.0))) == []


def test_several_steps_of_optimizers_are_one_change() -> None:
    """From before the first to after the last."""
    one, two, three = vector(1.0), vector(2.0), vector(3.0)
    flow = FlowIndex(Flow(0, 1, updated=(Change("n0", one, two), Change("n0", two, three))))
    assert flow.updated["n0"] == Change("n0", one, three)
