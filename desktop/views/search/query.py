"""The query language: a person's text read into questions that a node must all answer with yes."""

import math
import re
from dataclasses import dataclass

from desktop.views.search.keys import QueryError, keyed, position
from desktop.views.search.numbers import Predicate, any_tensor, compared, holds_infinity, holds_nan
from desktop.views.search.shape_pattern import ShapeError, is_shape, shape_pattern
from desktop.views.search.subject import Subject

_WORD = re.compile(
    r"""(?P<minus>-)?
        (?:(?P<key>[A-Za-z]\w*):)?
        (?: "(?P<quoted>[^"]*)"? | (?P<shape>\[[^\]]*\]?) | (?P<plain>[^\s"]*) )""",
    re.VERBOSE,
)
_COMPARISON = re.compile(r"(grad|norm)(>=|<=|>|<)(.*)", re.IGNORECASE)
_ALONE = {"nan": any_tensor(holds_nan), "inf": any_tensor(holds_infinity)}


@dataclass(frozen=True)
class Query:
    """What a text asks for. `problem` says in one sentence why it can find nothing, or is "".

    `asks_gradients` tells that it looks at gradients, which are there only once a program called backward.
    """

    text: str
    questions: tuple[Predicate, ...] = ()
    problem: str = ""
    asks_gradients: bool = False

    def matches(self, subject: Subject) -> bool:
        """Say whether a node is one of those asked for; a query without a question finds none."""
        return bool(self.questions) and all(question(subject) for question in self.questions)


def parse_query(text: str) -> Query:
    """Read a query; what is wrong with it stands in its `problem`. Thread: any."""
    try:
        words = [found for found in _WORD.finditer(text) if found[0]]
        questions = tuple(_question(word) for word in words)
    except (QueryError, ShapeError) as error:
        return Query(text, problem=str(error))
    return Query(text, questions, asks_gradients=any(_asks_gradients(word) for word in words))


def _asks_gradients(word: re.Match[str]) -> bool:
    return (word["key"] or "").lower() == "grad" or (word["plain"] or "").lower().startswith(("grad>", "grad<"))


def _question(word: re.Match[str]) -> Predicate:
    positive = _positive(word)
    return (lambda subject: not positive(subject)) if word["minus"] else positive


def _positive(word: re.Match[str]) -> Predicate:
    value = word["quoted"] or word["shape"] or word["plain"] or ""
    if word["key"]:
        return keyed(word["key"].lower(), value, exact=word["quoted"] is not None)
    if word["minus"] and not value:
        raise QueryError("A minus wants the word to leave out right after it, like -relu.")
    return _text(value) if word["quoted"] is not None else _bare(value)


def _bare(value: str) -> Predicate:
    """Give what a word without key and quotes asks: a shape, a norm, a position, NaN, or a piece of a node's words."""
    if is_shape(value):
        return _shape(value)
    comparison = _COMPARISON.fullmatch(value)
    if comparison is not None:
        return compared(comparison[1].lower(), comparison[2], _bound(comparison))
    return position(value) or _ALONE.get(value.lower()) or _text(value)


def _text(value: str) -> Predicate:
    wanted = value.lower()
    return lambda subject: wanted in subject.words or subject.name.startswith(wanted)


def _shape(text: str) -> Predicate:
    pattern = shape_pattern(text)
    return lambda subject: subject.node.tensor is not None and pattern.matches(subject.node.tensor.shape)


def _bound(comparison: re.Match[str]) -> float:
    try:
        bound = float(comparison[3])
    except ValueError:
        bound = math.nan
    if math.isnan(bound):
        raise QueryError(f"“{comparison[0]}” wants a number after the sign, like {comparison[1]}{comparison[2]}1e-3.")
    return bound
