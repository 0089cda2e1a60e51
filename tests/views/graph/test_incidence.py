"""Which rows belong to which name."""

import pytest

from desktop.views.graph.incidence import Incidence


@pytest.mark.parametrize(("name", "rows"), [("a", [1, 4]), ("b", [0]), ("c", []), ("stranger", []), ("nobody", [])])
def test_each_name_has_its_rows(name: str, rows: list[int]) -> None:
    """In order; a name that bears no row has none, and a row of no known name belongs to nobody."""
    incidence = Incidence({"a": 0, "b": 1, "c": 2}, ["b", "a", "stranger", "stranger", "a"])
    assert incidence.of(name).tolist() == rows


def test_nothing_belongs_to_nobody() -> None:
    """Neither names nor rows are needed."""
    assert Incidence({}, []).of("a").tolist() == []
    assert Incidence({"a": 0}, []).of("a").tolist() == []
