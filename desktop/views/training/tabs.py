"""A row of quiet tabs: the chosen one is underlined."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStyle, QStyleOptionFocusRect, QWidget

from desktop.views.theme import Theme, text_font

_LINE = 2


class Tabs(QWidget):
    """Chooses one of several titles, by mouse or by keys."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {title: _Tab(title) for title in titles}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in self.buttons.values():
            group.addButton(button)
            row.addWidget(button)
            button.toggled.connect(self._tell)
        next(iter(self.buttons.values())).setChecked(True)
        self.set_theme(theme)

    @property
    def current(self) -> str:
        """The chosen title."""
        return next(title for title, button in self.buttons.items() if button.isChecked())

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        for button in self.buttons.values():
            button.theme = theme
            button.update()

    def choose(self, title: str) -> None:
        """Choose a title."""
        self.buttons[title].setChecked(True)

    def _tell(self, checked: bool) -> None:  # noqa: FBT001 # a slot's
        if checked:
            self.chosen.emit(self.current)


class _Tab(QPushButton):
    """One title."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.theme: Theme | None = None
        self.setCheckable(True)
        self.setFlat(True)
        self.setFont(text_font(10))
        self.setToolTip(f"Show: {title}")
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(title) + 16)
        self.setFixedHeight(26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the title, and a line below it where it is chosen."""
        if self.theme is None:
            return
        painter = QPainter(self)
        lit = self.isChecked() or self.underMouse()
        painter.setPen(QColor(self.theme.text if lit else self.theme.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.isChecked():
            painter.fillRect(8, self.height() - _LINE, self.width() - 16, _LINE, QColor(self.theme.accent))
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)
