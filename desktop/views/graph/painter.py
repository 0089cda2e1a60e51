"""Painting the standing graph: one painter for the screen and for files, near and far."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from desktop.views.graph.box_sprites import WIDEST, BoxSprites, can_stamp
from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Indices
from desktop.views.graph.frame_painter import FramePainter
from desktop.views.graph.ghost_face import GhostFace
from desktop.views.graph.ghost_painter import GhostPainter
from desktop.views.graph.graph_picture import DATA, GHOST, GRADIENT, KINDS, SAVED, GraphPicture
from desktop.views.graph.group_face import GroupFace
from desktop.views.graph.group_painter import GroupPainter
from desktop.views.graph.inks import Inks
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_painter import Detail, NodePainter, detail_at
from desktop.views.graph.shapes import body
from desktop.views.theme import Theme

_MANY = 3_000
"""Edges of a graph beyond which, from afar, smoothing is given up: it doubles the time and nobody sees it."""
_HAIRLINE = 1.2
"""Pixels up to which a line is drawn one pixel wide: Qt's fast way, twenty times faster than a wider line."""
_TOGETHER = 6
"""Wide edges in one path: Qt's filling grows faster than the number of edges, its overhead with that of paths."""
_HEADS_TOGETHER = 50
"""Arrow heads in one path, for the same reason."""
_HEAD_LENGTH, _HEAD_SPREAD = 8.0, 3.6


