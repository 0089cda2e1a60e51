"""A captured graph in a notebook and in files, whatever else lives in the person's process."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import networkx as nx
import pytest
import torch
from PIL import Image
from torch import nn

from desktop.export import SUFFIXES
from desktop.export.elsewhere import drawn_elsewhere
from desktop.export.job import PictureJob
from desktop.records.files import UsageError
from desktop.records.graph import Graph, Node
from desktop.scripting import CapturedGraph, capture

ROOT = Path(__file__).parents[2]


@pytest.fixture
def captured() -> CapturedGraph:
    """Capture a small network's loss."""
    net = nn.Linear(3, 1)
    loss = net(torch.ones(2, 3)).pow(2).mean()
    return capture(loss, params=dict(net.named_parameters()))


def words(svg: str | None) -> str:
    """Give the text of an SVG, which has to be well-formed."""
    assert svg is not None
    tree = ET.fromstring(svg)  # noqa: S314 - we wrote it ourselves
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    return "".join(tree.itertext())


def test_a_notebook_shows_it_as_svg_with_its_names(captured: CapturedGraph) -> None:
    """`_repr_svg_` is what notebooks ask for; asked again it is the same."""
    text = words(captured._repr_svg_())
    assert all(name in text for name in ("weight", "bias", "loss", "pow", "1×3"))
    assert captured._repr_svg_() is captured._repr_svg_()


def test_a_notebook_without_pictures_shows_words(captured: CapturedGraph) -> None:
    """`repr` names the root and the size."""
    assert repr(captured) == "<graph of loss mean: 6 nodes, 5 edges>"


def test_it_is_drawn_from_a_thread_beside_an_application(qapp: object, captured: CapturedGraph) -> None:
    """Where the person has a QApplication of their own, and this is not its thread."""
    found: list[str | None] = []
    thread = threading.Thread(target=lambda: found.append(captured._repr_svg_()))
    thread.start()
    thread.join()
    assert "weight" in words(found[0])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_it_is_saved_in_every_form(captured: CapturedGraph, suffix: str, tmp_path: Path) -> None:
    """What the file's name asks for, by a path or a string."""
    path = tmp_path / f"graph{suffix}"
    captured.save(str(path))
    starts = {
        ".svg": b"<?xml",
        ".pdf": b"%PDF",
        ".png": b"\x89PNG",
        ".dot": b"digraph",
        ".graphml": b"<?xml",
        ".json": b"{",
    }
    assert path.read_bytes().startswith(starts[suffix])


def test_documents_hold_the_record(captured: CapturedGraph, tmp_path: Path) -> None:
    """JSON decodes as it, and networkx reads every node."""
    captured.save(tmp_path / "graph.json")
    captured.save(tmp_path / "graph.graphml")
    assert msgspec.json.decode((tmp_path / "graph.json").read_bytes(), type=Graph) == captured.graph
    assert len(nx.read_graphml(tmp_path / "graph.graphml")) == len(captured.graph.nodes)


def test_a_picture_may_be_dark_and_large(captured: CapturedGraph, tmp_path: Path) -> None:
    """The theme's paper, and four pixels for one."""
    captured.save(tmp_path / "small.png", scale=1)
    captured.save(tmp_path / "large.png", theme="dark", scale=4)
    with Image.open(tmp_path / "small.png") as small, Image.open(tmp_path / "large.png") as large:
        assert large.width == pytest.approx(4 * small.width, abs=4)
        assert small.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
        assert max(large.convert("RGB").getpixel((0, 0))) < 40  # type: ignore[arg-type] # three numbers


def test_a_place_that_cannot_be_written_is_refused(captured: CapturedGraph, tmp_path: Path) -> None:
    """In words, before anything is drawn."""
    with pytest.raises(UsageError, match="no folder"):
        captured.save(tmp_path / "missing" / "graph.svg")
    with pytest.raises(UsageError, match=r"\.svg, \.pdf"):
        captured.save(tmp_path / "graph.jpg")


def test_a_theme_or_scale_that_there_is_not_is_refused(captured: CapturedGraph, tmp_path: Path) -> None:
    """The words say which there are, and no file is begun."""
    with pytest.raises(UsageError, match="light, dark"):
        captured.save(tmp_path / "graph.svg", theme="pink")  # type: ignore[arg-type] # people do not check types
    with pytest.raises(UsageError, match="from 1 to 4 pixels"):
        captured.save(tmp_path / "graph.png", scale=9)
    assert list(tmp_path.iterdir()) == []


def test_a_graph_too_large_to_read_is_left_to_words() -> None:
    """A notebook gets no picture of ten thousand nodes, but the words."""
    nodes = tuple(Node(f"n{index}", "AddBackward0", "operation") for index in range(10_000))
    large = CapturedGraph(Graph(("n0",), nodes, ()))
    assert large._repr_svg_() is None
    assert "10,000 nodes" in repr(large)


def test_a_graph_that_cannot_be_drawn_is_one_sentence() -> None:
    """The child's own words, without its traceback."""
    broken = Graph(("n0",), (Node("n0", "AddBackward0", "operation"), Node("n0", "AddBackward0", "operation")), ())
    with pytest.raises(UsageError, match="could not be drawn") as raised:
        drawn_elsewhere(PictureJob(".svg"), broken)
    assert "Traceback" not in str(raised.value)


def test_a_script_needs_neither_display_nor_qt(tmp_path: Path) -> None:
    """In a folder that shadows modules of ours, from a checkout on the path: it draws, and Qt never comes in."""
    (tmp_path / "networkx.py").write_text("raise ImportError('shadowed')\n")
    script = """
import sys
import desktop
assert "torch" not in sys.modules
import torch
w = torch.ones(2, requires_grad=True)
loss = (w * 3).sum()
desktop.capture(loss).save("graph.svg")
assert "loss" in desktop.capture(loss)._repr_svg_()
assert not [name for name in sys.modules if name.startswith("PySide6")]
"""
    (tmp_path / "script.py").write_text(script)
    environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "DISPLAY"}}
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "loss" in (tmp_path / "graph.svg").read_text()
