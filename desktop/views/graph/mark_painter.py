"""Painting what is written beside boxes and edges while a film plays, on small chips that can be read when near."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Indices
from desktop.views.graph.gradient_scale import NOTHING, level_colour, level_share
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.marks import Filling, Marks
from desktop.views.graph.node_painter import Detail, detail_at, write
from desktop.views.theme import Theme

REACH = 90.0
"""How far beyond a box or an edge's middle a chip may reach, in pixels."""
_HEIGHT, _PADDING, _RADIUS = 17.0, 6.0, 5.0
_BESIDE, _BEYOND_BAR = 11.0, 19.0
"""How far from a box the middle of a chip lies; on the side of a root where its bar is, a little farther."""
_ALONG = 0.68
"""How far along its edge a chip stands: near the operand, where chips of its neighbours are not."""
_TANK = 7.0
_TANK_GAP = 5.0
_LEAST = 0.14
"""A gradient that is there fills so much of its tank, however small it is."""


class MarkPainter:
    """Paints Marks. Coordinates are pixels at 100 %; from afar there is nothing to read, and nothing is painted."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._lettering = Lettering()
        self._paper = QColor(theme.base)
        self._text = QColor(theme.text)
        self._data = QColor(theme.input_border)
        self._update = QColor(theme.leaf_border)
        self._loss = QColor(theme.accent)

    def paint_expansions(
        self, painter: QPainter, picture: GraphPicture, marks: Marks, edges: Indices, sight: Sight, *, back: bool
    ) -> None:
        """Write onto some edges how a tensor was expanded along them, or its gradient summed on the way back."""
        if detail_at(sight.scale) < Detail.FULL:
            return
        colour = QColor(self._theme.muted) if back else self._data
        for edge, each in marks.expanded_among(edges):
            place = picture.curves.way(edge).at(_ALONG)
            self._paint_chip(painter, place, each.backward if back else each.forward, colour)

    def paint_fillings(
        self, painter: QPainter, picture: GraphPicture, marks: Marks, boxes: Indices, sight: Sight, share: float = 1.0
    ) -> None:
        """Fill the tanks of some leaves up to a share of what reached them, and say what became of `.grad`."""
        for box in boxes.tolist():
            filling = marks.fillings.get(box)
            if filling is None:
                continue
            self._paint_tank(painter, picture.rect(box), filling, share)
            if detail_at(sight.scale) >= Detail.FULL and share == 1.0:
                self._paint_beside(painter, picture, box, filling.words, level_colour(filling.after, self._theme))

    def paint_sums(self, painter: QPainter, picture: GraphPicture, marks: Marks, position: float, sight: Sight) -> None:
        """Say at each node where gradients meet how many of them are there."""
        if detail_at(sight.scale) < Detail.FULL:
            return
        area = sight.area.adjusted(-REACH, -REACH, REACH, REACH)
        for box in picture.boxes_in(area, marks.sums_forming(position)).tolist():
            self._paint_beside(painter, picture, box, marks.sums[box].words(position), self._text, arriving=True)

    def paint_update(self, painter: QPainter, picture: GraphPicture, marks: Marks, moment: int, sight: Sight) -> None:
        """Say how a leaf has moved."""
        if detail_at(sight.scale) < Detail.FULL or moment not in marks.updates:
            return
        boxes, words = marks.updates[moment]
        for box in boxes:
            hidden = marks.fillings.get(box)
            least = self._width(hidden.words) if hidden is not None else 0.0
            self._paint_beside(painter, picture, box, words, self._update, least=least)

    def paint_loss(self, painter: QPainter, picture: GraphPicture, box: int, words: str, sight: Sight) -> None:
        """Write the loss beside its box."""
        if detail_at(sight.scale) >= Detail.FULL:
            self._paint_beside(painter, picture, box, words, self._loss, arriving=True)

    def _paint_beside(
        self,
        painter: QPainter,
        picture: GraphPicture,
        box: int,
        words: str,
        colour: QColor,
        *,
        arriving: bool = False,
        least: float = 0.0,
    ) -> None:
        """Write at the side of a box where data comes from, or, of what is arriving, where gradients do."""
        rect = picture.rect(box)
        above = arriving == (picture.placement.direction == "gradients")
        distance = _BEYOND_BAR if arriving and picture.boxes[box].id in picture.roots else _BESIDE
        y = rect.top() - distance if above else rect.bottom() + distance
        self._paint_chip(painter, QPointF(rect.center().x(), y), words, colour, least)

    def _paint_chip(self, painter: QPainter, centre: QPointF, words: str, colour: QColor, least: float = 0.0) -> None:
        """Write on a chip that is as wide as its words, or `least` pixels."""
        width = self._width(words)
        chip = QRectF(0, 0, max(width, least) + 2 * _PADDING, _HEIGHT)
        chip.moveCenter(centre)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(self._paper)
        painter.drawRoundedRect(chip, _RADIUS, _RADIUS)
        painter.setPen(self._text)
        write(painter, self._lettering.chip, QPointF(centre.x() - width / 2, centre.y()), words)

    def _width(self, words: str) -> float:
        return self._lettering.width(self._lettering.chip, words)

    def _paint_tank(self, painter: QPainter, rect: QRectF, filling: Filling, share: float) -> None:
        tank = QRectF(rect.right() + _TANK_GAP, rect.top() + 4, _TANK, rect.height() - 8)
        colour = level_colour(filling.after, self._theme)
        before = 0.0 if filling.before == NOTHING else _height(filling.before)
        filled = before + (max(_height(filling.after), before) - before) * share
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._paper)
        painter.drawRoundedRect(tank, 3, 3)
        painter.setBrush(colour)
        painter.drawRoundedRect(tank.adjusted(0, (1 - filled) * tank.height(), 0, 0), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.2))
        painter.drawRoundedRect(tank, 3, 3)
        if before:
            y = tank.bottom() - before * tank.height()
            painter.setPen(QPen(self._text, 1.2))
            painter.drawLine(QPointF(tank.left() - 2, y), QPointF(tank.right() + 2, y))


def _height(level: int) -> float:
    return _LEAST + (1 - _LEAST) * level_share(level)
