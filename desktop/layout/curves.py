"""Links as smooth curves: straight beside boxes, bending only between ranks."""

import math

Point = tuple[float, float]

_CORNER = 14.0

_STIFFNESS = 0.42
"""How far a bend keeps upright at either end, as a share of its height."""


class Pen:
    """Draws one curve downwards. `points` are its first point, then the three of each cubic Bézier piece."""

    def __init__(self, x: float, y: float) -> None:
        self._points: list[Point] = [(x, y)]
        self._line_from: Point | None = None

    def line_to(self, x: float, y: float) -> None:
        """Go straight; a line that goes on in the same column stays one piece."""
        here = self._points[-1]
        if here == (x, y):
            return
        start = here
        if self._line_from is not None and self._line_from[0] == here[0] == x:
            start = self._line_from
            del self._points[-3:]
        self._line_from = start
        (a, b), third = start, 1 / 3
        self._points += [(a + (x - a) * third, b + (y - b) * third), (x - (x - a) * third, y - (y - b) * third), (x, y)]

    def bend_to(self, x: float, y: float) -> None:
        """Go down to another column: the curve leaves and arrives vertically and never leaves the columns between."""
        here_x, here_y = self._points[-1]
        if here_x == x:
            self.line_to(x, y)
            return
        reach = (y - here_y) * _STIFFNESS
        self._line_from = None
        self._points += [(here_x, here_y + reach), (x, y - reach), (x, y)]

    def sidestep_to(self, x: float, y: float) -> None:
        """Go down to a far column along the middle between the heights, around two corners."""
        here_x, here_y = self._points[-1]
        middle = (here_y + y) / 2
        corner = math.copysign(min(_CORNER, abs(x - here_x) / 2), x - here_x)
        self._corner((here_x, middle), (here_x + corner, middle))
        self.line_to(x - corner, middle)
        self._corner((x, middle), (x, y))

    def _corner(self, corner: Point, end: Point) -> None:
        self._line_from = None
        self._points += [corner, corner, end]

    def curve(self) -> tuple[Point, ...]:
        """Give the points drawn so far."""
        return tuple(self._points)
