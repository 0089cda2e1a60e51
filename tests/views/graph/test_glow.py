"""A halo that is stamped looks like one that is painted, however wide its box."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.views.graph.glow import Glow, glow_at
from desktop.views.graph.inks import Inks
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_painter import NodePainter
from desktop.views.theme import LIGHT

RED = QColor("#c9300f")


def painted(rect: QRectF, kind: str, zoom: float, *, stamped: bool) -> QImage:
    """Paint a halo of half strength on white paper."""
    image = QImage(500, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(zoom, zoom)
    glow = Glow(NodePainter(Inks(LIGHT), Lettering()))
    if stamped:
        glow.paint_around(painter, rect, kind, RED, 0.5, zoom)
    else:
        glow._paint_halo(painter, rect, kind, RED, 0.5)
    painter.end()
    return image


@pytest.mark.parametrize("kind", ["operation", "leaf", "input", "group"])
@pytest.mark.parametrize(("width", "zoom"), [(60, 1.0), (131, 1.0), (300, 1.0), (131, 0.5)])
def test_a_stamp_is_like_its_original(qapp: QApplication, kind: str, width: float, zoom: float) -> None:
    """At both ends, above and below: no colour differs by more than a shade."""
    rect = QRectF(QPointF(40, 60), QPointF(40 + width, 110))
    stamped, original = (painted(rect, kind, zoom, stamped=each) for each in (True, False))
    worst = max(
        abs(stamped.pixelColor(x, y).green() - original.pixelColor(x, y).green())
        for x in range(500)
        for y in range(0, 200, 3)
    )
    assert worst <= 40
    assert original.pixelColor(round(38 * zoom), round(85 * zoom)).green() < 240


def test_a_glow_brightens_at_once_and_fades() -> None:
    """Within a fifth of the node's own step; then over the trail."""
    assert [glow_at(age, 2.0) for age in (0.0, 0.1, 0.2, 1.0, 2.0, 3.0, 9.0)] == [0, 0.5, 1, 1, 0.5, 0, 0]
