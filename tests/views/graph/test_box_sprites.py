"""Boxes that are stamped look as boxes that are drawn."""

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from desktop.views.graph.box_sprites import BoxSprites, can_stamp
from desktop.views.graph.curves import Numbers
from desktop.views.graph.graph_picture import KINDS, DrawnKind
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_painter import DASHED, NodePainter
from desktop.views.graph.painter import GraphPainter
from desktop.views.theme import LIGHT


@pytest.fixture
def nodes(qapp: object) -> NodePainter:
    """Give what paints single boxes."""
    return GraphPainter(LIGHT, Lettering()).nodes


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_stamped_box_looks_as_a_drawn_one(nodes: NodePainter, kind: DrawnKind, ratio: float) -> None:
    """On whole pixels nearly every pixel is the same; only dashes may begin elsewhere."""
    rect = QRectF(20, 10, 160, 60)
    drawn = _paper(ratio)
    painter = _painter(drawn)
    nodes.paint_shape(painter, rect, kind)
    painter.end()
    stamped = _stamped(nodes, kind, np.array([[20.0, 10.0, 180.0, 70.0]]), ratio)
    few = 0.03 if kind in DASHED else 0.01
    assert _share_apart(drawn, stamped) < few


def test_boxes_of_every_width_have_both_their_ends(nodes: NodePainter) -> None:
    """The right end of the picture is stamped where the box ends, whether its width is even or odd."""
    for width in (60.0, 61.0, 123.0, 300.0):
        image = _stamped(nodes, "operation", np.array([[10.0, 10.0, 10.0 + width, 60.0]]), 1.0)
        row = [image.pixelColor(x, 35) for x in range(340)]
        inside = [x for x, colour in enumerate(row) if colour == QColor(LIGHT.operation)]
        assert abs(inside[0] - 10) <= 1
        assert abs(inside[-1] - (10 + width)) <= 2
        assert inside == list(range(inside[0], inside[-1] + 1))


def test_a_file_of_curves_is_not_stamped(qapp: object) -> None:
    """There boxes stay boxes; an image is stamped, unless it is turned."""
    generator, buffer = QSvgGenerator(), QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(10, 10))
    painter = QPainter(generator)
    assert not can_stamp(painter)
    painter.end()
    image = _paper(1.0)
    painter = QPainter(image)
    assert can_stamp(painter)
    painter.rotate(30)
    assert not can_stamp(painter)
    painter.end()


def _stamped(nodes: NodePainter, kind: str, rects: Numbers, ratio: float) -> QImage:
    image = _paper(ratio)
    painter = _painter(image)
    sprites = BoxSprites(nodes.paint_shape)
    sprites.paint(painter, rects, [kind])
    painter.end()
    return image


def _paper(ratio: float) -> QImage:
    image = QImage(round(340 * ratio), round(90 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(LIGHT.base))
    return image


def _painter(image: QImage) -> QPainter:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def _share_apart(one: QImage, other: QImage) -> float:
    values = [np.frombuffer(image.constBits(), dtype=np.uint8).astype(int).reshape(-1, 4) for image in (one, other)]
    return float(np.mean(np.abs(values[0] - values[1]).max(axis=1) > 40))
