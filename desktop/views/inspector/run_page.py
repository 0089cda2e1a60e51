"""A run at a glance, for when no node is chosen."""

from collections import Counter

from desktop.records.graph import Graph
from desktop.records.run import Run
from desktop.views.inspector.fact_page import Fact, Page, Section

_KINDS = (("operation", "operations"), ("leaf", "leaves"), ("input", "inputs"), ("constant", "constants"))

_UNREADABLE = frozenset({"SyntaxError", "IndentationError", "TabError"})
_UNREAD = "The program could not be read, so nothing was run"


def run_page(run: Run | None) -> Page:
    """Tell what a run left, graph by graph, and what to do next."""
    if run is None:
        return Page("Nothing to look at yet", "Run a program, then click a node of its graph.")
    if not run.graphs and run.error is not None and run.error.ghost is not None:
        return Page(f"{run.error.ghost.name} failed", "Click it in the graph to see what it was given.", "ghost")
    if not run.graphs and run.status != "finished":
        return Page("No graph", f"{why_cut_short(run)}.")
    if not run.graphs:
        return Page(
            "No graph", "Nothing in this program has a grad_fn. Give a tensor requires_grad=True and run again."
        )
    sections = tuple(_graph_section(run, index) for index in range(len(run.graphs)))
    return Page("Click a node", "Its tensor and its gradients appear here.", sections=sections)


def why_cut_short(run: Run) -> str:
    """Say why a run that did not finish built no graph; no time went by where the text was no Python."""
    unread = run.error is not None and run.error.type in _UNREADABLE and not run.elapsed_ms
    return _UNREAD if unread else "The program ended before it had built a graph"


def _graph_section(run: Run, index: int) -> Section:
    graph = run.graphs[index]
    counts = Counter(node.kind for node in graph.nodes)
    facts = [Fact(words, f"{counts[kind]:,}") for kind, words in _KINDS if counts[kind]]  # type: ignore[index]
    facts.append(Fact("numbers to learn", f"{_learnable(graph):,}"))
    facts.append(Fact("backward passes", _passes(run, index) or "none yet: call backward()"))
    return Section("The graph" if len(run.graphs) == 1 else f"Graph {index}", tuple(facts))


def _passes(run: Run, index: int) -> str:
    """Count a graph's passes; of a long loop some are not recorded, but the last one's number tells how many ran."""
    recorded = sum(flow.graph == index for flow in run.flows)
    ran = max((flow.number for flow in run.flows), default=0)
    return f"{recorded:,} of {ran:,}" if len(run.graphs) == 1 and ran > recorded else f"{recorded or ''}"


def _learnable(graph: Graph) -> int:
    return sum(node.tensor.count for node in graph.nodes if node.kind == "leaf" and node.tensor is not None)
