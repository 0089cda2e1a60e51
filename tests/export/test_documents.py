"""Documents of a graph, opened by the programs that they are for."""

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import msgspec
import networkx as nx
import pytest

from desktop.export import draw_graph
from desktop.export.dot import dot_text, title
from desktop.export.graphml import graphml_bytes
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.tensor import Tensor


def test_json_decodes_as_the_graph_it_was(graph: Graph, tmp_path: Path) -> None:
    """The file is one element of a Run's graphs, numbers that are not finite included."""
    draw_graph(graph, tmp_path / "graph.json")
    assert msgspec.json.decode((tmp_path / "graph.json").read_bytes(), type=Graph) == graph


def test_graphml_is_read_by_networkx_with_every_node_edge_and_attribute(graph: Graph) -> None:
    """Nodes, parallel edges, slots, shapes and statistics come back with their types; unknown ones are left out."""
    network = nx.parse_graphml(graphml_bytes(graph).decode(), force_multigraph=True)
    assert network.is_directed()
    assert network.graph["roots"] == "n0"
    assert list(network.nodes) == [node.id for node in graph.nodes]
    edges = [(source, target, data.get("slot")) for source, target, data in network.edges(data=True)]
    assert Counter(edges) == Counter((edge.source, edge.target, edge.slot) for edge in graph.edges)
    assert network.nodes["n0"] == {
        "name": "SumBackward0",
        "kind": "operation",
        "label": 'loss "a\\\\b" 손실',
        "shape": "scalar",
        "dtype": "float32",
        "device": "cpu",
        "requires_grad": True,
        "count": 1,
        "norm": 6.0,
        "line": 7,
        "column": 4,
        "root": True,
    }
    assert network.nodes["n2"]["saved"] == "self"
    assert network.nodes["n2"]["scope"] == "train / for step in range(2) / round 2 / model"
    assert (network.nodes["n2"]["module"], network.nodes["n2"]["maximum"]) == ("model", float("inf"))


def test_graphml_survives_characters_that_xml_forbids() -> None:
    """A control character in a label costs that character, not the file."""
    node = Node(
        "n0", "MulBackward0", "operation", "a\x00b\x1b<&>\ud800", Tensor((), "complex64", "cpu", mean=(1.0, 2.0))
    )
    network = nx.parse_graphml(graphml_bytes(Graph(("n0",), (node,), ())).decode())
    assert network.nodes["n0"]["label"] == "ab<&>"


def test_dot_draws_arrows_as_data_flows(graph: Graph) -> None:
    """One line for each node and each edge, from what is used to what uses it; quotes and backslashes survive."""
    lines = dot_text(graph).splitlines()
    arrows = [re.match(r'  "(\w+)" -> "(\w+)"', line) for line in lines]
    assert [arrow.groups() for arrow in arrows if arrow] == [(edge.target, edge.source) for edge in graph.edges]
    assert sum(bool(re.match(r' +"n\d+" \[', line)) for line in lines) == len(graph.nodes)
    assert r'label="loss \"a\\\\b\" 손실 sum\nscalar"' in dot_text(graph)


def test_dot_nests_scopes_as_clusters_and_leaves_out_empty_ones(graph: Graph) -> None:
    """The round stands in the loop and the loop in the function; a module in which no node was made is not there."""
    text = dot_text(graph)
    order = [text.index(f'"cluster_s{index}"') for index in range(4)]
    assert order == sorted(order)
    assert 'label="model · MyModel"' in text
    assert 'label="round 2"' in text
    assert "unused" not in text
    assert text.count("{") == text.count("}") == 5


def test_a_node_is_titled_by_label_operation_or_kind(graph: Graph) -> None:
    """What has no label has its operation, and a constant its kind."""
    titles = {node.id: title(node) for node in graph.nodes}
    assert (titles["n2"], titles["n1"], titles["n3"], titles["n5"]) == ("y mul", "add", "constant", "x")


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_accepts_the_dot_file(graph: Graph, tmp_path: Path) -> None:
    """Graphviz lays it out without a word of complaint and finds all nodes, edges and clusters."""
    draw_graph(graph, tmp_path / "graph.dot")
    done = subprocess.run(
        ["dot", "-Tjson", str(tmp_path / "graph.dot")],  # noqa: S607 - wherever it is installed
        capture_output=True,
        text=True,
        check=True,
    )
    read = msgspec.json.decode(done.stdout)
    names = {each["name"] for each in read["objects"]}
    assert names == {node.id for node in graph.nodes} | {f"cluster_s{index}" for index in range(4)}
    assert len(read["edges"]) == len(graph.edges)
    assert done.stderr == ""


def test_scopes_whose_parents_are_missing_stand_outside() -> None:
    """A part of a graph may come with a part of its scopes."""
    graph = Graph(
        ("n0",), (Node("n0", "MulBackward0", "operation", scope="s9"),), (), (Scope("s9", "s1", "function", "f"),)
    )
    assert '"cluster_s9"' in dot_text(graph)


def test_an_edge_to_itself_and_an_unknown_scope_are_written(tmp_path: Path) -> None:
    """A document repeats what it is given; only a picture has to be able to place it."""
    graph = Graph(("n0",), (Node("n0", "X", "operation", scope="nowhere"),), (Edge("n0", "n0", 0, 0),))
    draw_graph(graph, tmp_path / "graph.dot")
    assert '"n0" -> "n0"' in (tmp_path / "graph.dot").read_text()
