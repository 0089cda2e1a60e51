"""Flows as moving pictures and as stills, read back frame by frame."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageChops, ImageSequence

from desktop.export import draw_flow
from desktop.export.animation import positions
from desktop.export.strip import moments
from desktop.records.files import UsageError
from desktop.records.flow import Flow, FlowStep
from desktop.records.flow_part import flow_part
from desktop.records.graph import Edge, Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.theme import DARK, LIGHT

FIVE_MB = 5_000_000


def played(path: Path) -> tuple[list[Image.Image], list[float]]:
    """Play a moving picture once: its frames, and how many milliseconds each lasts."""
    frames, lasting = [], []
    with Image.open(path) as image:
        for frame in ImageSequence.Iterator(image):
            frame.load()
            frames.append(frame.convert("RGB"))
            lasting.append(float(frame.info["duration"]))
    return frames, lasting


@pytest.mark.parametrize("suffix", ["gif", "webp", "png"])
def test_a_flow_moves_for_ever_at_a_steady_rate(
    qapp: object, graph: Graph, flow: Flow, tmp_path: Path, suffix: str
) -> None:
    """800 to 1600 pixels wide, between 10 and 30 frames a second, from dark to lit, and again."""
    path = tmp_path / f"flow.{suffix}"
    draw_flow(graph, flow, path)
    with Image.open(path) as image:
        assert image.info["loop"] == 0
    frames, lasting = played(path)
    assert 800 <= frames[0].width <= 1600
    assert sum(lasting) == pytest.approx(700 + 2000 + 50 * (len(positions(5)) - 2), abs=1)
    assert sorted(lasting)[len(lasting) // 2] == 50
    assert ImageChops.difference(frames[0], frames[-1]).getbbox() is not None
    assert path.stat().st_size < FIVE_MB


def test_paper_and_boxes_keep_their_colours_in_a_gif(qapp: object, graph: Graph, flow: Flow, tmp_path: Path) -> None:
    """256 colours for all frames: those of the theme are among them exactly."""
    draw_flow(graph, flow, tmp_path / "flow.gif", DARK)
    counts = played(tmp_path / "flow.gif")[0][10].getcolors(1 << 24) or []
    found = {"#{:02x}{:02x}{:02x}".format(*colour) for count, colour in counts if isinstance(colour, tuple)}
    assert {DARK.base, DARK.operation, DARK.leaf, DARK.input, DARK.text} <= found


def chain(length: int) -> tuple[Graph, Flow]:
    """Give a chain of additions with a leaf beside each, and the pass over it."""
    tensor = Tensor((4, 4), "float32", "cpu", requires_grad=True, count=16, norm=1.0)
    nodes, edges, steps = [], [], []
    for index in range(length):
        nodes.append(Node(f"a{index}", "AddBackward0", "operation", "", tensor))
        nodes.append(Node(f"w{index}", "AccumulateGrad", "leaf", f"layer{index}.weight", tensor))
        edges.append(Edge(f"a{index}", f"w{index}", 0, 0))
        if index:
            edges.append(Edge(f"a{index - 1}", f"a{index}", 1, 0))
        sent = (tensor, tensor if index < length - 1 else None)
        steps += [FlowStep(f"a{index}", 2 * index, 1.0, (tensor,), sent), FlowStep(f"w{index}", 0, 1.0, (tensor,), ())]
    return Graph(("a0",), tuple(nodes), tuple(edges)), Flow(0, 1, tuple(steps))


@pytest.mark.parametrize("suffix", ["gif", "webp", "png"])
def test_a_graph_of_forty_nodes_stays_under_five_megabytes(qapp: object, tmp_path: Path, suffix: str) -> None:
    """Twelve seconds of it, every frame another."""
    draw_flow(*chain(20), tmp_path / f"flow.{suffix}")
    assert (tmp_path / f"flow.{suffix}").stat().st_size < FIVE_MB


def test_the_share_done_rises_to_one(qapp: object, graph: Graph, flow: Flow, tmp_path: Path) -> None:
    """Whoever waits is told, frame by frame."""
    told: list[float] = []
    draw_flow(graph, flow, tmp_path / "flow.gif", told=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_stills_are_captioned_moments_with_text(
    qapp: object, graph: Graph, flow: Flow, tmp_path: Path, pdf_text: Callable[[bytes], str]
) -> None:
    """The strip says of each moment which step it is, as text, in both forms."""
    draw_flow(graph, flow, tmp_path / "strip.pdf")
    draw_flow(graph, flow, tmp_path / "strip.svg", LIGHT)
    text = pdf_text((tmp_path / "strip.pdf").read_bytes())
    captions = ["before backward", "step 1 of 5: loss", "step 5 of 5: model.weight", "after backward"]
    assert all(caption in text for caption in captions)
    assert text.count("y mul") >= len(moments(5))
    tree = ET.fromstring((tmp_path / "strip.svg").read_bytes())  # noqa: S314 - we wrote it ourselves
    assert float(tree.get("width") or 0) > float(tree.get("height") or 0)
    assert "after backward" in "".join(tree.itertext())


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (0, [0.0, 0.0]),
        (1, [0.0, 0.5, 1.0]),
        (4, [0.0, 0.5, 1.5, 2.5, 3.5, 4.0]),
        (100, [0.0, 12.5, 37.5, 62.5, 87.5, 100.0]),
    ],
)
def test_moments_are_spread_over_the_pass(steps: int, expected: list[float]) -> None:
    """The first is before it, the last after it, those between stand amid a step."""
    assert list(moments(steps)) == expected


def test_a_pass_in_a_loop_is_drawn_without_the_others() -> None:
    """Passes share their leaves and so a graph: what the pass did not reach is left out."""
    nodes = tuple(Node(name, "MulBackward0", "operation") for name in ("first", "second", "shared"))
    graph = Graph(("first", "second"), nodes, (Edge("first", "shared", 0, 0), Edge("second", "shared", 0, 0)))
    part = flow_part(graph, Flow(0, 2, (FlowStep("second", 0, 1.0, (), ()),)))
    assert [node.id for node in part.nodes] == ["second", "shared"]
    assert (part.roots, part.edges) == (("second",), graph.edges[1:])
    assert flow_part(graph, Flow(0, 1)) == graph


@pytest.mark.parametrize("name", ["flow.mp4", "flow.dot", "flow"])
def test_another_suffix_is_refused(graph: Graph, flow: Flow, tmp_path: Path, name: str) -> None:
    """The message names what there is."""
    with pytest.raises(UsageError, match=r"\.gif, \.webp, \.png, \.svg or \.pdf"):
        draw_flow(graph, flow, tmp_path / name)


def test_a_script_without_display_animates(tmp_path: Path) -> None:
    """No application, no display, no platform named; an empty flow is a picture that stands still."""
    script = """
from pathlib import Path
from desktop.export import draw_flow
from desktop.records.flow import Flow
from desktop.records.graph import Graph, Node
draw_flow(Graph(("n0",), (Node("n0", "MulBackward0", "operation"),), ()), Flow(0, 1), Path("flow.gif"))
"""
    environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "DISPLAY"}}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "flow.gif").read_bytes().startswith(b"GIF89a")
