"""How one run looks in the list: a tick, the line it is drawn by, its name, and what came of it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.views.tensor_text import number_text
from desktop.views.theme import Theme, box_palette, text_font
from desktop.views.training.kept_run import KeptRun
from desktop.views.training.run_curves import Overlay

RUN = Qt.ItemDataRole.UserRole
NUMBER = Qt.ItemDataRole.UserRole + 1
"""The number of a run's stroke, where it is drawn."""

_HEIGHT = 46
_TEXT = 30
_SWATCH = 22
_ENDINGS = {
    "reached": "reached",
    "epochs": "not reached",
    "stopped": "stopped",
    "diverged": "diverged",
    "refused": "refused",
    "failed": "failed",
}


class RunRow(QStyledItemDelegate):
    """Paints the rows of the list of runs."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give two lines of room."""
        return QSize(super().sizeHint(option, index).width(), _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row."""
        self.initStyleOption(option, index)
        run: KeptRun = index.data(RUN)
        option.text = ""
        option.palette = box_palette(self._theme)
        # The words keep their colours where a row is selected; the accent's own ground would swallow them.
        option.palette.setColor(QPalette.ColorRole.Highlight, QColor(self._theme.selection))
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        area = option.rect.adjusted(_TEXT, 4, -8, -4)
        half = area.height() // 2
        number = index.data(NUMBER)
        if number is not None:
            painter.setPen(Overlay(run, int(number)).stroke.pen(self._theme))
            middle = area.top() + half // 2
            painter.drawLine(area.right() - _SWATCH, middle, area.right(), middle)
        painter.setFont(text_font(10))
        painter.setPen(QColor(self._theme.text))
        self._write(painter, QRect(area.left(), area.top(), area.width() - _SWATCH - 8, half), run.name)
        painter.setFont(text_font(8.5))
        painter.setPen(QColor(self._theme.muted))
        self._write(painter, QRect(area.left(), area.top() + half, area.width(), half), account(run))

    def _write(self, painter: QPainter, area: QRect, text: str) -> None:
        shortened = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shortened)


def account(run: KeptRun) -> str:
    """Say what came of a run: its last loss, how many iterations it had, how it ended."""
    curve = run.averages if run.averages.y else run.smoothed
    loss = f"loss {number_text(curve.y[-1])}, " if curve.y else ""
    return f"{loss}{run.iterations:,} steps, {_ENDINGS[run.reason]}"
