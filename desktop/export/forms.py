"""A view of a graph as the bytes of a file: SVG, PDF or PNG, its text text where the form knows text."""

import math
import re
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from desktop.export.view import View, ViewPainter
from desktop.views.graph.camera import Sight
from desktop.views.theme import Theme

_DOTS_AN_INCH = 96
"""A pixel at 100 % is a 96th of an inch; a point, PDF's unit, is a 72nd."""
_POINTS_AN_INCH = 72
_INCH_M = 0.0254
_LONGEST_SIDE = 30_000
"""In pixels; Qt's painter counts to 32,767."""
_MOST_PIXELS = 100_000_000
_TITLE = "Autograd graph"
_MILLIMETRES = re.compile(rb'width="[\d.]+mm" height="[\d.]+mm"')
_EMPTY_PATH = re.compile(rb'<path [^>]*d=""/>\n?')


def svg(view: View, theme: Theme) -> bytes:
    """Draw a view as an SVG of its size in pixels."""
    buffer = _opened_buffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(_DOTS_AN_INCH)
    generator.setSize(_whole(view.size))
    generator.setViewBox(QRect(QRect().topLeft(), _whole(view.size)))
    generator.setTitle(_TITLE)
    generator.setDescription(f"{len(view.picture.graph.nodes)} nodes, drawn by Chainrule")
    _paint(generator, view, theme)
    return _tidied(bytes(buffer.data().data()), _whole(view.size))


def _tidied(data: bytes, size: QSize) -> bytes:
    """Say the size in pixels, which all readers take for the same (of its inches Qt's makes 90); draw no empty path."""
    sized = _MILLIMETRES.sub(f'width="{size.width()}" height="{size.height()}"'.encode(), data, count=1)
    return _EMPTY_PATH.sub(b"", sized)


def pdf(view: View, theme: Theme) -> bytes:
    """Draw a view as a PDF of one page of its size."""
    buffer = _opened_buffer()
    writer = QPdfWriter(buffer)
    writer.setCreator("Chainrule")
    writer.setTitle(_TITLE)
    writer.setResolution(_DOTS_AN_INCH)
    size = QPageSize(view.size * _POINTS_AN_INCH / _DOTS_AN_INCH, QPageSize.Unit.Point, "graph")
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    _paint(writer, view, theme)
    return bytes(buffer.data().data())


def png(view: View, theme: Theme, ratio: float = 2.0) -> bytes:
    """Draw a view as a PNG of `ratio` (1 to 4) pixels for one; of fewer where the picture is too large for that."""
    buffer = _opened_buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(image(view, theme, ratio))
    return bytes(buffer.data().data())


def image(view: View, theme: Theme, ratio: float = 2.0) -> QImage:
    """Draw a view as an image, for the clipboard say; its device pixel ratio is `ratio`, or less where need be."""
    affordable = min(ratio, _affordable(view.size))
    if affordable < 1:  # from farther away, in the detail that is seen from there
        view = View(view.picture, Sight(view.sight.area, view.sight.scale * affordable), view.light, view.position)
    result = QImage(_whole(view.size * max(affordable, 1)), QImage.Format.Format_RGB32)
    result.setDevicePixelRatio(max(affordable, 1))
    result.setDotsPerMeterX(round(_DOTS_AN_INCH * affordable / _INCH_M))
    result.setDotsPerMeterY(round(_DOTS_AN_INCH * affordable / _INCH_M))
    result.fill(theme.base)
    _paint(result, view, theme)
    return result


def _affordable(size: QSizeF) -> float:
    """Give the most pixels for one that neither Qt nor the memory refuses."""
    longest, area = max(size.width(), size.height()), size.width() * size.height()
    return min(_LONGEST_SIDE / longest, math.sqrt(_MOST_PIXELS / area))


def _paint(device: QPaintDevice, view: View, theme: Theme) -> None:
    painter = QPainter(device)
    ViewPainter(theme).paint(painter, view)
    painter.end()


def _opened_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _whole(size: QSizeF) -> QSize:
    return QSize(math.ceil(size.width()), math.ceil(size.height()))


FORMS: dict[str, Callable[[View, Theme, float], bytes]] = {
    ".svg": lambda view, theme, _: svg(view, theme),
    ".pdf": lambda view, theme, _: pdf(view, theme),
    ".png": png,
}
"""How a view is drawn for each suffix of a picture; the last argument is of a PNG alone."""
