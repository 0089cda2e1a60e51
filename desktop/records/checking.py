"""A gradient held against what the program really does when a number in it is moved."""

from typing import Literal

from desktop.records.record import Number, Record

Verdict = Literal["agrees", "disagrees", "cannot say"]


class CheckedElement(Record, frozen=True):
    """One element of a checked tensor: the derivative by autograd and by central differences, both in double precision.

    `error` is the absolute difference of both. It "agrees" within 1e-7 + 1e-5 of the greater one's magnitude; the
    verdict is "cannot say" at a kink, where the slopes to the left and to the right differ.
    """

    index: tuple[int, ...]
    autograd: Number
    numeric: Number
    error: Number
    verdict: Verdict
