"""The pens and brushes of the graph picture, made once for a theme."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from desktop.views.graph.graph_picture import KINDS
from desktop.views.theme import Theme


class Inks:
    """What is painted with what; kinds are in the order of KINDS."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.paper = QColor(theme.base)
        self.fills = [QBrush(QColor(getattr(theme, kind))) for kind in KINDS]
        self.borders = [QPen(QColor(getattr(theme, f"{kind}_border")), 1.4) for kind in KINDS]
        self.inner_borders = [QPen(QColor(getattr(theme, f"{kind}_border")), 1.0) for kind in KINDS]
        self.borders[KINDS.index("constant")].setDashPattern([3.0, 2.0])
        self.far_fills = [QBrush(_between(theme, kind)) for kind in KINDS]
        self.badge = QBrush(QColor(theme.operation_border))
        self.sign = QPen(QColor(theme.base))
        self.flag_rim = QPen(self.paper, 1.5)
        self.text = QPen(QColor(theme.text))
        self.muted = QPen(QColor(theme.muted))
        self.chip = QBrush(QColor(theme.base))
        self.shadow = QBrush(QColor(0, 0, 0, 26 if QColor(theme.base).lightnessF() > 0.5 else 90))  # noqa: PLR2004 (half)
        self.root = QPen(QColor(theme.accent), 4.0, c=Qt.PenCapStyle.RoundCap)
        self.edge = QPen(QColor(theme.edge), 1.5)
        self.edge_input = QPen(QColor(theme.edge_input), 1.3)
        self.edge_input.setDashPattern([4.0, 3.0])
        self.edge_head = QBrush(QColor(theme.edge))
        self.edge_input_head = QBrush(QColor(theme.edge_input))


def _between(theme: Theme, kind: str) -> QColor:
    """From afar a box is one flat colour: half way from its fill to its border, so that it stands out of the paper."""
    fill, border = QColor(getattr(theme, kind)), QColor(getattr(theme, f"{kind}_border"))
    return QColor(*((a + b) // 2 for a, b in zip(fill.getRgb()[:3], border.getRgb()[:3], strict=True)))  # type: ignore[index]
