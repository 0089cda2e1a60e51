"""`check_gradient`: the whole way from a node of a recorded run to a verdict on each element of its gradient."""

from collections.abc import Callable
from functools import partial

import numpy as np

from desktop.engine.checking import differences
from desktop.engine.checking.again import Again, OutOfTimeError
from desktop.engine.checking.base import Base, base_for
from desktop.engine.checking.passes import Arrival, Held, PassReader
from desktop.engine.checking.reading import Reading, read
from desktop.engine.checking.refusal import NotCheckedError
from desktop.engine.checking.route import Route
from desktop.engine.checking.target import Finder, Target
from desktop.records.checking import CheckedElement
from desktop.records.messages import CheckGradient, GradientChecked

Progress = Callable[[int, int], None]
"""Hears how many of how many elements are done."""

_DIFFER = (
    "Two runs of the program differ, though nothing was changed in either (the root of the pass is {one!r}, then "
    "{other!r}), so differences would tell of that. It may depend on the time, on files, or on what it left behind."
)
_OTHER_WAY = "With a number in this tensor changed by a millionth, the program takes another way, so nothing compares."
_CUT_SHORT = "Time ran out when {done} of {total} elements were done."
_UNDECIDED = (
    "{count} cannot be decided: the root has a kink there (as relu has at 0), is no finite number beside it, or is so "
    "large that its rounding hides the difference."
)
_WHY = (
    "Where they disagree, a backward is wrong, a hook changed a gradient, or the root depends on this tensor past "
    "autograd (by detach, data, no_grad, item or NumPy)."
)


class Check:
    """One check of one run. Thread: the process's main one, while nothing else runs."""

    def __init__(self, again: Again, request: CheckGradient) -> None:
        """`again` runs the program that is held."""
        self._again = again
        self._number = request.number
        self._ticket = request.ticket
        self._held: Held = {}

    def answer(self, way: Route, progress: Progress) -> GradientChecked:
        """Give the verdict on the node at the end of `way`, as far as time goes; raise NotCheckedError."""
        target = self._find(way)
        base, reading = self._read(target, None)
        base, other = self._read(target, base.since_pass)
        if reading.fingerprint() != other.fingerprint():
            raise NotCheckedError(_DIFFER.format(one=reading.root, other=other.root))
        places, words = differences.chosen(reading.gradient)
        elements, in_time = self._elements(base, reading, places, progress)
        if not in_time:
            words = f"{words} {_CUT_SHORT.format(done=len(elements), total=len(places))}".strip()
        return self._answer(reading, sorted(elements, key=lambda element: element.index), words)

    def _find(self, way: Route) -> Target:
        """Run the program as it was, and see which call gave the tensor."""
        finder = Finder()
        reader = PassReader(self._number, lambda arrival: finder.find(arrival, way))
        return self._again.run(finder, reader, in_double=False)

    def _read(self, target: Target, since: int | None) -> tuple[Base, Reading]:
        """Run the program in double precision and ask autograd; after pass `since` note what passes give."""

        def read_by_base(arrival: Arrival) -> Reading:
            return read(arrival, *base.arrive(arrival))

        reader = PassReader(self._number, read_by_base, since, self._held)
        base = base_for(target, reader)
        return base, self._again.run(base, reader, in_double=True)

    def _elements(
        self, base: Base, reading: Reading, places: list[int], progress: Progress
    ) -> tuple[list[CheckedElement], bool]:
        """Check elements, and say whether there was time for all."""
        elements: list[CheckedElement] = []
        try:
            for place in places:
                elements.append(self._element(base, reading, place))
                progress(len(elements), len(places))
        except OutOfTimeError:
            if not elements or self._again.deadline.reason:
                raise
            return elements, False
        return elements, True

    def _element(self, base: Base, reading: Reading, place: int) -> CheckedElement:
        index = tuple(int(each) for each in np.unravel_index(place, reading.shape))
        value, gradient = float(reading.values[place]), float(reading.gradient[place])
        return differences.checked(index, value, gradient, reading.root, partial(self._root, base, reading, index))

    def _root(self, base: Base, reading: Reading, index: tuple[int, ...], value: float) -> float:
        """Give the root of the program with one element at another value."""
        nudge = base.nudge(index, value)
        reader = PassReader(self._number, lambda arrival: arrival.root(reading.weights), base.since_pass, self._held)
        root = self._again.run(nudge, reader, in_double=True)
        if not nudge.is_done:
            raise NotCheckedError(_OTHER_WAY)
        return root

    def _answer(self, reading: Reading, elements: list[CheckedElement], words: str) -> GradientChecked:
        verdicts = [element.verdict for element in elements]
        if undecided := verdicts.count("cannot say"):
            words = f"{words} {_UNDECIDED.format(count=undecided)}"
        if "disagrees" in verdicts:
            words = f"{words} {_WHY}"
        return GradientChecked(
            ticket=self._ticket,
            shape=reading.shape,
            elements=tuple(elements),
            worst=max(range(len(elements)), key=lambda place: differences.beyond(elements[place])),
            all_agree=all(element.verdict == "agrees" for element in elements),
            note=words.strip(),
        )
