"""Graphs drawn into files, read back by other eyes."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QByteArray
from PySide6.QtSvg import QSvgRenderer

from desktop.export import SUFFIXES, draw_graph
from desktop.records.files import UsageError
from desktop.records.graph import Graph, Node
from desktop.views.drawing import Drawing
from desktop.views.grouping import Groups, fold
from desktop.views.theme import DARK, LIGHT, Theme

WORDS = ("model.weight", "mul", "sum", "2×2", 'loss "a\\\\b" 손실')
MEAN_APART = 2.5
"""How far apart, of 255 levels of grey, pictures may be on average: letters are smoothed in other ways."""
FAR_APART, FEW = 96, 0.005
"""How many of their pixels, at half size, may be as far apart as this."""


def colours(image: Image.Image) -> set[str]:
    """Give every colour of an image as "#rrggbb"."""
    counts = image.getcolors(image.width * image.height) or []
    return {"#{:02x}{:02x}{:02x}".format(*colour) for _, colour in counts if isinstance(colour, tuple)}


def look_alike(one: Image.Image, other: Image.Image) -> bool:
    """Say whether two renderings show the same, up to how they smooth edges; sizes may differ by a pixel."""
    assert abs(one.width - other.width) <= 2
    assert abs(one.height - other.height) <= 2
    half = (one.width // 2, one.height // 2)
    small = [each.crop((0, 0, *one.size)).resize(half, Image.Resampling.BOX) for each in (one, other)]
    apart = ImageChops.difference(*small).convert("L")
    counts = apart.histogram()
    return ImageStat.Stat(apart).mean[0] < MEAN_APART and sum(counts[FAR_APART:]) < FEW * sum(counts)


@pytest.fixture
def folded(graph: Graph) -> Drawing:
    """Draw the graph with its loop closed: a box for the model and the multiplication in it."""
    return fold(graph, Groups(graph), frozenset(), saved=False)


def test_svg_keeps_its_text(qapp: object, graph: Graph, tmp_path: Path) -> None:
    """Every word on the screen is text in the file, in a document that is well-formed."""
    path = tmp_path / "graph.svg"
    draw_graph(graph, path)
    tree = ET.fromstring(path.read_bytes())  # noqa: S314 - we wrote it ourselves
    texts = " ".join(text for node in tree.iter("{http://www.w3.org/2000/svg}text") for text in node.itertext())
    assert all(word in " ".join(texts.split()) for word in WORDS)


def test_pdf_keeps_its_text(qapp: object, graph: Graph, tmp_path: Path, pdf_text: Callable[[bytes], str]) -> None:
    """Another reader finds every word, Korean too, and the fonts are embedded."""
    path = tmp_path / "graph.pdf"
    draw_graph(graph, path)
    assert all(word in pdf_text(path.read_bytes()) for word in WORDS)
    assert b"/FontFile2" in path.read_bytes()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_svg_and_pdf_show_what_the_png_shows(
    qapp: object,
    graph: Graph,
    tmp_path: Path,
    theme: Theme,
    svg_pixels: Callable[[bytes], Image.Image],
    pdf_pixels: Callable[[bytes], Image.Image],
) -> None:
    """Rendered back to pixels by two other programs, both look like the PNG; blank paper does not."""
    for suffix in ("svg", "pdf", "png"):
        draw_graph(graph, tmp_path / f"graph.{suffix}", theme)
    png = Image.open(tmp_path / "graph.png").convert("RGB")
    assert look_alike(png, svg_pixels((tmp_path / "graph.svg").read_bytes()))
    assert look_alike(png, pdf_pixels((tmp_path / "graph.pdf").read_bytes()))
    assert not look_alike(png, Image.new("RGB", png.size, theme.base))


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0, 4.0])
def test_a_png_has_so_many_pixels_for_one(qapp: object, graph: Graph, tmp_path: Path, ratio: float) -> None:
    """Its size is that of the SVG times the ratio, its density says so, and every kind has its colour."""
    draw_graph(graph, tmp_path / "graph.svg")
    draw_graph(graph, tmp_path / "graph.PNG", DARK, ratio=ratio)
    size = QSvgRenderer(QByteArray((tmp_path / "graph.svg").read_bytes())).viewBox().size()
    with Image.open(tmp_path / "graph.PNG") as image:
        assert abs(image.width - ratio * size.width()) <= ratio
        assert abs(image.height - ratio * size.height()) <= ratio
        assert image.info["dpi"][0] == pytest.approx(96 * ratio, abs=0.5)
        assert {DARK.base, DARK.operation, DARK.leaf, DARK.input} <= colours(image.convert("RGB"))


@pytest.mark.parametrize("ratio", [0.0, 0.5, 4.5, float("nan")])
def test_other_ratios_are_refused(qapp: object, graph: Graph, tmp_path: Path, ratio: float) -> None:
    """Below one nothing could be read, above four nobody sees more."""
    with pytest.raises(UsageError, match="from 1 to 4 pixels"):
        draw_graph(graph, tmp_path / "graph.png", ratio=ratio)
    assert not list(tmp_path.iterdir())


def test_svg_and_pdf_have_the_same_size(
    qapp: object, graph: Graph, tmp_path: Path, pdf_pixels: Callable[[bytes], Image.Image]
) -> None:
    """The SVG says its size in pixels, the PDF's page has three quarters of a point for each."""
    draw_graph(graph, tmp_path / "graph.svg")
    draw_graph(graph, tmp_path / "graph.pdf")
    root = ET.fromstring((tmp_path / "graph.svg").read_bytes())  # noqa: S314 - we wrote it ourselves
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", (tmp_path / "graph.pdf").read_bytes())
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert len(boxes) == 1
    assert float(boxes[0][0]) == pytest.approx(float(root.get("width") or 0) * 0.75, abs=1.5)
    assert float(boxes[0][1]) == pytest.approx(float(root.get("height") or 0) * 0.75, abs=1.5)


