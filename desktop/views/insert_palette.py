"""The Insert palette: find a tensor, an operation, a layer, a loss or a step, and have it written."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.views.template_row import TEMPLATE, TemplateRow, written
from desktop.views.templates import TEMPLATES, Template
from desktop.views.theme import Theme, palette, text_font

_WALKING_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_INSERTING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class InsertPalette(QWidget):
    """A searchable list of templates; a double click or Enter chooses one."""

    template_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = QLineEdit()
        self._list = QListWidget()
        self._row = TemplateRow(theme, self._list)
        self._none = QLabel("Nothing by that name.\nTry “sum”, “linear” or “loss”.")
        self._meaning = QLabel()
        self._build()
        self._fill()
        self.set_theme(theme)
        self._show_matches("")

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        quiet = palette(theme)
        quiet.setColor(quiet.ColorRole.WindowText, theme.muted)
        self._none.setPalette(quiet)
        self._row.set_theme(theme)
        self._list.viewport().update()

    def _build(self) -> None:
        self._filter.setPlaceholderText("Find…")
        self._filter.setClearButtonEnabled(True)
        self._filter.setToolTip("Words of a name, a meaning or its code; ↑ ↓ choose, Enter inserts")
        self._filter.textChanged.connect(self._show_matches)
        self._filter.installEventFilter(self)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setItemDelegate(self._row)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setToolTip("Double click or Enter writes it at the caret")
        self._list.itemActivated.connect(self._choose)
        self._list.currentItemChanged.connect(self._explain)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._meaning.setWordWrap(True)
        self._meaning.setFont(text_font(9))
        self._meaning.setContentsMargins(12, 8, 12, 8)
        self._meaning.setMinimumHeight(3 * self._meaning.fontMetrics().lineSpacing() + 16)
        self._meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()

    def _lay_out(self) -> None:
        search = QVBoxLayout()
        search.setContentsMargins(8, 8, 8, 8)
        search.addWidget(self._filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(search)
        column.addWidget(self._list, 1)
        column.addWidget(self._none, 1)
        column.addWidget(self._meaning)
        self.setFocusProxy(self._filter)

    def _fill(self) -> None:
        group = ""
        for template in TEMPLATES:
            if template.group != group:
                group = template.group
                self._list.addItem(_title(group))
            self._list.addItem(_entry(template))

    def _show_matches(self, text: str) -> None:
        words = text.lower().split()
        shown: dict[str, QListWidgetItem] = {}
        for row in range(self._list.count()):
            item = self._list.item(row)
            template = _template(item)
            if template is not None:
                item.setHidden(not _matches(template, words))
                if not item.isHidden():
                    shown.setdefault(template.group, item)
        self._hide_empty_groups(set(shown))
        self._list.setVisible(bool(shown))
        self._none.setVisible(not shown)
        for item in list(shown.values())[:1]:
            self._list.setCurrentItem(item)

    def _hide_empty_groups(self, shown: set[str]) -> None:
        for row in range(self._list.count()):
            item = self._list.item(row)
            if _template(item) is None:
                item.setHidden(item.text() not in shown)

    def _choose(self, item: QListWidgetItem) -> None:
        template = _template(item)
        if template is not None:
            self.template_chosen.emit(template.text)

    def _choose_first(self) -> None:
        if self._list.isVisible():
            self._choose(self._list.currentItem())

    def _explain(self, item: QListWidgetItem | None) -> None:
        template = _template(item) if item is not None else None
        self._meaning.setText(template.tooltip if template else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys that walk the list do so from the search field."""
        if watched is self._filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _WALKING_KEYS:
                QApplication.sendEvent(self._list, event)
                return True
            if event.key() in _INSERTING_KEYS:
                self._choose_first()
                return True
        return super().eventFilter(watched, event)


def _title(group: str) -> QListWidgetItem:
    item = QListWidgetItem(group)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _entry(template: Template) -> QListWidgetItem:
    item = QListWidgetItem(template.name)
    item.setData(TEMPLATE, template)
    item.setToolTip(f"{template.tooltip}\n\n{written(template)}")
    return item


def _template(item: QListWidgetItem) -> Template | None:
    value = item.data(TEMPLATE)
    return value if isinstance(value, Template) else None


def _matches(template: Template, words: list[str]) -> bool:
    text = f"{template.name} {template.group} {template.text} {template.tooltip}".lower()
    return all(word in text for word in words)
