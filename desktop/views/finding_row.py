"""One finding as a row: its severity's sign, rule, line and message; opened, its explanation below them."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from desktop.records.finding import Finding, Severity
from desktop.views.shortening import shortened
from desktop.views.theme import Theme, code_font, mixed, text_font

_MARGIN, _GAP, _SIGN = 10, 4, 14
_TEXT = _MARGIN + _SIGN + 8
_WRAPPED = Qt.TextFlag.TextWordWrap
_ROW = 34
_SHOWN = 4_000
"""Characters of a message, and of an explanation; a million take seconds to be broken into lines."""

Index = QModelIndex | QPersistentModelIndex


class FindingRow(QStyledItemDelegate):
    """Paints findings that stand in the items' user role; the current one is open."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme

    def _body(self, finding: Finding, width: int) -> Iterator[tuple[str, QFont, int]]:
        """Give the message and the paragraphs of the explanation with their fonts and heights; shapes keep columns."""
        message = shortened(finding.message.strip(), _SHOWN)
        for text, font in [(message, text_font(10)), *_paragraphs(shortened(finding.explanation, _SHOWN))]:
            area = QFontMetrics(font).boundingRect(QRect(0, 0, width, 100_000), _WRAPPED, text)
            yield text, font, area.height()

    def _paint_head(self, painter: QPainter, area: QRect, finding: Finding, *, is_open: bool) -> None:
        line = f"Line {finding.span.line}" if finding.span is not None else ""
        painter.setFont(text_font(9.5))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line)
        room = area.adjusted(0, 0, -QFontMetrics(painter.font()).horizontalAdvance(line) - 12, 0)
        painter.setFont(code_font(9.5))
        painter.setPen(QColor(self._theme.text))
        metrics = QFontMetrics(painter.font())
        rule = metrics.elidedText(finding.rule, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, rule)
        if not is_open:
            self._paint_message(painter, room.adjusted(metrics.horizontalAdvance(rule) + 12, 0, 0, 0), finding)

    def _paint_message(self, painter: QPainter, room: QRect, finding: Finding) -> None:
        painter.setFont(text_font(10))
        painter.setPen(QColor(self._theme.muted))
        first = finding.message.strip().partition("\n")[0][:_SHOWN]
        text = QFontMetrics(painter.font()).elidedText(first, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _width(self) -> int:
        return max(120, self._view.viewport().width() - _TEXT - _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row, its explanation too where it is the current one."""
        finding: Finding = index.data(Qt.ItemDataRole.UserRole)
        area = QRect(option.rect)
        is_open = self._view.currentIndex() == index
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_open:
            painter.fillRect(area, mixed(self._theme.accent, self._theme.base, 0.08))
        paint_sign(
            painter, QRectF(area.left() + _MARGIN, area.top() + (_ROW - _SIGN) / 2, _SIGN, _SIGN), finding, self._theme
        )
        head = QRect(area.left() + _TEXT, area.top(), self._width(), _ROW)
        self._paint_head(painter, head, finding, is_open=is_open)
        if is_open:
            top = head.bottom()
            for number, (text, font, height) in enumerate(self._body(finding, head.width())):
                painter.setFont(font)
                painter.setPen(QColor(self._theme.muted if number else self._theme.text))
                painter.drawText(QRect(head.left(), top, head.width(), height), _WRAPPED, text)
                top += height + _GAP
        painter.setPen(QColor(self._theme.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give room for the explanation where the row is the current one."""
        height = _ROW
        if self._view.currentIndex() == index:
            finding: Finding = index.data(Qt.ItemDataRole.UserRole)
            height += sum(each + _GAP for _, _, each in self._body(finding, self._width())) + 2 * _GAP
        return QSize(_ROW, height)


def severity_colour(severity: Severity, theme: Theme) -> QColor:
    """Give the colour of a severity."""
    return QColor({"error": theme.error, "warning": theme.warning, "hint": theme.accent}[severity])


def paint_sign(painter: QPainter, area: QRectF, finding: Finding, theme: Theme) -> None:
    """Paint a severity's sign, told apart by its form as well: a disc for errors, a triangle, a ring for hints."""
    colour = severity_colour(finding.severity, theme)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush if finding.severity == "hint" else colour)
    if finding.severity == "warning":
        corners = [QPointF(area.center().x(), area.top() + 1), area.bottomRight(), area.bottomLeft()]
        painter.drawPolygon(QPolygonF(corners))
    else:
        painter.drawEllipse(area.adjusted(1, 1, -1, -1))
    font = text_font(8)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(colour if finding.severity == "hint" else QColor(theme.base))
    mark = {"error": "×", "warning": "!", "hint": "i"}[finding.severity]
    lowered = area.adjusted(0, 3, 0, 1) if finding.severity == "warning" else area
    painter.drawText(lowered, Qt.AlignmentFlag.AlignCenter, mark)


def _paragraphs(text: str) -> Iterator[tuple[str, QFont]]:
    """Part an explanation into running text and lined up shapes, which want a font of one width."""
    held: list[str] = []
    is_code = False
    for line in [*text.split("\n"), None]:
        if held and (line is None or line.startswith("  ") != is_code):
            yield "\n".join(held), code_font(9.5) if is_code else text_font(9.5)
            held = []
        if line is not None:
            is_code = line.startswith("  ")
            held.append(line)