def test_a_drawing_is_pictured_as_it_is_drawn(
    qapp: object, folded: Drawing, tmp_path: Path, pdf_text: Callable[[bytes], str]
) -> None:
    """A closed group is one box: what it hides is not in the picture."""
    draw_graph(folded, tmp_path / "graph.pdf")
    text = pdf_text((tmp_path / "graph.pdf").read_bytes())
    assert "sum" in text
    assert "model.weight" not in text


@pytest.mark.parametrize("suffix", [".dot", ".graphml", ".json"])
def test_a_document_holds_all_that_was_recorded(graph: Graph, folded: Drawing, suffix: str, tmp_path: Path) -> None:
    """Whatever is closed in the drawing, its documents are those of the graph."""
    draw_graph(folded, tmp_path / f"drawing{suffix}")
    draw_graph(graph, tmp_path / f"graph{suffix}")
    assert (tmp_path / f"drawing{suffix}").read_bytes() == (tmp_path / f"graph{suffix}").read_bytes()


@pytest.mark.parametrize("name", ["graph.jpg", "graph", "svg"])
def test_another_suffix_is_refused_with_those_that_are_known(graph: Graph, name: str, tmp_path: Path) -> None:
    """The message names them all, and nothing is written."""
    with pytest.raises(UsageError, match=r"\.svg, \.pdf, \.png, \.dot, \.graphml or \.json"):
        draw_graph(graph, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_place_that_does_not_exist_is_refused_in_words(graph: Graph, tmp_path: Path) -> None:
    """The folder is named."""
    with pytest.raises(UsageError, match="no folder"):
        draw_graph(graph, tmp_path / "missing" / "graph.svg")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_script_without_display_draws(suffix: str, tmp_path: Path) -> None:
    """No QApplication, no display and no platform named: it draws, twice; a document without loading Qt at all."""
    script = f"""
import sys
from pathlib import Path
from desktop.export import draw_graph
from desktop.records.graph import Graph, Node
graph = Graph(("n0",), (Node("n0", "MulBackward0", "operation"),), ())
draw_graph(graph, Path("one{suffix}"))
draw_graph(graph, Path("two{suffix}"))
assert ("PySide6" in sys.modules) is {suffix in {".svg", ".png", ".pdf"}}
"""
    environment = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "DISPLAY"}}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert len((tmp_path / f"one{suffix}").read_bytes()) > 60
    assert (tmp_path / f"two{suffix}").exists()


def test_an_empty_graph_is_an_empty_picture(qapp: object, tmp_path: Path) -> None:
    """Nothing to draw is no error."""
    for suffix in SUFFIXES:
        draw_graph(Graph((), (), ()), tmp_path / f"graph{suffix}")
        assert (tmp_path / f"graph{suffix}").stat().st_size > 0


def test_a_picture_too_large_for_pixels_gets_fewer(qapp: object, tmp_path: Path) -> None:
    """Two thousand boxes side by side at four pixels for one: the PNG stays within what Qt can count."""
    nodes = tuple(Node(f"n{index}", "MulBackward0", "operation", f"name{index}") for index in range(2_000))
    draw_graph(Graph(tuple(node.id for node in nodes), nodes, ()), tmp_path / "graph.png", ratio=4.0)
    with Image.open(tmp_path / "graph.png") as image:
        assert image.width * image.height <= 81_000_000
        assert max(image.size) <= 30_001
