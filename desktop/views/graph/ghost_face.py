"""What the box of a failed operation says: its name, and its operands' shapes lined up from the right."""

import re
from dataclasses import dataclass

from desktop.records.ghost import Ghost, Operand
from desktop.views.drawing import FailedCall
from desktop.views.graph.clash import clashing
from desktop.views.graph.lettering import Lettering
from desktop.views.operation_signs import operation_sign

FAILED = "failed"
PADDING = 12.0
HEAD = 36.0
"""The height of the row with the name; those of the operands are ROW high, FOOT is below the last of them."""
ROW, FOOT = 17.0, 7.0
BADGE, GAP, CELL_PADDING = 22.0, 8.0, 4.0
TIMES = "×"
_MOST_ROWS = 5
_LONGEST = 18
_SHAPELESS = "scalar"
_UNKNOWN = "!"
_TYPES = re.compile(r"dtype|device|scalar type|\btype\b")
_ALIASES = (
    (re.compile(r"conv\dd"), "convolution"),
    (re.compile(r"conv transpose\dd"), "transposed convolution"),
    (re.compile("cross entropy loss"), "nll loss"),
)
"""Functions of PyTorch whose derivatives go by other names."""


@dataclass(frozen=True)
class GhostRow:
    """One operand: what it is called, its sizes with the places of those that do not fit, its dtype and device.

    `is_odd` says that PyTorch's words are about dtypes or devices, and that these differ.
    """

    name: str
    sizes: tuple[str, ...]
    clashes: frozenset[int]
    what: str
    is_odd: bool = False


@dataclass(frozen=True)
class GhostFace:
    """The texts of the box; `more` says how many operands are not told."""

    sign: str
    title: str
    rows: tuple[GhostRow, ...]
    more: str = ""

    @property
    def height(self) -> float:
        """How high the box is, in pixels at 100 %."""
        return HEAD + ROW * (len(self.rows) + bool(self.more)) + FOOT

    def width(self, lettering: Lettering) -> float:
        """Say how wide the box is, in pixels at 100 %."""
        head = lettering.width(lettering.label, self.title) + lettering.width(lettering.chip, FAILED)
        head += self.badge_width(lettering) + 2 * GAP + 2 * CELL_PADDING
        columns = self.columns(lettering)
        sizes = sum(columns) + (len(columns) - 1) * lettering.width(lettering.chip, TIMES)
        rows = self.name_width(lettering) + sizes + self.what_width(lettering) + 2 * GAP
        return max(head, rows) + 2 * PADDING

    def badge_width(self, lettering: Lettering) -> float:
        """Say how wide the ground of the sign is."""
        return max(BADGE, lettering.width(lettering.sign_font(self.sign), self.sign) + 10)

    def name_width(self, lettering: Lettering) -> float:
        """Say how wide the longest name is."""
        return max((lettering.width(lettering.key, row.name) for row in self.rows), default=0.0)

    def what_width(self, lettering: Lettering) -> float:
        """Say how wide the longest dtype is."""
        return max((lettering.width(lettering.chip, row.what) for row in self.rows), default=0.0)

    def columns(self, lettering: Lettering) -> list[float]:
        """Give the widths of the columns of sizes, the last one first: they are lined up from the right.

        Between two of them there is room for a times sign.
        """
        depth = max((len(row.sizes) for row in self.rows), default=0)
        cells = [[row.sizes[-1 - at] for row in self.rows if at < len(row.sizes)] for at in range(depth)]
        return [max(lettering.width(lettering.chip, each) for each in column) + 2 * CELL_PADDING for column in cells]


def ghost_face(failed: FailedCall) -> GhostFace:
    """Say what the box of a failed call shows."""
    ghost = failed.ghost
    clashes, odd = clashing(ghost), _is_about_types(ghost)
    rows = [
        GhostRow(
            name if len(name) <= _LONGEST else "…" + name[1 - _LONGEST :],
            tuple(map(str, operand.tensor.shape)) or (_SHAPELESS,),
            frozenset(dimension for place, dimension in clashes if place == at),
            _what(operand),
            odd,
        )
        for at, (operand, name) in enumerate(zip(ghost.operands, failed.names, strict=True))
    ]
    title = ghost.name.replace("_", " ")
    shown = rows if len(rows) <= _MOST_ROWS else rows[: _MOST_ROWS - 1]
    more = f"and {len(rows) - len(shown)} more" if len(shown) < len(rows) else ""
    return GhostFace(_sign(title), title, tuple(shown), more)


def _sign(title: str) -> str:
    alias = next((name for words, name in _ALIASES if words.fullmatch(title)), title)
    return operation_sign(alias) or _UNKNOWN


def _is_about_types(ghost: Ghost) -> bool:
    return _TYPES.search(ghost.message) is not None and len(set(map(_what, ghost.operands))) > 1


def _what(operand: Operand) -> str:
    tensor = operand.tensor
    return tensor.dtype if tensor.device == "cpu" else f"{tensor.dtype} {tensor.device}"
