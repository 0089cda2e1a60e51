"""Where the ranks lie from top to bottom."""

from dataclasses import dataclass

RANK_GAP = 36.0
"""The least distance between two ranks, in pixels."""

_STEEPNESS = 0.08
_LARGEST_GAP = 110.0


@dataclass(frozen=True)
class Bands:
    """The ranks' top and bottom borders in pixels. No box reaches over its band's, so links may bend between them."""

    tops: list[float]
    bottoms: list[float]

    def centre(self, rank: int) -> float:
        """Give the height at which the boxes of a rank are centred."""
        return (self.tops[rank] + self.bottoms[rank]) / 2


def bands(heights: list[float], reaches: list[float]) -> Bands:
    """Stack ranks of these heights; `reaches[i]` is how far sideways the links below rank i must go.

    Where they go far the gap is wider, so that curves stay readable.
    """
    tops: list[float] = []
    bottoms: list[float] = []
    top = 0.0
    for height, reach in zip(heights, reaches, strict=True):
        tops.append(top)
        bottoms.append(top + height)
        top += height + min(max(RANK_GAP, _STEEPNESS * reach), _LARGEST_GAP)
    return Bands(tops, bottoms)
