"""How a heat map is painted: one picture of all cells, and on it signs, numbers and the cursor."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.records.record import number
from desktop.views.tensor_text import number_text
from desktop.views.tensor_view.camera import NUMBER_HEIGHT, NUMBER_WIDTH, Camera
from desktop.views.tensor_view.cells import Block, Cells, Window
from desktop.views.tensor_view.grid import FINITE
from desktop.views.tensor_view.heat_colours import heat_image, share_colour, shares
from desktop.views.tensor_view.signs import LARGEST, SMALLEST, paint_sign
from desktop.views.theme import Theme, code_font

_SIGNS_PAINTED = 500
"""Beyond so many, colour alone is seen well enough."""

_ROOM_FOR_GAPS = 7.0
_CHARACTERS = 8
_LIGHT_GROUND = 0.45
"""The share of a colour's lightness above which dark text reads better."""


class HeatPainter:
    """Paints a part of some cells; the picture of it is kept until something else is to be seen."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._limit = 0.0
        self._log = False
        self._key: tuple[Camera, float] | None = None
        self._window: Window | None = None
        self._image = QImage()
        self._plates: list[tuple[QRectF, Block]] = []

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.forget()

    def set_scale(self, limit: float, *, log: bool) -> None:
        """Paint on another scale."""
        self._limit, self._log = limit, log
        self.forget()

    def forget(self) -> None:
        """Make the picture anew when it is next painted."""
        self._key = None

    def sign_at(self, place: QPointF) -> Block | None:
        """Give the elements that a sign stands for, where one was painted at this point: it is wider than its cell."""
        return next((block for plate, block in reversed(self._plates) if plate.contains(place)), None)

    def paint(self, surface: QWidget, cells: Cells, camera: Camera, cursor: tuple[int, int] | None) -> None:
        """Paint on a widget, from its paintEvent."""
        window = self._condense(cells, camera, surface.devicePixelRatioF())
        if window is None:
            return
        painter = QPainter(surface)
        area = QRectF(*camera.rectangle(window.row, window.column, window.rows, window.columns))
        painter.drawImage(area, self._image)
        if min(camera.scale_x, camera.scale_y) >= _ROOM_FOR_GAPS:
            self._paint_gaps(painter, camera, window)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_signs(painter, area, window)
        if camera.scale_x >= NUMBER_WIDTH and camera.scale_y >= NUMBER_HEIGHT:
            self._paint_numbers(painter, camera, window)
        if cursor is not None:
            painter.setPen(QPen(QColor(self._theme.text), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(*camera.rectangle(*cursor)).adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()

    def _condense(self, cells: Cells, camera: Camera, ratio: float) -> Window | None:
        part = camera.window()
        if not part[2] * part[3]:
            return None
        if self._key != (camera, ratio):
            self._key = (camera, ratio)
            height, width = (
                max(1, math.ceil(count * scale * ratio))
                for count, scale in ((part[2], camera.scale_y), (part[3], camera.scale_x))
            )
            self._window = cells.window(part, height, width)
            self._image = heat_image(self._window.grid, self._limit, self._theme, log=self._log)
        return self._window

    def _paint_gaps(self, painter: QPainter, camera: Camera, window: Window) -> None:
        painter.setPen(QPen(QColor(self._theme.line), 1))
        left, top, width, height = camera.rectangle(window.row, window.column, window.rows, window.columns)
        for row in range(int(window.rows) + 1):
            y = top + row * camera.scale_y
            painter.drawLine(QPointF(left, y), QPointF(left + width, y))
        for column in range(int(window.columns) + 1):
            x = left + column * camera.scale_x
            painter.drawLine(QPointF(x, top), QPointF(x, top + height))

    def _paint_signs(self, painter: QPainter, area: QRectF, window: Window) -> None:
        self._plates = []
        is_marked = window.grid.marks != FINITE
        if np.count_nonzero(is_marked) > _SIGNS_PAINTED:
            return
        rows, columns = window.grid.marks.shape
        high, wide = area.height() / rows, area.width() / columns
        side = min(max(min(high, wide) - 2, SMALLEST), LARGEST)
        for row, column in np.argwhere(is_marked).tolist():
            centre = QPointF(area.left() + (column + 0.5) * wide, area.top() + (row + 0.5) * high)
            paint_sign(painter, centre, side, int(window.grid.marks[row, column]), self._theme)
            plate = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
            self._plates.append((plate, window.block(row, column)))

    def _paint_numbers(self, painter: QPainter, camera: Camera, window: Window) -> None:
        painter.setFont(code_font(8.5))
        places = shares(window.grid.values, self._limit, log=self._log)
        for (row, column), value in np.ndenumerate(window.grid.values):
            if window.grid.marks[row, column] == FINITE:
                cell = QRectF(*camera.rectangle(window.row + row, window.column + column))
                painter.setPen(_ink(share_colour(float(places[row, column]), self._theme)))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, _short_text(float(value)))


def _short_text(value: float) -> str:
    """Write a number so that it fits into the smallest cell with numbers: two digits where four are too many."""
    text = number_text(number(value))
    return text if len(text) <= _CHARACTERS else f"{value:.2g}"


def _ink(ground: QColor) -> QColor:
    """Give black or white, whichever reads better on a colour (perceived lightness: Rec. 601's weights)."""
    lightness = 0.299 * ground.redF() + 0.587 * ground.greenF() + 0.114 * ground.blueF()
    return QColor(Qt.GlobalColor.black if lightness > _LIGHT_GROUND else Qt.GlobalColor.white)
