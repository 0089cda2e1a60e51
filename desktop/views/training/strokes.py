"""How curves are told apart: by colour, by dashes, by the shape of their points. Colours come from the theme."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from desktop.views.theme import Theme

Symbol = Literal["", "o", "s", "t"]
Role = Literal["curve", "curve_raw", "success", "muted", "error", "leaf_border"] | int
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


@dataclass(frozen=True)
class Stroke:
    """A colour by its role in the theme (a number: in its series), a kind of line and the shape of points."""

    role: Role
    line: Qt.PenStyle = Qt.PenStyle.SolidLine
    symbol: Symbol = ""
    width: float = 1

    def colour(self, theme: Theme) -> QColor:
        """Give the colour in a theme."""
        if isinstance(self.role, int):
            return QColor(theme.series[self.role % len(theme.series)])
        return QColor(getattr(theme, self.role))

    def pen(self, theme: Theme) -> QPen:
        """Give the pen; its width is in pixels, whatever the plot's scale."""
        pen = QPen(self.colour(theme), self.width, self.line)
        pen.setCosmetic(True)
        return pen


def numbered(number: int, width: float = 1) -> Stroke:
    """Give the stroke of the curve with a number: colours come again with other dashes."""
    colours = 4
    return Stroke(number % colours, _DASHES[number // colours % len(_DASHES)], width=width)


AIM = Qt.PenStyle.DashLine
NO_LINE = Qt.PenStyle.NoPen
