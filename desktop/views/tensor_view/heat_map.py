"""The heat map: a matrix as coloured cells, to be zoomed, walked by keys and pointed at."""

import math

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.views.tensor_view.camera import Camera
from desktop.views.tensor_view.cells import Block, Cells
from desktop.views.tensor_view.heat_painter import HeatPainter
from desktop.views.theme import Theme

_ZOOM = 1.25
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_NOTCH = 120
"""What a wheel tells for one notch, in eighths of a degree."""


class HeatMap(QWidget):
    """Shows the cells it is given. `cell_pointed` tells the row and column under the mouse or the keyboard's cursor."""

    cell_pointed = Signal(int, int)
    pointing_ended = Signal()
    copy_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = HeatPainter(theme)
        self._cells: Cells | None = None
        self._camera = Camera(0, 0, 1, 1)
        self._cursor: tuple[int, int] | None = None
        self._drag: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Heat map of the tensor's slice")
        self.setToolTip(
            "Point at a cell, or walk with the arrows, to read its index and value\n"
            "Zoom: wheel (Ctrl+wheel before a click), + and −; drag to move; F or a double click shows all"
        )

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._painter.set_theme(theme)
        self.update()

    def set_scale(self, limit: float, *, log: bool) -> None:
        """Give ±`limit` the strongest colours, on a linear or a logarithmic scale."""
        self._painter.set_scale(limit, log=log)
        self.update()

    def set_cells(self, cells: Cells | None) -> None:
        """Show a matrix: as it was looked at, where it has the shape of the one before; else all of it."""
        self._cells = cells
        rows, columns = cells.matrix.shape if cells is not None else (0, 0)
        if (rows, columns) != (self._camera.rows, self._camera.columns):
            self._camera = Camera(rows, columns, self.width(), self.height()).fitted()
            self._cursor = None
        self._painter.forget()
        self._tell_cursor()
        self.update()

    def camera(self) -> Camera:
        """Give the part that is shown."""
        return self._camera

    def show_all(self) -> None:
        """Fit the whole matrix into the view."""
        self._look(self._camera.fitted())

    def _look(self, camera: Camera) -> None:
        self._camera = camera
        self.update()

    def _zoom(self, factor: float, at: QPointF | None = None) -> None:
        place = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        self._look(self._camera.zoomed(factor, place.x(), place.y()))

    def _point(self, place: QPointF) -> None:
        """Tell the element that gives the pixel its colour, or its sign."""
        block = self._painter.sign_at(place) or self._pixel(place)
        if self._cells is None or block is None:
            self.pointing_ended.emit()
        else:
            self.cell_pointed.emit(*self._cells.extreme(*block))

    def _pixel(self, place: QPointF) -> Block | None:
        """Give the elements that a pixel stands for."""
        first = self._camera.cell(place.x(), place.y())
        rows, columns = (math.ceil(1 / scale) for scale in (self._camera.scale_y, self._camera.scale_x))
        return (*first, rows, columns) if first is not None else None

    def _walk(self, down: int, along: int) -> None:
        rows, columns = self._camera.rows, self._camera.columns
        if not rows * columns:
            return
        row, column = (self._cursor[0] + down, self._cursor[1] + along) if self._cursor else self._camera.window()[:2]
        self._cursor = (min(max(row, 0), rows - 1), min(max(column, 0), columns - 1))
        self._look(self._camera.revealing(*self._cursor))
        self._tell_cursor()

    def _tell_cursor(self) -> None:
        if self._cursor is not None:
            self.cell_pointed.emit(*self._cursor)

    def sizeHint(self) -> QSize:
        """Ask for a readable picture."""
        return QSize(300, 220)

    def minimumSizeHint(self) -> QSize:
        """Stay large enough to point at."""
        return QSize(120, 60)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cells in view."""
        if self._cells is not None:
            cursor = self._cursor if self.hasFocus() else None
            self._painter.paint(self, self._cells, self._camera, cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep showing all of it where all of it was shown."""
        super().resizeEvent(event)
        old = self._camera
        new = Camera(old.rows, old.columns, self.width(), self.height(), old.scale_x, old.scale_y, old.left, old.top)
        self._look(new.fitted() if old.is_fitted() else new.held())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag, and put the cursor there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position()
            self._cursor = self._camera.cell(event.position().x(), event.position().y())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture, or tell what is under the mouse."""
        if self._drag is not None:
            moved = event.position() - self._drag
            self._drag = event.position()
            self._look(self._camera.panned(moved.x(), moved.y()))
        self._point(event.position())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End dragging."""
        self._drag = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Show all of it."""
        self.show_all()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing any more, but for the cursor."""
        super().leaveEvent(event)
        self.pointing_ended.emit()
        if self.hasFocus():
            self._tell_cursor()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse; a page that holds the picture scrolls until it was clicked."""
        if self.hasFocus() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(_ZOOM ** (event.angleDelta().y() / _NOTCH), event.position())
            event.accept()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from cell to cell, + and - zoom, F shows all, Ctrl+C copies the slice."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._walk(*_ARROWS[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self._zoom(1 / _ZOOM)
        elif key == Qt.Key.Key_F:
            self.show_all()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        else:
            super().keyPressEvent(event)
