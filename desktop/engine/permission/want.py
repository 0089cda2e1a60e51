"""One thing that a program wants beyond computing."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.engine.permission import refused


@dataclass(frozen=True)
class Want:
    """What is wanted at a node: `words` say what that is, `subject` names it as the program does."""

    node: ast.AST
    words: str
    subject: str

    @property
    def message(self) -> str:
        """The want in a few plain words."""
        return f"{self.words} ({self.subject})"

    @property
    def explanation(self) -> str:
        """Why it asks for consent."""
        return f"{refused.why(self.words)} So Chainrule asks before it runs a program that {self.words}."


def distinct(wants: Iterable[Want], most: int) -> Iterator[Want]:
    """Give the first of each kind of want, at most `most` of them; look no further."""
    seen: set[str] = set()
    for want in wants:
        if want.message not in seen:
            seen.add(want.message)
            yield want
        if len(seen) == most:
            return
