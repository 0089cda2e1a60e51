"""The blocks of a graph as its scopes give them, and which of them say too little to be drawn."""

from desktop.records.graph import Graph, Scope
from desktop.views.grouping.block import Block, outer_first

_FEWEST = 2
"""A block of one operation tells no more than the operation."""


def working_nodes(graph: Graph) -> set[str]:
    """Give the nodes that belong where they were made: operations; all others only feed them."""
    return {node.id for node in graph.nodes if node.kind == "operation"} | {edge.source for edge in graph.edges}


def scope_blocks(graph: Graph) -> Block:
    """Give the blocks of the scopes under one root, with the working nodes of each in walk order."""
    root = Block("")
    known: dict[str, Block] = {"": root}
    for scope in graph.scopes:
        if scope.id not in known:
            known[scope.id] = Block(scope.id, (scope,), turn=scope if scope.kind == "round" else None)
            known.get(scope.parent, root).blocks.append(known[scope.id])
    working = working_nodes(graph)
    for node in graph.nodes:
        if node.id in working:
            known.get(node.scope, root).nodes.append(node.id)
    return root


def prune(root: Block) -> None:
    """Leave out blocks of fewer than two operations, and those that hold one other block and nothing else."""
    for block in reversed(outer_first(root)):
        idle = [inner for inner in block.blocks if _is_idle(inner)]
        for inner in idle:
            for only in inner.blocks:
                only.turn = inner.turn
        block.dissolve(*idle)


def leave_out_whole(root: Block) -> None:
    """Leave out a round or a function that holds the whole graph: its frame would tell nothing."""
    while len(root.blocks) == 1 and not root.nodes and _says_nothing(root.blocks[0]):
        root.dissolve(root.blocks[0])


def enclosing(scopes: dict[str, Scope], scope_id: str) -> list[Scope]:
    """Give a scope and those around it, innermost first."""
    chain: list[Scope] = []
    while scope_id in scopes and len(chain) < len(scopes):
        chain.append(scopes[scope_id])
        scope_id = scopes[scope_id].parent
    return chain


def _is_idle(block: Block) -> bool:
    """Say whether a pruned block is but another block under a second name, or one operation."""
    if block.blocks:
        return len(block.blocks) == 1 and not block.nodes
    return len(block.nodes) < _FEWEST


def _says_nothing(block: Block) -> bool:
    return block.kind in {"function", "round"} and block.times == 1
