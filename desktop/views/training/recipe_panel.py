"""The left side of the Training page: the recipe, or the runs that were kept."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.views.theme import Theme, palette
from desktop.views.training.recipe_form import RecipeForm
from desktop.views.training.run_list import RunList
from desktop.views.training.tabs import Tabs

_WIDTH = 336
_RECIPE, _RUNS = "Recipe", "Runs"


class RecipePanel(QWidget):
    """Two pages under two tabs."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = RecipeForm(theme)
        self.runs = RunList(theme)
        self.tabs = Tabs(theme, (_RECIPE, _RUNS))
        self._scroll = QScrollArea(widgetResizable=True)
        self._stack = QStackedWidget()
        self._theme = theme
        self._build()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.setPalette(palette(theme))
        self._scroll.setPalette(palette(theme))
        for part in (self.form, self.runs, self.tabs):
            part.set_theme(theme)
        self.update()

    def show_recipe(self) -> None:
        """Turn to the recipe."""
        self.tabs.choose(_RECIPE)

    def _build(self) -> None:
        self.setFixedWidth(_WIDTH)
        self._scroll.setWidget(self.form)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.runs)
        self.tabs.chosen.connect(lambda title: self._stack.setCurrentIndex(int(title == _RUNS)))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 1, 8)
        column.setSpacing(6)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw one quiet line towards the run."""
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.line))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
