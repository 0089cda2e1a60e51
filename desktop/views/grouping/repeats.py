"""Equal blocks that follow each other put into one level of their own: drawn once, with "× 12"."""

from collections.abc import Iterator, Sequence

from desktop.records.graph import Edge, Node
from desktop.views.grouping.block import Block, Nest
from desktop.views.grouping.signatures import Signatures, Wiring, wirings

_FEWEST = 3
"""Two equal blocks are as quickly seen as read."""


def gather_repeats(root: Block, nodes: Sequence[Node], edges: Sequence[Edge]) -> None:
    """Put runs of equal siblings into levels; the tree must be untangled. `edges` join nodes of the tree."""
    nest = Nest(root)
    wiring = wirings(nest, edges)
    signatures = Signatures(nodes)
    number: dict[Block, int] = {}
    for block in reversed(nest.blocks):
        number[block] = signatures.number(block, wiring[block])
        runs = list(_runs(block.blocks, number, wiring[block]))
        if len(runs) == 1 and _is_loop(block, runs[0]):
            block.times = len(runs[0])
        else:
            block.blocks = [each for run in runs for each in _gathered(run)]


def _is_loop(block: Block, run: list[Block]) -> bool:
    """Say whether a loop is nothing but these rounds: then the loop itself is what repeats."""
    return block.kind == "loop" and run[0].kind == "round" and not block.nodes and len(run) >= _FEWEST


def _runs(siblings: list[Block], number: dict[Block, int], wiring: Wiring) -> Iterator[list[Block]]:
    """Part siblings into runs of equal ones, each of which feeds the next; rounds of a loop need not."""
    run: list[Block] = []
    for block in siblings:
        if run and number[block] == number[run[-1]] and (block.kind == "round" or wiring.feeds(run[-1], block)):
            run.append(block)
            continue
        if run:
            yield run
        run = [block]
    if run:
        yield run


def _gathered(run: list[Block]) -> list[Block]:
    if len(run) < _FEWEST:
        return run
    scopes = tuple(block.scopes[0] for block in run)
    return [Block(f"{run[0].id}×{len(run)}", scopes, len(run), run)]
