"""One node of one text, checked."""

from collections.abc import Callable

import pytest

from desktop.engine.checking.desk import TIME_S, CheckDesk
from desktop.engine.run import run
from desktop.records.flow_part import flow_part
from desktop.records.messages import CheckGradient, GradientChecked, GradientUnchecked
from desktop.records.run import Program, Run


def _node(record: Run, name: str, number: int) -> str:
    """Give the id of the node of a pass that bears a label or a name; of any such node where that has none."""
    flow = next((flow for flow in record.flows if flow.number == number), None)
    graphs = record.graphs if flow is None else (flow_part(record.graphs[flow.graph], flow), *record.graphs)
    return next(node.id for graph in graphs for node in graph.nodes if name in {node.label, node.name})


def _answer(text: str, name: str, number: int, seconds: float) -> object:
    program = Program(f"import torch\n{text}")
    record = run(program)
    sent: list[object] = []
    desk = CheckDesk(sent.append, seconds)
    desk.expect(1)
    desk.hold(1, program, record)
    desk.answer(CheckGradient(7, 1, _node(record, name, number), number))
    return sent[-1]


@pytest.fixture
def check() -> Callable[..., GradientChecked]:
    """Give what checks the node that bears a name, in a pass of a text of which torch is imported."""

    def checked(text: str, name: str, number: int = 1, seconds: float = TIME_S) -> GradientChecked:
        answer = _answer(text, name, number, seconds)
        assert isinstance(answer, GradientChecked), answer
        assert answer.ticket == 7
        return answer

    return checked


@pytest.fixture
def reason() -> Callable[..., str]:
    """Give what tells why such a node is not checked."""

    def told(text: str, name: str, number: int = 1, seconds: float = TIME_S) -> str:
        answer = _answer(text, name, number, seconds)
        assert isinstance(answer, GradientUnchecked), answer
        assert answer.ticket == 7
        return answer.reason

    return told
