"""A block of nodes that may be drawn as one, with the blocks inside it; and who holds whom in a tree of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.records.graph import Scope


@dataclass(eq=False)
class Block:
    """Nodes of one scope, or of several equal ones that follow each other; the root of a tree has no scope.

    `nodes` are held directly, all others by the inner `blocks`. Only equal ones that repeat stand in a known order.
    `turn` is the round of a loop that the block is, or all of.
    """

    id: str
    scopes: tuple[Scope, ...] = ()
    times: int = 1
    blocks: list["Block"] = field(default_factory=list)
    nodes: list[str] = field(default_factory=list)
    turn: Scope | None = None

    @property
    def likeness(self) -> tuple[str, ...]:
        """Name what calls of one kind share: a module's class, a function's name; the root has nothing to share."""
        return (self.kind, self.scopes[0].type or self.scopes[0].name) if self.scopes else ()

    @property
    def kind(self) -> str:
        """Say what the block is ("module", "function", "loop", "round"); "" for the root."""
        return self.scopes[0].kind if self.scopes else ""

    @property
    def repeats(self) -> bool:
        """Say whether the block is a level of our own around equal blocks, and no scope of the program."""
        return len(self.scopes) > 1

    def dissolve(self, *inner: "Block") -> None:
        """Hold what some inner blocks held, in their places."""
        gone = set(inner)
        self.nodes += [node for block in self.blocks if block in gone for node in block.nodes]
        self.blocks = [each for block in self.blocks for each in (block.blocks if block in gone else [block])]


Item = Block | str
"""What a block holds directly: an inner block, or a node by its id."""


def outer_first(root: Block) -> list[Block]:
    """Give a block and all within, each after the one that holds it."""
    found = [root]
    for block in found:  # grows as it is read: scopes may be nested deeper than recursion reaches
        found += block.blocks
    return found


class Nest:
    """Who holds whom in a tree of blocks, as it stands when this is made."""

    def __init__(self, root: Block) -> None:
        self.root = root
        self.blocks = outer_first(root)
        self.parent = {inner: block for block in self.blocks for inner in block.blocks}
        self.home = {node: block for block in self.blocks for node in block.nodes}
        self.depth = {root: 0}
        for block in self.blocks[1:]:
            self.depth[block] = self.depth[self.parent[block]] + 1

    def around(self, block: Block) -> list[Block]:
        """Give a block and those around it but the root, innermost first."""
        chain = []
        while block is not self.root:
            chain.append(block)
            block = self.parent[block]
        return chain

    def common(self, blocks: Iterable[Block]) -> Block:
        """Give the innermost block that holds all of these."""
        first, *others = dict.fromkeys(blocks)
        for other in others:
            first = self._common(first, other)
        return first

    def meet(self, one: str, other: str) -> tuple[Block, Item, Item]:
        """Give the innermost block that holds two nodes, and which of its items each of them lies in."""
        block, inner = self.home[one], self.home[other]
        first: Item = one
        second: Item = other
        while block is not inner:
            if self.depth[block] >= self.depth[inner]:
                first, block = block, self.parent[block]
            else:
                second, inner = inner, self.parent[inner]
        return block, first, second

    def _common(self, one: Block, other: Block) -> Block:
        while one is not other:
            if self.depth[one] >= self.depth[other]:
                one = self.parent[one]
            else:
                other = self.parent[other]
        return one
