"""Doing a PictureJob: the graph is folded, placed where it was not, and painted as the window would."""

from PySide6.QtCore import QRectF

from desktop.export.documents import document
from desktop.export.flow_bytes import flow_bytes
from desktop.export.forms import FORMS
from desktop.export.job import PictureJob
from desktop.export.placing import offscreen_application, placed
from desktop.export.suffixes import DOCUMENTS
from desktop.export.view import View
from desktop.records.files import UsageError
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.placement import Placement
from desktop.views.graph.camera import Sight
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.grouping import Groups, fold, with_ghost
from desktop.views.theme import THEMES


def draw(job: PictureJob, graph: Graph, placement: Placement | None, flow: Flow | None) -> bytes:
    """Give the bytes of a job's picture. Thread: the main one.

    Raises UsageError for a theme or ratio that there is not, ValueError where the graph cannot be placed.
    """
    if job.theme not in THEMES:
        raise UsageError(f"There is no theme {job.theme!r}. There are: {', '.join(THEMES)}.")
    if job.suffix in DOCUMENTS:
        return document(graph, job.suffix)
    application = offscreen_application()
    picture = _picture(job, graph, placement)
    if job.is_flow and flow is not None:
        data = flow_bytes(picture, flow, job.suffix, THEMES[job.theme], _unheard)
    else:
        data = FORMS[job.suffix](_view(job, picture, flow), job.ratio)
    del application  # until here it had to live, as the fonts do
    return data


def _picture(job: PictureJob, graph: Graph, placement: Placement | None) -> GraphPicture:
    if job.opened is None:
        return placed(graph)
    drawing = with_ghost(fold(graph, Groups(graph), frozenset(job.opened), saved=job.saved), job.failed)
    return placed(drawing) if placement is None else GraphPicture(drawing, placement)


def _view(job: PictureJob, picture: GraphPicture, flow: Flow | None) -> View:
    theme, light = THEMES[job.theme], FlowLight(picture, flow) if flow is not None else None
    if job.area is None:
        return View.whole(picture, theme, light, job.position)
    return View(picture, theme, Sight(QRectF(*job.area), job.scale), light, job.position)


def _unheard(_: float) -> None:
    """Tell nobody how far it is: who waits sees that it goes on."""
