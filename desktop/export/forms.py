"""What is painted on a sheet as the bytes of a file: SVG, PDF or PNG, its text text where the form knows text."""

import math
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from desktop.export.tidy_svg import tidied
from desktop.export.view import View
from desktop.records.files import UsageError

FEWEST, MOST = 1, 4
"""Pixels of an image for one."""
_DOTS_AN_INCH = 96
"""A pixel at 100 % is a 96th of an inch; a point, PDF's unit, is a 72nd."""
_POINTS_AN_INCH = 72
_INCH_M = 0.0254
_LONGEST_SIDE = 30_000
"""In pixels; Qt's painter counts to 32,767."""
_MOST_PIXELS = 80_000_000
"""Readers take a PNG of more for an attack (Pillow from 89 million on)."""


class Sheet(Protocol):
    """Something to be painted: its title, its size and its painting in device-independent pixels."""

    @property
    def title(self) -> str:
        """What it shows, in words."""

    @property
    def size(self) -> QSizeF:
        """How large it is."""

    def paint(self, painter: QPainter) -> None:
        """Paint it from its upper left corner on."""


def svg(sheet: Sheet) -> bytes:
    """Draw a sheet as an SVG of its size in pixels."""
    buffer = _opened_buffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(_DOTS_AN_INCH)
    generator.setSize(_whole(sheet.size))
    generator.setViewBox(QRect(QRect().topLeft(), _whole(sheet.size)))
    generator.setTitle(sheet.title)
    generator.setDescription("Drawn by Chainrule")
    _paint(generator, sheet)
    return tidied(bytes(buffer.data().data()), _whole(sheet.size))


def pdf(sheet: Sheet) -> bytes:
    """Draw a sheet as a PDF of one page of its size."""
    buffer = _opened_buffer()
    writer = QPdfWriter(buffer)
    writer.setCreator("Chainrule")
    writer.setTitle(sheet.title)
    writer.setResolution(_DOTS_AN_INCH)
    size = QPageSize(sheet.size * _POINTS_AN_INCH / _DOTS_AN_INCH, QPageSize.Unit.Point, "graph")
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    _paint(writer, sheet)
    return bytes(buffer.data().data())


def png(view: View, ratio: float = 2.0) -> bytes:
    """Draw a view as a PNG of `ratio` (1 to 4) pixels for one; of fewer where the picture is too large for that."""
    buffer = _opened_buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(image(view, ratio))
    return bytes(buffer.data().data())


def image(view: View, ratio: float = 2.0) -> QImage:
    """Draw a view as an image, for the clipboard say; its device pixel ratio is `ratio`, or less where need be."""
    if not FEWEST <= ratio <= MOST:
        raise UsageError(f"A picture has from {FEWEST} to {MOST} pixels for one, not {ratio:g}.")
    affordable = min(ratio, _affordable(view.size))
    if affordable < 1:
        view = view.farther(affordable)
    result = QImage(_whole(view.size * max(affordable, 1)), QImage.Format.Format_RGB32)
    result.setDevicePixelRatio(max(affordable, 1))
    result.setDotsPerMeterX(round(_DOTS_AN_INCH * affordable / _INCH_M))
    result.setDotsPerMeterY(round(_DOTS_AN_INCH * affordable / _INCH_M))
    result.fill(view.theme.base)
    _paint(result, view)
    return result


def _affordable(size: QSizeF) -> float:
    """Give the most pixels for one that neither Qt nor the memory refuses."""
    longest, area = max(size.width(), size.height()), size.width() * size.height()
    return min(_LONGEST_SIDE / longest, math.sqrt(_MOST_PIXELS / area))


def _paint(device: QPaintDevice, sheet: Sheet) -> None:
    painter = QPainter(device)
    sheet.paint(painter)
    painter.end()


def _opened_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _whole(size: QSizeF) -> QSize:
    return QSize(*(math.ceil(round(side, 3)) for side in (size.width(), size.height())))


FORMS: dict[str, Callable[[View, float], bytes]] = {
    ".svg": lambda view, _: svg(view),
    ".pdf": lambda view, _: pdf(view),
    ".png": png,
}
"""How a view is drawn for each suffix of a picture; the last argument is of a PNG alone."""
