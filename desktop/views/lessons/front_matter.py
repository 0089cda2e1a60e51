"""The lines between two `---` at the top of a lesson's text: `key: value`, an indented line goes on with the last."""

from collections.abc import Iterator
from typing import NamedTuple

from desktop.records.files import UsageError

FENCE = "---"


class FrontMatter(NamedTuple):
    """The values by key, in order (a key may come several times), and the Markdown below."""

    values: dict[str, tuple[str, ...]]
    body: str

    def one(self, key: str) -> str:
        """Give the value of a key that stands once or not at all; raise UsageError where it stands more often."""
        values = self.values.get(key, ())
        if len(values) > 1:
            raise UsageError(f"“{key}:” stands {len(values)} times, and may stand once. Remove all but one.")
        return values[0] if values else ""


def front_matter(text: str, known: frozenset[str]) -> FrontMatter:
    """Part a text into its front matter and its body; raise UsageError where it has none or an unknown key."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise UsageError(
            f"the first line is not “{FENCE}”, so there is no front matter."
            f" Begin the file with “{FENCE}”, then “title: …”, then “{FENCE}” again."
        )
    end = next((place for place, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), None)
    if end is None:
        raise UsageError(f"the front matter has no second “{FENCE}” that ends it. Put one after its last line.")
    values: dict[str, tuple[str, ...]] = {}
    for key, value in _pairs(lines[1:end]):
        if key not in known:
            raise UsageError(f"“{key[:80]}:” means nothing here. Known are {', '.join(sorted(known))}.")
        values[key] = (*values.get(key, ()), value)
    return FrontMatter(values, "\n".join(lines[end + 1 :]).strip() + "\n")


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Give each key with its whole value."""
    for line in _whole(lines):
        key, colon, value = line.partition(":")
        if not colon:
            raise UsageError(
                f"“{line.strip()[:80]}” is not of the form “key: value”. Indent it, if it goes on with the line before."
            )
        yield key.strip(), value.strip()


def _whole(lines: list[str]) -> Iterator[str]:
    """Join indented lines to the line before them, and leave empty ones out."""
    whole = ""
    for line in lines:
        if line[:1].isspace() and line.strip() and whole:
            whole = f"{whole} {line.strip()}"
        elif line.strip():
            if whole:
                yield whole
            whole = line
    if whole:
        yield whole
