"""Equal blocks that follow each other put into one level of their own: drawn once, with "× 12"."""

from collections.abc import Iterator, Sequence
from itertools import groupby

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
        if len(block.blocks) < _FEWEST:
            continue
        runs = [*_equal_rounds(block, number), *_chains(block, number, wiring[block])]
        if len(runs) == 1 and _is_loop(block, runs[0]):
            block.blocks, block.times = runs[0], len(runs[0])
        else:
            block.blocks = [each for run in runs for each in _gathered(run)]


def _is_loop(block: Block, run: list[Block]) -> bool:
    """Say whether a loop is nothing but these rounds: then the loop itself is what repeats."""
    return block.kind == "loop" and run[0].kind == "round" and not block.nodes


def _equal_rounds(block: Block, number: dict[Block, int]) -> Iterator[list[Block]]:
    """Part the rounds of each loop into runs of equal ones; what they compute may or may not feed the next."""
    turns = [(inner.turn.parent, inner.turn.visit, inner) for inner in block.blocks if inner.turn is not None]
    turns.sort(key=lambda turn: turn[:2])
    for _, run in groupby(turns, key=lambda turn: (turn[0], number[turn[2]])):
        yield [inner for _, _, inner in run]


def _chains(block: Block, number: dict[Block, int], wiring: Wiring) -> Iterator[list[Block]]:
    """Part the other blocks into runs of equal ones, each of which feeds the next."""
    runs: dict[Block, list[Block]] = {}
    for item in wiring.inputs_first(block):
        if isinstance(item, Block) and item.turn is None:
            before = (each for each in wiring.inputs(item) if isinstance(each, Block) and each in runs)
            equal = next((each for each in before if number[each] == number[item]), None)
            run = [] if equal is None else runs.pop(equal)
            run.append(item)
            runs[item] = run
    yield from runs.values()


def _gathered(run: list[Block]) -> list[Block]:
    if len(run) < _FEWEST:
        return run
    scopes = tuple(block.scopes[0] for block in run)
    return [Block(f"{run[0].id}×{len(run)}", scopes, len(run), run)]
