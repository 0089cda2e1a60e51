"""Lines on their way to the screen."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.views.line_queue import LineQueue


def _shown(queue: LineQueue, screen: list[str], count: int) -> None:
    while not queue.is_empty:
        screen[-1:] = queue.take(count)


@given(st.lists(st.text("ab\n", max_size=30), max_size=20), st.integers(2, 7))
def test_nothing_is_lost_or_doubled(pieces: list[str], count: int) -> None:
    """In whatever pieces text comes and goes, the screen reads as the text does."""
    queue, screen = LineQueue(1_000), [""]
    for piece in pieces:
        queue.feed(piece)
        _shown(queue, screen, count)
    assert "\n".join(screen) == "".join(pieces)


@given(st.lists(st.text("ab\n", max_size=30), max_size=20))
def test_lines_wait_until_they_are_taken(pieces: list[str]) -> None:
    """Text that comes faster than it is shown is all there in the end."""
    queue, screen = LineQueue(1_000), [""]
    for piece in pieces:
        queue.feed(piece)
        screen[-1:] = queue.take(2)
    _shown(queue, screen, 2)
    assert "\n".join(screen) == "".join(pieces)


def test_a_flood_leaves_its_newest_lines() -> None:
    """A million lines at once are the last ten, and what follows goes on from there."""
    queue, screen = LineQueue(10), [""]
    queue.feed("begun ")
    queue.feed("".join(f"{number}\n" for number in range(1_000_000)))
    queue.feed("end")
    _shown(queue, screen, 4)
    assert screen == [str(number) for number in range(999_991, 1_000_000)] + ["end"]
