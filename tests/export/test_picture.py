"""What is seen of a graph in a window, written to a file by the same painters."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.export.flow_bytes import write_flow
from desktop.export.forms import image
from desktop.export.picture import write_view
from desktop.export.placing import placed
from desktop.export.view import View
from desktop.records.files import UsageError
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.views.graph import GraphView
from desktop.views.graph.camera import Sight
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.theme import DARK, LIGHT


def png_pixels(data: bytes) -> Image.Image:
    """Read a PNG."""
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.fixture
def picture(qapp: object, graph: Graph) -> GraphPicture:
    """Give the graph in place."""
    return placed(graph)


def shot_of(picture: GraphPicture, node_id: str) -> Sight:
    """Look at one node, from so near that it is read."""
    box = picture.rect(int(picture.boxes_of(node_id)[0]))
    return Sight(box.adjusted(-2, -2, 2, 2), 1.5)


@pytest.mark.parametrize("suffix", ["svg", "pdf", "png"])
def test_what_is_seen_is_a_part_at_a_zoom(
    picture: GraphPicture,
    tmp_path: Path,
    suffix: str,
    svg_pixels: Callable[[bytes], Image.Image],
    pdf_pixels: Callable[[bytes], Image.Image],
) -> None:
    """The file has the size of the part at its zoom, and shows that part's node."""
    path = tmp_path / f"seen.{suffix}"
    sight = shot_of(picture, "n5")
    write_view(View(picture, LIGHT, sight), path)
    readers = {"svg": svg_pixels, "pdf": pdf_pixels, "png": png_pixels}
    seen = readers[suffix](path.read_bytes())
    expected = sight.area.size() * 1.5 * 2
    assert seen.width == pytest.approx(expected.width(), abs=3)
    assert seen.height == pytest.approx(expected.height(), abs=3)
    assert seen.getpixel((seen.width // 2, seen.height - 20)) == QColor(LIGHT.input).getRgb()[:3]  # type: ignore[index]


def test_text_out_of_sight_is_not_in_the_file(
    picture: GraphPicture, tmp_path: Path, pdf_text: Callable[[bytes], str]
) -> None:
    """Looking at x alone the file holds no other node's words."""
    write_view(View(picture, LIGHT, shot_of(picture, "n5")), tmp_path / "seen.pdf")
    assert pdf_text((tmp_path / "seen.pdf").read_bytes()) == "x 2×2"


def test_a_png_of_what_is_seen_is_what_the_window_shows(qtbot: QtBot, picture: GraphPicture, flow: Flow) -> None:
    """Pixel by pixel: the graph, the light that is done and the light that moves, at the camera's place."""
    light = FlowLight(picture, flow)
    view = GraphView(LIGHT)
    qtbot.addWidget(view)
    view.resize(QSize(500, 640))
    view.toggle_legend()
    view.show_picture(picture, light)
    view.set_step(2.4)
    shown = pillow(view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32))
    camera = view.camera_scale()
    corner = view.position_of("n0")
    assert corner is not None
    centre = picture.rect(int(picture.boxes_of("n0")[0])).center()
    area = QRectF(centre - corner / camera, QRectF(view.rect()).size() / camera)
    found = drawn(View(picture, LIGHT, Sight(area, camera), light, 2.4))
    assert found.size == shown.size
    assert max(high for _, high in ImageChops.difference(found, shown).getextrema()) < 12  # type: ignore[misc] # bands


def test_light_is_in_the_file_as_far_as_it_has_come(picture: GraphPicture, flow: Flow) -> None:
    """Amid the first step the root and its edge are lit, and the leaf, which comes last, is as it was."""
    light = FlowLight(picture, flow)
    before, amid = (drawn(View.whole(picture, DARK, light, position)) for position in (0.0, 0.5))
    changed = ImageChops.difference(before, amid)
    assert changed.crop(corners(picture, "n0")).getbbox() is not None
    assert changed.crop(corners(picture, "n4")).getbbox() is None


def drawn(view: View) -> Image.Image:
    """Draw a view at one pixel for one."""
    return pillow(image(view, ratio=1.0))


def pillow(found: QImage) -> Image.Image:
    """Give an image of Qt's as one of Pillow's."""
    size = (found.width(), found.height())
    return Image.frombytes("RGB", size, bytes(found.constBits()), "raw", "BGRX", found.bytesPerLine())


def corners(picture: GraphPicture, node_id: str) -> tuple[int, int, int, int]:
    """Give left, top, right and bottom of a node's first box, in an image of the whole picture."""
    box = picture.rect(int(picture.boxes_of(node_id)[0])).translated(-picture.bounds().topLeft()).toRect()
    return box.left(), box.top(), box.right(), box.bottom()


@pytest.mark.parametrize("name", ["seen.dot", "seen.gif", "seen"])
def test_a_view_is_written_as_a_picture_only(picture: GraphPicture, tmp_path: Path, name: str) -> None:
    """A document is of the graph, not of what is seen of it."""
    with pytest.raises(UsageError, match=r"\.svg, \.pdf or \.png"):
        write_view(View.whole(picture, LIGHT), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_paper_reaches_to_the_last_pixel(
    picture: GraphPicture, tmp_path: Path, svg_pixels: Callable[[bytes], Image.Image]
) -> None:
    """A size that is no whole number of pixels leaves no bright line at the edge of a dark picture."""
    area = picture.bounds().adjusted(0, 0, 0.3, 0.3)
    write_view(View(picture, DARK, Sight(area, 1.0)), tmp_path / "seen.svg")
    seen = svg_pixels((tmp_path / "seen.svg").read_bytes())
    corner = (seen.width - 1, seen.height - 1)
    assert seen.getpixel(corner) == QColor(DARK.base).getRgb()[:3]  # type: ignore[index] # four numbers


def test_a_flow_over_a_windows_picture_is_written_too(picture: GraphPicture, flow: Flow, tmp_path: Path) -> None:
    """Without placing anew: stills and what moves."""
    for suffix, magic in (("svg", b"<?xml"), ("gif", b"GIF89a")):
        write_flow(picture, flow, tmp_path / f"flow.{suffix}", LIGHT)
        assert (tmp_path / f"flow.{suffix}").read_bytes().startswith(magic)
