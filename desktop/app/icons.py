"""The window's icons: SVG files of one family in `resources/icons`, drawn in a theme's colour."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.locate import resource

_SIZES = (16, 20, 24, 32, 40, 48, 64)


@cache
def icon(name: str, colour: str, faded: str) -> QIcon:
    """Give the icon of a name, `faded` where its action is disabled ("#rrggbb" both)."""
    result = QIcon()
    source = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, faded)):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", ink).encode()))
        for side in _SIZES:
            result.addPixmap(_drawn(renderer, side), mode)
    return result


def _drawn(renderer: QSvgRenderer, side: int) -> QPixmap:
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap
