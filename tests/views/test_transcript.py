"""Printed text, as a terminal would leave it."""

import pytest

from desktop.views.transcript import LONGEST_LINE, Transcript


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        (["a\nb"], ["a", "b"]),
        (["a", "b\n", "c"], ["ab", "c"]),
        ([" 10%|#", "\r 20%|##", "\r100%|####\n", "done"], ["100%|####", "done"]),
        (["one\r\ntwo\r\n"], ["one", "two", ""]),
        (["\x1b[31mred\x1b[0m"], ["red"]),
        (["\x1b]0;title\x07text", "\x1b]8;;address\x1b\\link"], ["textlink"]),
        (["\x1b]0;\x1b]1;title\x07text"], ["\x1b]0;text"]),
        (["abc\r"], ["abc"]),
        (["abc\r", "\n", "d"], ["abc", "d"]),
        (["", "가나\n다"], ["가나", "다"]),
    ],
)
def test_lines_after_pieces(pieces: list[str], lines: list[str]) -> None:
    """However the text is cut, the lines are those a terminal shows at the end."""
    transcript = Transcript()
    shown = [""]
    for piece in pieces:
        shown[-1:] = transcript.feed(piece)
    assert shown == lines


def test_a_line_without_end_is_cut() -> None:
    """Ten million letters on one line are counted, not shown."""
    transcript = Transcript()
    transcript.feed("x" * 9_000_000)
    (line,) = transcript.feed("x" * 1_000_000)
    assert line == "x" * LONGEST_LINE + " … 9,998,000 more characters"
    assert transcript.feed("\nnext")[1] == "next"
