"""Makes what the graph's view draws from records, in a thread: only numbers and names, nothing of Qt's windows."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.placement import Placement
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.node_facts import node_title


class DrawnGraph(NamedTuple):
    """A graph in place with the light of a flow over it, and what its nodes are called."""

    picture: GraphPicture
    light: FlowLight | None
    names: dict[str, str]


class PictureMaker(QObject):
    """Makes one picture after another; `made` carries the ticket that was given for it. Thread: GUI."""

    made = Signal(int, object)
    _arrived = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._arrived.connect(self.made, Qt.ConnectionType.QueuedConnection)

    def make(self, ticket: int, graph: Graph, placement: Placement, flow: Flow | None) -> None:
        """Make a picture soon."""

        def tell(made: Future[DrawnGraph]) -> None:
            if not made.cancelled():
                self._arrived.emit(ticket, made.result())

        self._pool.submit(drawn_graph, graph, placement, flow).add_done_callback(tell)

    def close(self) -> None:
        """Make no more, and wait for the one that is being made."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def drawn_graph(graph: Graph, placement: Placement, flow: Flow | None) -> DrawnGraph:
    """Make a picture here and now. Thread: any."""
    picture = GraphPicture(graph, placement)
    light = FlowLight(picture, flow) if flow is not None else None
    return DrawnGraph(picture, light, {node.id: node_title(node) for node in graph.nodes})
