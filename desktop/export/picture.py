"""A graph's picture as the bytes of a file: the painter of the screen, at work on paper."""

import math
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from desktop.layout import place
from desktop.records.graph import Graph
from desktop.views.graph.camera import Sight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.node_face import Lettering, node_sizes
from desktop.views.graph.painter import GraphPainter
from desktop.views.theme import LIGHT, Theme

_DOTS_AN_INCH = 96
"""A pixel at 100 % is a 96th of an inch; a point, PDF's unit, is a 72nd."""
_POINTS_AN_INCH = 72
_PNG_RATIO = 2.0
_LONGEST_SIDE = 30_000
"""In pixels; Qt's painter counts to 32,767."""
_MOST_PIXELS = 100_000_000


def picture_bytes(graph: Graph, suffix: str, theme: Theme | None = None) -> bytes:
    """Draw a graph as ".svg", ".png" (two pixels for one) or ".pdf" (one page of the picture's size)."""
    application = QGuiApplication.instance() or QGuiApplication(["chainrule", "-platform", "offscreen"])
    sizes = {size.node: (size.width, size.height) for size in node_sizes(graph)}
    picture = GraphPicture(graph, place(graph, sizes))
    data = _FORMS[suffix](picture, theme or LIGHT)
    del application  # until here it had to live, as the fonts do
    return data


def _svg(picture: GraphPicture, theme: Theme) -> bytes:
    bounds = picture.bounds()
    buffer = _opened_buffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(_DOTS_AN_INCH)
    generator.setSize(_whole(bounds.size()))
    generator.setViewBox(QRect(QRect().topLeft(), _whole(bounds.size())))
    generator.setTitle("Autograd graph")
    generator.setDescription(f"{len(picture.graph.nodes)} nodes, drawn by Chainrule")
    _paint(generator, picture, theme, 1.0)
    return bytes(buffer.data().data())


def _pdf(picture: GraphPicture, theme: Theme) -> bytes:
    bounds = picture.bounds()
    buffer = _opened_buffer()
    writer = QPdfWriter(buffer)
    writer.setCreator("Chainrule")
    writer.setTitle("Autograd graph")
    writer.setResolution(_POINTS_AN_INCH)
    size = QPageSize(bounds.size() * _POINTS_AN_INCH / _DOTS_AN_INCH, QPageSize.Unit.Point, "graph")
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    _paint(writer, picture, theme, _POINTS_AN_INCH / _DOTS_AN_INCH)
    return bytes(buffer.data().data())


def _png(picture: GraphPicture, theme: Theme) -> bytes:
    bounds = picture.bounds()
    ratio = _affordable_ratio(bounds)
    image = QImage(_whole(bounds.size() * ratio), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(_DOTS_AN_INCH * ratio / 0.0254))
    image.setDotsPerMeterY(round(_DOTS_AN_INCH * ratio / 0.0254))
    _paint(image, picture, theme, ratio, visible=ratio)
    buffer = _opened_buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _affordable_ratio(bounds: QRectF) -> float:
    """Give fewer pixels to a picture so large that Qt or the memory would refuse it."""
    longest = max(bounds.width(), bounds.height())
    return min(_PNG_RATIO, _LONGEST_SIDE / longest, math.sqrt(_MOST_PIXELS / (bounds.width() * bounds.height())))


def _paint(device: QPaintDevice, picture: GraphPicture, theme: Theme, ratio: float, visible: float = 1.0) -> None:
    """Paint at `ratio` units of the device for a pixel, in the detail that is seen at the zoom `visible`."""
    bounds = picture.bounds()
    painter = QPainter(device)
    painter.scale(ratio, ratio)
    painter.translate(-bounds.topLeft())
    painter.fillRect(bounds, QColor(theme.base))
    GraphPainter(theme, Lettering()).paint(painter, picture, Sight(bounds, visible))
    painter.end()


def _opened_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _whole(size: QSizeF) -> QSize:
    return QSize(math.ceil(size.width()), math.ceil(size.height()))


_FORMS: dict[str, Callable[[GraphPicture, Theme], bytes]] = {".svg": _svg, ".pdf": _pdf, ".png": _png}
