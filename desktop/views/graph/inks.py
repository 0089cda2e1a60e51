"""The pens and brushes of the graph picture, made once for a theme."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from desktop.views.graph.graph_picture import DATA, GHOST, GRADIENT, KINDS, SAVED, DrawnKind
from desktop.views.theme import Theme, mixed

TINTS = (0.06, 0.11, 0.15, 0.18)
"""How much of a frame's colour its paper has, by the number of frames around it; deeper ones have the last."""
_SHADE = 0.14
"""How dark a shadow is. It is opaque: a translucent one takes five times as long to paint as the box itself."""
_BLUSH = 0.08
"""How much of its colour a ghost's paper has."""
_DASHES = {"saved": [3.0, 2.0], "ghost": [4.0, 2.5], "operand": [4.0, 3.0]}
_GHOSTLY = 0.85
"""How much of the paper a ghost hides."""
_FADED = 0.62
"""How much paper lies over a saved tensor that is freed."""


class Inks:
    """What is painted with what; lists by kind are in the order of KINDS, `edges` by what an edge carries."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.paper = QColor(theme.base)
        self.fills = [QBrush(_fill(theme, kind)) for kind in KINDS]
        self.borders = [_border(theme, kind) for kind in KINDS]
        self.rims = [QBrush(pen.color()) for pen in self.borders]
        self.far_fills = [QBrush(QColor(colour)) for colour in (*theme.far, theme.error, theme.muted)]
        self.badge = QBrush(QColor(theme.operation_border))
        self.group_badge = QBrush(QColor(theme.group_border))
        self.clash = QBrush(QColor(theme.error))
        self.failed = QPen(QColor(theme.error))
        self.sign = QPen(QColor(theme.base))
        self.flag_rim = QPen(self.paper, 1.5)
        self.text = QPen(QColor(theme.text))
        self.muted = QPen(QColor(theme.muted))
        self.chip = QBrush(QColor(theme.base))
        self.shadow = QBrush(mixed("#000000", theme.base, _SHADE))
        self.root = QPen(QColor(theme.accent), 4.0, c=Qt.PenCapStyle.RoundCap)
        self.edges = self._edges(theme)
        self.heads = [QBrush(pen.color()) for pen in self.edges]
        self.frame = QPen(QColor(theme.group_border), 1.2)
        self.tints = [QBrush(mixed(theme.group_border, theme.base, share)) for share in TINTS]
        self.tab = QBrush(QColor(theme.group))
        self.faded = QBrush(_translucent(theme.base, _FADED))
        self.strike = QPen(QColor(theme.muted), 1.6, c=Qt.PenCapStyle.RoundCap)

    def _edges(self, theme: Theme) -> list[QPen]:
        pens = [QPen()] * 4
        pens[GRADIENT] = QPen(QColor(theme.edge), 1.5)
        pens[DATA] = QPen(QColor(theme.edge_input), 1.3)
        pens[DATA].setDashPattern([4.0, 3.0])
        pens[SAVED] = QPen(QColor(theme.edge_saved), 1.4, c=Qt.PenCapStyle.RoundCap)
        pens[SAVED].setDashPattern([0.1, 2.6])
        pens[GHOST] = QPen(QColor(theme.error), 1.5)
        pens[GHOST].setDashPattern([4.0, 3.0])
        return pens


def _fill(theme: Theme, kind: DrawnKind) -> QColor:
    if kind == "ghost":
        return _translucent(mixed(theme.error, theme.base, _BLUSH).name(), _GHOSTLY)
    return QColor(theme.base if kind == "operand" else getattr(theme, kind))


def _border(theme: Theme, kind: DrawnKind) -> QPen:
    """Give the line around a box; it is dashed around what autograd does not hold."""
    if kind in _DASHES:
        colour = {"ghost": theme.error, "operand": theme.muted}.get(kind, theme.saved_border)
        pen = QPen(QColor(colour), 2.0 if kind == "ghost" else 1.4)
        pen.setDashPattern(_DASHES[kind])
        return pen
    return QPen(QColor(getattr(theme, f"{kind}_border")), 1.4)


def _translucent(colour: str, share: float) -> QColor:
    result = QColor(colour)
    result.setAlphaF(share)
    return result
