"""What the editor and the language help say to each other. Lines count from 1, columns from 0, in characters."""

from desktop.records.finding import Finding
from desktop.records.record import Record
from desktop.records.text import Span


class CompleteAt(Record, frozen=True, tag=True):
    """Say which names may stand at a place; answered by Completions.

    `after_tensor` says that what stands before the dot is known to be a tensor, where the text alone does not tell.
    """

    ticket: int
    text: str
    line: int
    column: int
    after_tensor: bool = False


class DescribeName(Record, frozen=True, tag=True):
    """Say more of one of the names that were offered last; answered by Description."""

    ticket: int
    name: str


class SignaturesAt(Record, frozen=True, tag=True):
    """Say what the call around a place takes; answered by Signatures."""

    ticket: int
    text: str
    line: int
    column: int


class DefineAt(Record, frozen=True, tag=True):
    """Say where the name at a place is defined in the same text; answered by Definition."""

    ticket: int
    text: str
    line: int
    column: int


class CheckText(Record, frozen=True, tag=True):
    """Say what is wrong with a text that nobody runs; answered by Mistakes."""

    ticket: int
    text: str


ToLanguage = CompleteAt | DescribeName | SignaturesAt | DefineAt | CheckText


class LanguageReady(Record, frozen=True, tag=True):
    """What PyTorch offers is read: from here on answers come at once."""


class Completion(Record, frozen=True):
    """A name that may stand there. `kind` is jedi's word for what it is ("function", "class"), "" where not known."""

    name: str
    kind: str = ""


class Completions(Record, frozen=True, tag=True):
    """The names that may follow `typed` letters before the place, those that fit best first."""

    ticket: int
    typed: int
    names: tuple[Completion, ...]


class Description(Record, frozen=True, tag=True):
    """How a name is called, one line for each way, and what its documentation says."""

    ticket: int
    name: str
    signatures: tuple[str, ...]
    text: str


class Signature(Record, frozen=True):
    """One way to call a function: its parameters as they are written, and which of them is being written (or None)."""

    name: str
    parameters: tuple[str, ...]
    current: int | None
    result: str = ""


class Signatures(Record, frozen=True, tag=True):
    """The ways to call the function around the place; none where there is no call, or nothing is known of it.

    `opened` is the place of its opening bracket.
    """

    ticket: int
    signatures: tuple[Signature, ...]
    opened: tuple[int, int] = (0, 0)


class Definition(Record, frozen=True, tag=True):
    """Where a name is defined, or None where that is not in the text."""

    ticket: int
    span: Span | None


class Mistakes(Record, frozen=True, tag=True):
    """What is wrong with a text whatever it computes: syntax errors, names that are nowhere defined."""

    ticket: int
    findings: tuple[Finding, ...]


FromLanguage = LanguageReady | Completions | Description | Signatures | Definition | Mistakes
