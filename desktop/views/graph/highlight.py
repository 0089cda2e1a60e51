"""Marking what a person points at: lineage, edges, outlines and rings, and a word where two nodes do not meet."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from desktop.views.graph.camera import Camera, Sight
from desktop.views.graph.curves import Indices
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.lineage_light import LineageLight
from desktop.views.graph.node_painter import NodePainter
from desktop.views.graph.node_words import node_words
from desktop.views.graph.pointing import Pointing
from desktop.views.graph.rings import THINNEST, Ring
from desktop.views.graph.shapes import body
from desktop.views.graph.titles import below_titles
from desktop.views.theme import Theme, text_font

_FEW = 200
"""Edges up to which they are drawn wide and with heads: a leaf may have one to each of thousands that use it."""
_FEW_RINGS = 100
_CURRENT = 1.8
"""The width of the ring around where a search stands, by that around what is selected."""
_HALO = 11.0
_PADDING = 14.0
_TOP = 12.0


class Highlight:
    """Paints what is pointed at over a picture that stands."""

    def __init__(self, theme: Theme, nodes: NodePainter) -> None:
        self._theme = theme
        self._accent = QColor(theme.accent)
        self._nodes = nodes
        self._lineage = LineageLight(theme, nodes)

    def paint(
        self, painter: QPainter, picture: GraphPicture, pointing: Pointing, camera: Camera, size: QSize, *, lit: bool
    ) -> None:
        """Mark all of it. `lit`: light is shown, and then the edges of a selected node are the light's."""
        if pointing.lit is not None:
            opacity = painter.opacity()
            painter.setOpacity(opacity * pointing.strength)
            self._lineage.paint(painter, picture, pointing.lit, camera, size)
            painter.setOpacity(opacity)
        painter.save()
        painter.setTransform(camera.transform(), combine=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sight = camera.sight(QSizeF(size))
        self._paint_found(painter, picture, pointing, sight)
        if pointing.edge is not None:
            self._paint_edge(painter, picture, pointing.edge, sight)
        self._paint_marks(painter, picture, pointing, sight, lit=lit)
        painter.restore()
        if pointing.apart is not None:
            one, other = (node_words(picture.nodes[node]) for node in pointing.apart)
            self._paint_word(painter, f"No path between {one} and {other}", size)

    def _paint_marks(
        self, painter: QPainter, picture: GraphPicture, pointing: Pointing, sight: Sight, *, lit: bool
    ) -> None:
        hovered, selected = pointing.hovered, pointing.selected
        if selected is not None and not lit and pointing.second is None:
            self._paint_edges(painter, picture, selected, sight)
        for node_id in (selected, pointing.second):
            if node_id is not None:
                boxes = picture.boxes_in(sight.area, picture.boxes_of(node_id))
                Ring(self._accent).paint(painter, self._nodes, picture, boxes, sight.scale)
        if hovered is not None:
            self._paint_edges(painter, picture, hovered, sight)
            boxes = picture.boxes_in(sight.area, picture.boxes_of(hovered))
            self._paint_outlines(painter, picture, boxes, sight.scale)

    def _paint_edge(self, painter: QPainter, picture: GraphPicture, edge: int, sight: Sight) -> None:
        """Mark a selected edge: its line within a halo, over whatever light is on it."""
        which = np.array([edge], dtype=np.intp)
        halo = QColor(self._accent)
        halo.setAlphaF(0.3)
        painter.setPen(QPen(halo, max(_HALO, 3 * THINNEST / sight.scale), c=Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(picture.curves.path(which))
        self._paint_lit_edges(painter, picture, which, sight)

    def _paint_edges(self, painter: QPainter, picture: GraphPicture, node_id: str, sight: Sight) -> None:
        """Light a node's direct edges."""
        self._paint_lit_edges(painter, picture, picture.edges_to_paint(sight, picture.edges_of(node_id)), sight)

    def _paint_lit_edges(self, painter: QPainter, picture: GraphPicture, edges: Indices, sight: Sight) -> None:
        with below_titles(painter, picture, edges, sight):
            self._stroke_lit(painter, picture, edges, sight)

    def _stroke_lit(self, painter: QPainter, picture: GraphPicture, edges: Indices, sight: Sight) -> None:
        few = len(edges) <= _FEW
        pen = QPen(self._accent, max(2.0, THINNEST / sight.scale) if few else 1.0)
        pen.setCosmetic(not few)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(picture.curves.path(edges))
        if few:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._accent)
            painter.drawPath(picture.heads(edges, 9.0, 4.2))

    def _paint_outlines(self, painter: QPainter, picture: GraphPicture, boxes: Indices, scale: float) -> None:
        """Outline some boxes: their node is pointed at."""
        pen = QPen(self._accent, max(2.0, THINNEST / scale))
        for box in boxes.tolist():
            kind = picture.box_nodes[box].kind
            self._nodes.outline(painter, body(picture.rect(box), kind), kind, pen)

    def _paint_found(self, painter: QPainter, picture: GraphPicture, pointing: Pointing, sight: Sight) -> None:
        """Ring what a search found in a colour of its own, the one that it stands at with twice the width."""
        found = picture.boxes_in(sight.area, pointing.found)
        ring = Ring(QColor(self._theme.warning), glows=False)
        if len(found) <= _FEW_RINGS:
            ring.paint(painter, self._nodes, picture, found, sight.scale)
        else:
            ring.paint_many(painter, picture.rects_of(found))
        if pointing.current is not None:
            boxes = picture.boxes_in(sight.area, picture.boxes_of(pointing.current))
            Ring(ring.colour, _CURRENT).paint(painter, self._nodes, picture, boxes, sight.scale)

    def _paint_word(self, painter: QPainter, words: str, size: QSize) -> None:
        """Say something short at the top of the picture."""
        font = text_font(10.5)
        metrics = QFontMetricsF(font, painter.device())
        words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, size.width() - 4 * _PADDING)
        panel = QRectF(0, 0, metrics.horizontalAdvance(words) + 2 * _PADDING, metrics.height() + _PADDING)
        panel.moveTopLeft(QPointF(round((size.width() - panel.width()) / 2), _TOP))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(panel, 8, 8)
        painter.setPen(QColor(self._theme.text))
        painter.setFont(font)
        painter.drawText(panel, Qt.AlignmentFlag.AlignCenter, words)
