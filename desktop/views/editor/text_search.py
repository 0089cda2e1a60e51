"""Where a text holds what is searched for, and what stands there afterwards. Places are UTF-16 units, as Qt counts."""

from typing import NamedTuple

from PySide6.QtCore import QRegularExpression

MOST_MATCHES = 10_000
"""More are neither counted nor replaced at once."""
_Option = QRegularExpression.PatternOption


class Wanted(NamedTuple):
    """What is searched for: words as they stand, or a regular expression; in these very letters or in any case."""

    words: str
    is_pattern: bool = False
    matches_case: bool = False


class Match(NamedTuple):
    """Where a match starts and ends, and what its groups hold (0 is all of it)."""

    start: int
    end: int
    groups: tuple[str, ...]


def problem(wanted: Wanted) -> str:
    """Say what is wrong with a regular expression, or ""."""
    pattern = _pattern(wanted)
    return "" if pattern.isValid() else pattern.errorString()


def matches(text: str, wanted: Wanted) -> list[Match]:
    """Give the matches in a text that are not empty, in order, up to MOST_MATCHES.

    Qt's regular expressions give up on one that leads nowhere, where Python's would go on for ever.
    """
    pattern = _pattern(wanted)
    found: list[Match] = []
    if not wanted.words or not pattern.isValid():
        return found
    iterator = pattern.globalMatch(text)
    while iterator.hasNext() and len(found) < MOST_MATCHES:
        match = iterator.next()
        if match.capturedLength():
            found.append(Match(match.capturedStart(), match.capturedEnd(), tuple(match.capturedTexts())))
    return found


def replacement(wanted: Wanted, match: Match, words: str) -> str:
    r"""Give what stands in place of a match; of a regular expression \1 is the first group, \n and \t are blanks."""
    if not wanted.is_pattern:
        return words
    parts, rest = [], words
    while "\\" in rest:
        before, _, rest = rest.partition("\\")
        parts += [before, _escaped(rest[:1], match)]
        rest = rest[1:]
    return "".join([*parts, rest])


def _escaped(letter: str, match: Match) -> str:
    if letter.isdigit():
        number = int(letter)
        return match.groups[number] if number < len(match.groups) else ""
    return {"n": "\n", "t": "\t"}.get(letter, letter)


def _pattern(wanted: Wanted) -> QRegularExpression:
    words = wanted.words if wanted.is_pattern else QRegularExpression.escape(wanted.words)
    options = _Option.MultilineOption | _Option.UseUnicodePropertiesOption
    if not wanted.matches_case:
        options |= _Option.CaseInsensitiveOption
    return QRegularExpression(words, options)
