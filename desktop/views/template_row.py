"""How a line of the Insert palette is drawn: the name, and faintly the code it writes."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.views.templates import Template
from desktop.views.theme import Theme, code_font, mixed, text_font

TEMPLATE = Qt.ItemDataRole.UserRole
"""The role under which a row holds its Template; a row without one is a group's title."""

_ROW, _TITLE = 26, 34
_MARGIN = 12
_NAME_SHARE = 0.44
_ROOM_FOR_CODE = 200
_Index = QModelIndex | QPersistentModelIndex


class TemplateRow(QStyledItemDelegate):
    """Paints rows and titles in the colours of a theme."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Paint in these colours from now on."""
        self._theme = theme

    def _paint_title(self, painter: QPainter, area: QRect, title: str) -> None:
        font = text_font(8.5)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        room = area.adjusted(_MARGIN, 0, -_MARGIN, -6)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, title)

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(self._theme.selection))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, mixed(self._theme.selection, self._theme.base, 0.4))

    def _paint_entry(self, painter: QPainter, area: QRect, template: Template) -> None:
        room = area.adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.setFont(text_font(9.5))
        painter.setPen(QColor(self._theme.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, template.name)
        if room.width() >= _ROOM_FOR_CODE:
            self._paint_code(painter, room, template)

    def _paint_code(self, painter: QPainter, room: QRect, template: Template) -> None:
        code = room.adjusted(round(room.width() * _NAME_SHARE), 0, 0, 0)
        font = code_font(8.5)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        text = QFontMetrics(font).elidedText(written(template), Qt.TextElideMode.ElideRight, code.width())
        painter.drawText(code, Qt.AlignmentFlag.AlignVCenter, text)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row."""
        template = index.data(TEMPLATE)
        area: QRect = option.rect
        painter.save()
        if isinstance(template, Template):
            self._paint_ground(painter, area, option.state)
            self._paint_entry(painter, area, template)
        else:
            self._paint_title(painter, area, index.data())
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Give titles more air above them."""
        return QSize(0, _ROW if isinstance(index.data(TEMPLATE), Template) else _TITLE)


def written(template: Template) -> str:
    """Give a template's right-hand side as it will stand in the text."""
    code = template.text.replace("«", "").replace("»", "")
    return code.partition(" = ")[2] or code
