"""All that the player needs to tell of a film, prepared beforehand: nothing of it grows in the window's thread."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Node
from desktop.views.film import Film
from desktop.views.graph.gradient_scale import NOTHING, is_broken, scale_of
from desktop.views.node_title import node_title
from desktop.views.player.comparison import Comparison
from desktop.views.tensor_text import number_text

if TYPE_CHECKING:
    from desktop.views.graph.curves import Levels


class Reel:
    """A film with what its nodes are called, and the levels of its gradients; of another pass, too, where compared.

    `nodes` are those of both passes by their ids. `levels` and `others` have one level for each step of the backward
    pass, on one scale; `others` is None where nothing is compared. Thread: any to make it.
    """

    def __init__(self, film: Film, nodes: Mapping[str, Node], compared: Flow | None = None) -> None:
        self.film = film
        self.nodes = nodes
        self.titles = {node.id: node_title(node) for node in nodes.values()}
        self.comparison = None if compared is None else Comparison(film.flow, compared, nodes)
        scale = scale_of(film.flow) if compared is None else scale_of(film.flow, compared)
        self.levels: Levels = np.array([scale.level(step.incoming) for step in film.flow.steps], dtype=np.int64)
        self.others: Levels | None = None
        if self.comparison is not None:
            partners = [self.comparison.step(index) for index in range(len(film.flow.steps))]
            self.others = np.array([scale.level(each.incoming) if each else NOTHING for each in partners], np.int64)

    def title(self, moment: int) -> str:
        """Name the node that a moment is about."""
        node = self.film.node_at(moment)
        return self.titles.get(node, node)


def norm(step: FlowStep | None) -> float | None:
    """Give the norm of what reached a node, taken as one long vector; NaN where it is not finite, None for nothing."""
    there = [tensor for tensor in step.incoming if tensor is not None] if step is not None else []
    if not there:
        return None
    if any(is_broken(tensor) for tensor in there):
        return math.nan
    return math.hypot(*(float(tensor.norm or 0.0) for tensor in there))


def norm_words(step: FlowStep | None) -> str:
    """Write the norm of what reached a node: a number, "not finite", or a dash for nothing."""
    value = norm(step)
    return "not finite" if value is not None and math.isnan(value) else number_text(value)
