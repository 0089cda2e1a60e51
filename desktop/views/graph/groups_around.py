"""Which groups a place of the picture belongs to: the closed one that is a node, the open one around it."""

from PySide6.QtCore import QPointF, QRectF

from desktop.views.drawing import Group
from desktop.views.graph.graph_picture import GraphPicture


def closed_group(picture: GraphPicture, node_id: str) -> Group | None:
    """Give the group that a drawn node is, if it is one."""
    node = picture.nodes.get(node_id)
    return node if isinstance(node, Group) else None


def open_group_around(picture: GraphPicture, node_id: str) -> Group | None:
    """Give the innermost open group that a drawn node stands in, if there is one."""
    around = [opened for opened in picture.drawing.opened if node_id in opened.members]
    return max(around, key=lambda opened: opened.depth).group if around else None


def open_group_at(picture: GraphPicture, point: QPointF, scale: float) -> Group | None:
    """Give the open group whose title lies under a point of the picture, seen at a zoom."""
    found = picture.frame_at(point, scale)
    return next((opened.group for opened in picture.drawing.opened if opened.group.id == found), None)


def frame_of(picture: GraphPicture, group_id: str) -> QRectF:
    """Give the frame around an open group; nothing where none of it is drawn."""
    return picture.frame_of(group_id) or QRectF()
