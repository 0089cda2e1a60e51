"""What a run, a graph and a finding look like in JSON, and what is refused."""

from typing import Any

import msgspec
import pytest

from desktop.records.finding import Finding, Fix
from desktop.records.flow import Flow
from desktop.records.graph import Edge, Graph, Node
from desktop.records.run import Failure, Program, Run, Variable
from desktop.records.tensor import Tensor
from desktop.records.text import Edit, Span
from desktop.records.training import Outcome, Recipe

RUN: dict[str, Any] = {
    "schema": 1,
    "status": "finished",
    "device": "cpu",
    "seed": 0,
    "elapsed_ms": 1.5,
    "output": "",
}


def decoded(**changes: object) -> Run:
    """Decode the smallest run with some of its fields changed."""
    return msgspec.json.decode(msgspec.json.encode(RUN | changes), type=Run)


def test_a_run_needs_no_more_than_its_plain_facts() -> None:
    """A run without variables, graphs, flows, findings and error is a run."""
    assert decoded() == Run(1, "finished", "cpu", 0, 1.5, "")


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "1"},
        {"status": "exploded"},
        {"elapsed_ms": "long"},
        {"output": None},
        {"seed": 0.5},
        {"variables": [{"name": "x", "kind": "function"}]},
        {"graphs": [{"roots": ["n0"], "nodes": [{"id": "n0"}], "edges": []}]},
        {"graphs": [{"roots": ["n0"], "nodes": [], "edges": [{"source": "n0", "target": "n1", "slot": "0"}]}]},
        {"flows": [{"graph": 0, "number": 1}]},
        {"findings": [{"rule": "r", "severity": "fatal", "message": "", "explanation": "", "span": None}]},
        {"error": {"type": "ValueError"}},
    ],
)
def test_a_run_of_another_shape_is_refused(change: dict[str, object]) -> None:
    """A wrong type, an unknown word or a missing field anywhere inside is a validation error."""
    with pytest.raises(msgspec.ValidationError):
        decoded(**change)


@pytest.mark.parametrize("field", RUN)
def test_none_of_the_plain_facts_may_be_missing(field: str) -> None:
    """Each field without a default is required."""
    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.convert({name: value for name, value in RUN.items() if name != field}, Run)


@pytest.mark.parametrize("cut", [1, 2, 20])
def test_a_truncated_run_is_refused(cut: int) -> None:
    """Half a file is no run."""
    text = msgspec.json.encode(decoded())
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(text[:-cut], type=Run)


def test_the_fields_of_the_contract_have_their_names() -> None:
    """`run --json` names its fields as the contract does."""
    tensor = Tensor((2,), "float32", "cpu")
    run = Run(
        1,
        "failed",
        "cpu",
        0,
        3.1,
        "",
        (Variable("z", "tensor", tensor, node="n0"),),
        (Graph(("n0",), (Node("n0", "AddBackward0", "operation"),), (Edge("n0", "n1", 0, 0),)),),
        (Flow(0, 1),),
        (Finding("rule", "hint", "", "", None, Fix("", (Edit(Span(1, 0, 1, 1), ""),))),),
        Failure("ValueError", "", None, ""),
    )
    tree = msgspec.json.decode(msgspec.json.encode(run))
    names = {
        "run": (tree, "schema status device seed elapsed_ms output variables graphs flows findings error"),
        "variable": (tree["variables"][0], "name kind tensor module node text"),
        "tensor": (
            tree["variables"][0]["tensor"],
            (
                "shape dtype device requires_grad is_leaf count "
                "minimum maximum mean deviation norm zeros nans infinities values"
            ),
        ),
        "graph": (tree["graphs"][0], "roots nodes edges scopes"),
        "node": (tree["graphs"][0]["nodes"][0], "id name kind label tensor module span saved scope settings"),
        "edge": (tree["graphs"][0]["edges"][0], "source target slot output"),
        "flow": (tree["flows"][0], "graph pass steps retains accumulated updated"),
        "finding": (tree["findings"][0], "rule severity message explanation span fix nodes"),
        "span": (tree["findings"][0]["fix"]["edits"][0]["span"], "line column end_line end_column"),
        "error": (tree["error"], "type message span traceback ghost"),
    }
    assert {what: list(fields) for what, (fields, _) in names.items()} == {
        what: wanted.split() for what, (_, wanted) in names.items()
    }


def test_a_program_is_seeded_with_zero_on_the_processor_unless_it_says_otherwise() -> None:
    """The defaults of a program are the contract's."""
    assert Program("") == Program("", "program.py", "cpu", 0)


def references(schema: object) -> set[str]:
    """Collect every `$ref` in a schema."""
    if isinstance(schema, dict):
        here = {schema["$ref"]} if "$ref" in schema else set()
        return here.union(*map(references, schema.values()))
    return set().union(*map(references, schema)) if isinstance(schema, list) else set()


def test_the_schema_is_whole_and_says_what_is_allowed() -> None:
    """One JSON Schema describes Run, Outcome and Recipe: every reference is defined, and bounds and words are there."""
    _, defined = msgspec.json.schema_components([Run, Outcome, Recipe], ref_template="#/$defs/{name}")
    assert references(defined) == {f"#/$defs/{name}" for name in defined}.difference({"#/$defs/Run", "#/$defs/Outcome"})
    assert {"Run", "Outcome", "Recipe", "Node", "Edge", "FlowStep", "Span", "Tensor"} <= set(defined)
    assert all(
        part["type"] == "object" and set(part.get("required", ())) <= set(part["properties"])
        for part in defined.values()
    )
    assert set(defined["Run"]["properties"]["status"]["enum"]) == {"finished", "failed", "refused", "stopped"}
    assert defined["Recipe"]["properties"]["learning_rate"]["exclusiveMinimum"] == 0
    assert defined["Recipe"]["additionalProperties"] is False
    assert "pass" in defined["Flow"]["properties"]
