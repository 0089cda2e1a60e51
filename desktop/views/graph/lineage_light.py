"""Lighting what belongs together: the rest of the picture fades a little, and its edges and boxes take the accent."""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform

from desktop.views.graph.camera import Camera, Sight
from desktop.views.graph.curves import Indices
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.lineage import Lit
from desktop.views.graph.node_painter import Detail, NodePainter, detail_at
from desktop.views.graph.shapes import body, cards_behind, draw_outline
from desktop.views.graph.titles import below_titles
from desktop.views.theme import Theme

_FADED = 0.48
_FEW = 400
"""Edges or boxes in sight up to which each is drawn smoothly; more are drawn in hairlines, twenty times as fast."""
_TOGETHER = 6
"""Smooth edges in one path: Qt's filling grows faster than their number."""
_WIDTH = 1.5
_HEAD = (8.0, 3.6)
_BAR = 8.0
"""How far outside of its box a root's bar reaches."""


class LineageLight:
    """Paints a Lit over a picture, once, into a film that is kept as long as nothing moves."""

    def __init__(self, theme: Theme, nodes: NodePainter) -> None:
        self._veil = QColor(theme.base)
        self._veil.setAlphaF(_FADED)
        self._accent = QColor(theme.accent)
        self._nodes = nodes
        self._film: QPixmap | None = None
        self._lit: Lit | None = None
        self._seen: tuple[QTransform, QSize, float] | None = None

    def paint(self, painter: QPainter, picture: GraphPicture, lit: Lit, camera: Camera, size: QSize) -> None:
        """Lay the light over a widget of this size."""
        ratio = painter.device().devicePixelRatioF()
        seen = (camera.transform(), size, ratio)
        if self._film is None or self._lit is not lit or self._seen != seen:
            self._lit, self._seen = lit, seen
            self._film = QPixmap(size * ratio)
            self._film.setDevicePixelRatio(ratio)
            self._film.fill(self._veil)
            self._expose(QPainter(self._film), picture, lit, camera, QSizeF(size))
        painter.drawPixmap(0, 0, self._film)

    def _expose(self, painter: QPainter, picture: GraphPicture, lit: Lit, camera: Camera, size: QSizeF) -> None:
        sight = camera.sight(size)
        painter.setTransform(camera.transform(), combine=True)
        boxes = picture.boxes_in(sight.area, lit.boxes)
        few = len(boxes) <= _FEW and detail_at(sight.scale) is not Detail.FAR
        self._clear(painter, picture, boxes, few=few)
        edges = picture.edges_to_paint(sight, lit.edges)
        with below_titles(painter, picture, edges, sight):
            self._paint_edges(painter, picture, edges, sight)
        self._outline(painter, picture, boxes, sight.scale, few=few)
        painter.end()

    def _clear(self, painter: QPainter, picture: GraphPicture, boxes: Indices, *, few: bool) -> None:
        """Leave the boxes as they are, by their own shapes: what they stand on is faded."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, few)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.black)
        if few:
            for box in boxes.tolist():
                _clear_box(painter, picture, box)
        else:
            painter.drawRects(picture.rects_of(boxes))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _paint_edges(self, painter: QPainter, picture: GraphPicture, edges: Indices, sight: Sight) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        few = len(edges) <= _FEW
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, few)
        painter.setPen(self._pen(sight.scale, few=few))
        together = _TOGETHER if few else max(len(edges), 1)
        for start in range(0, len(edges), together):
            painter.drawPath(picture.curves.path(edges[start : start + together]))
        if few and detail_at(sight.scale) is not Detail.FAR:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._accent)
            painter.drawPath(picture.heads(edges, *_HEAD))

    def _outline(self, painter: QPainter, picture: GraphPicture, boxes: Indices, scale: float, *, few: bool) -> None:
        pen = self._pen(scale, few=few)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, few)
        if few:
            for box in boxes.tolist():
                kind = picture.box_nodes[box].kind
                self._nodes.outline(painter, body(picture.rect(box), kind), kind, pen)
        else:
            painter.setPen(pen)
            painter.drawRects(picture.rects_of(boxes))

    def _pen(self, scale: float, *, few: bool) -> QPen:
        pen = QPen(self._accent, max(_WIDTH, 1.2 / scale))
        if not few:
            pen.setWidthF(1.0)
            pen.setCosmetic(True)
        return pen


def _clear_box(painter: QPainter, picture: GraphPicture, box: int) -> None:
    """Clear a box, of a closed group the cards behind it too, of a root its bar."""
    node, rect = picture.box_nodes[box], picture.rect(box)
    for card in cards_behind(rect) if node.kind == "group" else ():
        draw_outline(painter, card, node.kind)
    draw_outline(painter, body(rect, node.kind), node.kind)
    if node.id in picture.roots:
        bar = QRectF(rect.left(), rect.bottom(), rect.width(), _BAR)
        painter.drawRect(bar if picture.placement.direction == "data" else bar.translated(0, -rect.height() - _BAR))