class GraphPainter:
    """Paints a GraphPicture in one theme with a painter whose coordinates are pixels at 100 %. Thread: the GUI's."""

    def __init__(self, theme: Theme, lettering: Lettering) -> None:
        self.inks = Inks(theme)
        self.nodes = NodePainter(self.inks, lettering)
        self._sprites = BoxSprites(self.nodes.paint_shape)
        self._groups = GroupPainter(self.inks, lettering, self.nodes)
        self._ghosts = GhostPainter(self.inks, lettering, self.nodes)
        self._frames = FramePainter(self.inks, lettering, self._groups)

    def paint(self, painter: QPainter, picture: GraphPicture, sight: Sight) -> None:
        """Paint what is in sight, with the detail that can be seen."""
        detail = detail_at(sight.scale)
        edges, boxes = picture.edges_to_paint(sight), picture.boxes_in(sight.area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth(picture, detail))
        self._frames.paint_frames(painter, picture, sight)
        if detail >= Detail.CLOSE:
            for index in boxes.tolist():
                self.nodes.paint_shadow(painter, picture.rect(index), picture.box_nodes[index].kind)
        self._paint_edges(painter, picture, edges, sight.scale)
        if detail is Detail.FAR:
            self.paint_far_boxes(painter, picture, boxes)
            self._paint_far_roots(painter, picture, sight)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._frames.paint_tabs(painter, picture, sight)
        else:
            self._frames.paint_tabs(painter, picture, sight)
            self.paint_boxes(painter, picture, boxes, detail)

    def paint_ground(self, painter: QPainter, picture: GraphPicture, sight: Sight) -> None:
        """Paint what stands behind boxes and edges: the frames of open groups, with their titles."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth(picture, detail_at(sight.scale)))
        self._frames.paint_frames(painter, picture, sight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._frames.paint_tabs(painter, picture, sight)

    def paint_boxes(self, painter: QPainter, picture: GraphPicture, boxes: Indices, detail: Detail) -> None:
        """Paint some boxes so that they can be read. Many are on the screen only where they are seen from afar."""
        if detail < Detail.CLOSE and can_stamp(painter):
            self._stamp_boxes(painter, picture, boxes)
        else:
            for index in boxes.tolist():
                self.nodes.paint_shape(painter, picture.rect(index), picture.box_nodes[index].kind)
        above = picture.placement.direction == "gradients"
        for index in boxes.tolist():
            node, rect = picture.box_nodes[index], picture.rect(index)
            face = picture.face(node)
            if isinstance(face, GroupFace):
                self._groups.paint_text(painter, rect, face, detail)
            elif isinstance(face, GhostFace):
                self._ghosts.paint_text(painter, rect, face, detail)
            else:
                self.nodes.paint_text(painter, rect, node.kind, face, detail)
            if node.id in picture.roots:
                self.nodes.paint_root(painter, rect, above=above)

    def _stamp_boxes(self, painter: QPainter, picture: GraphPicture, boxes: Indices) -> None:
        rects = picture.rects[boxes]
        fits = rects[:, 2] - rects[:, 0] <= WIDEST
        self._sprites.paint(painter, rects[fits], [picture.box_nodes[index].kind for index in boxes[fits].tolist()])
        for index in boxes[~fits].tolist():
            self.nodes.paint_shape(painter, picture.rect(index), picture.box_nodes[index].kind)

    def _paint_edges(self, painter: QPainter, picture: GraphPicture, edges: Indices, scale: float) -> None:
        kinds = picture.edge_kinds[edges]
        for kind in (SAVED, DATA, GHOST, GRADIENT):
            which = edges[kinds == kind]
            stroke(painter, picture, which, self.inks.edges[kind], scale)
            if detail_at(scale) is not Detail.FAR:
                self._paint_heads(painter, picture, which, self.inks.heads[kind])

    def _paint_heads(self, painter: QPainter, picture: GraphPicture, edges: Indices, brush: QBrush) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        for start in range(0, len(edges), _HEADS_TOGETHER):
            painter.drawPath(picture.heads(edges[start : start + _HEADS_TOGETHER], _HEAD_LENGTH, _HEAD_SPREAD))

    def paint_far_boxes(self, painter: QPainter, picture: GraphPicture, boxes: Indices) -> None:
        """Paint some boxes as they are seen from afar: flat, and thousands at once."""
        painter.setPen(Qt.PenStyle.NoPen)
        kinds = picture.kinds[boxes]
        for kind in range(len(KINDS)):
            which = boxes[kinds == kind]
            if len(which):
                painter.setBrush(self.inks.far_fills[kind])
                _draw_far(painter, KINDS[kind], picture.rects_of(which))

    def _paint_far_roots(self, painter: QPainter, picture: GraphPicture, sight: Sight) -> None:
        painter.setBrush(QBrush(self.inks.root.color()))
        for root in picture.drawing.roots:
            visible = picture.boxes_in(sight.area, picture.boxes_of(root))
            if len(visible):
                painter.drawRects(picture.rects_of(visible))


def _draw_far(painter: QPainter, kind: str, rects: list[QRectF]) -> None:
    """Draw flat boxes: of a group two of its pile, of what autograd does not hold the outline."""
    if kind == "group":
        piled = [QRectF(rect.left() + 12, rect.bottom() - 4, rect.width() - 24, 4) for rect in rects]
        painter.drawRects([body(rect, kind) for rect in rects] + piled)
    elif kind == "ghost":
        painter.drawRects([rect.adjusted(14, 14, -14, -14) for rect in rects])
        _draw_outlines(painter, rects)
    elif kind == "operand":
        _draw_outlines(painter, [rect.adjusted(0, 10, 0, -10) for rect in rects])
    elif kind == "saved":
        _draw_outlines(painter, rects)
    else:
        painter.drawRects(rects)


def _draw_outlines(painter: QPainter, rects: list[QRectF]) -> None:
    painter.setPen(QPen(painter.brush().color(), 0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRects(rects)
    painter.setPen(Qt.PenStyle.NoPen)


def is_smooth(picture: GraphPicture, detail: Detail) -> bool:
    """Say whether edges are drawn with smoothing."""
    return detail is not Detail.FAR or len(picture.edges) < _MANY


def stroke(painter: QPainter, picture: GraphPicture, edges: Indices, pen: QPen, scale: float) -> None:
    """Draw some edges in one pen, in the way that is fastest for the width it has at this zoom."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    far, ratio = detail_at(scale) is Detail.FAR, painter.device().devicePixelRatioF()
    if pen.widthF() * scale * ratio <= _HAIRLINE or (far and not is_smooth(picture, Detail.FAR)):
        painter.setPen(_hairline(pen, dashed=not far))
        painter.drawPath(picture.curves.path(edges))
        return
    painter.setPen(pen)
    for start in range(0, len(edges), _TOGETHER):
        painter.drawPath(picture.curves.path(edges[start : start + _TOGETHER]))


def _hairline(pen: QPen, *, dashed: bool) -> QPen:
    """Give a line one pixel wide at any zoom; without dashes it takes a third of the time."""
    line = QPen(pen) if dashed else QPen(pen.color())
    line.setWidthF(1.0)
    line.setCosmetic(True)
    return line
