"""Graphs drawn into files, read back by other eyes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.export import draw_graph
from desktop.export.dot import dot_text
from desktop.records.files import UsageError
from desktop.records.graph import Edge, Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.theme import DARK, LIGHT

GRAPH = Graph(
    ("n0",),
    (
        Node("n0", "MulBackward0", "operation", 'loss "a\\b"', Tensor((), "float32", "cpu")),
        Node("n1", "AccumulateGrad", "leaf", "model.weight", Tensor((2, 2), "float32", "cpu")),
        Node("n2", "Tensor", "input", "x", Tensor((2, 2), "float32", "cpu")),
        Node("n3", "Tensor", "constant", "", Tensor((), "float32", "cpu", count=1, values=(3.0,))),
    ),
    (Edge("n0", "n1", 0, 0), Edge("n0", "n2", None, None), Edge("n0", "n3", None, None)),
)


def colours(image: QImage) -> set[str]:
    """Give every colour of an image."""
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


def test_svg_shows_every_kind_and_keeps_its_text(qapp: object, tmp_path: Path) -> None:
    """Another renderer finds the fills of all kinds, and the labels are text in the file."""
    path = tmp_path / "graph.svg"
    draw_graph(GRAPH, path)
    text = path.read_text()
    for words in ("model.weight", "mul", "2×2", "scalar"):
        assert re.search(rf"<text[^>]*>[^<]*{re.escape(words)}", text)
    renderer = QSvgRenderer(QByteArray(path.read_bytes()))
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert {LIGHT.base, LIGHT.operation, LIGHT.leaf, LIGHT.input, LIGHT.constant} <= colours(image)


def test_png_has_two_pixels_for_one_in_the_theme_asked_for(qapp: object, tmp_path: Path) -> None:
    """The picture is twice as large as the SVG's size, on dark paper."""
    draw_graph(GRAPH, tmp_path / "graph.svg")
    draw_graph(GRAPH, tmp_path / "graph.PNG", DARK)
    size = QSvgRenderer(QByteArray((tmp_path / "graph.svg").read_bytes())).viewBox().size()
    image = QImage(str(tmp_path / "graph.PNG"))
    assert abs(image.width() - 2 * size.width()) <= 2
    assert abs(image.height() - 2 * size.height()) <= 2
    assert {DARK.base, DARK.operation, DARK.leaf, DARK.input} <= colours(image)


def test_pdf_is_one_page_of_the_pictures_size(qapp: object, tmp_path: Path) -> None:
    """A page is three quarters of a point for each pixel, and its fonts are embedded."""
    draw_graph(GRAPH, tmp_path / "graph.svg")
    draw_graph(GRAPH, tmp_path / "graph.pdf")
    data = (tmp_path / "graph.pdf").read_bytes()
    size = QSvgRenderer(QByteArray((tmp_path / "graph.svg").read_bytes())).viewBox().size()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert len(boxes) == 1
    assert float(boxes[0][0]) == pytest.approx(size.width() * 0.75, abs=1.5)
    assert float(boxes[0][1]) == pytest.approx(size.height() * 0.75, abs=1.5)
    assert b"/FontFile2" in data


def test_dot_draws_arrows_as_data_flows() -> None:
    """One line for each node and each edge, from what is used to what uses it; quotes and backslashes survive."""
    lines = dot_text(GRAPH).splitlines()
    arrows = [re.match(r'  "(\w+)" -> "(\w+)"', line) for line in lines]
    assert [arrow.groups() for arrow in arrows if arrow] == [("n1", "n0"), ("n2", "n0"), ("n3", "n0")]
    assert sum(line.startswith('  "') and "->" not in line for line in lines) == 4
    assert r'label="loss \"a\\b\" mul\nscalar"' in dot_text(GRAPH)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_accepts_the_dot_file(tmp_path: Path) -> None:
    """Graphviz lays it out and finds all nodes."""
    draw_graph(GRAPH, tmp_path / "graph.dot")
    plain = subprocess.run(
        ["dot", "-Tplain", str(tmp_path / "graph.dot")],  # noqa: S607 - wherever it is installed
        capture_output=True,
        text=True,
        check=True,
    )
    assert sum(line.startswith("node ") for line in plain.stdout.splitlines()) == 4


@pytest.mark.parametrize("name", ["graph.jpg", "graph", "svg"])
def test_another_suffix_is_refused_with_those_that_are_known(name: str, tmp_path: Path) -> None:
    """The message names all four, and nothing is written."""
    with pytest.raises(UsageError, match=r"\.svg, \.png, \.pdf or \.dot"):
        draw_graph(GRAPH, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_place_that_does_not_exist_is_refused_in_words(tmp_path: Path) -> None:
    """The folder is named."""
    with pytest.raises(UsageError, match="no folder"):
        draw_graph(GRAPH, tmp_path / "missing" / "graph.svg")


@pytest.mark.parametrize(("suffix", "qt"), [("svg", True), ("png", True), ("pdf", True), ("dot", False)])
def test_a_script_without_display_draws(suffix: str, qt: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    """No QApplication, no display and no platform named: it draws, twice; a .dot without loading Qt at all."""
    script = f"""
import sys
from pathlib import Path
from desktop.export import draw_graph
from desktop.records.graph import Graph, Node
graph = Graph(("n0",), (Node("n0", "MulBackward0", "operation"),), ())
draw_graph(graph, Path("one.{suffix}"))
draw_graph(graph, Path("two.{suffix}"))
assert ("PySide6" in sys.modules) is {qt}
"""
    environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "DISPLAY"}}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert len((tmp_path / f"one.{suffix}").read_bytes()) > 100
    assert (tmp_path / f"two.{suffix}").exists()


def test_an_empty_graph_is_an_empty_picture(qapp: object, tmp_path: Path) -> None:
    """Nothing to draw is no error."""
    for suffix in ("svg", "png", "pdf", "dot"):
        draw_graph(Graph((), (), ()), tmp_path / f"graph.{suffix}")
        assert (tmp_path / f"graph.{suffix}").stat().st_size > 0
