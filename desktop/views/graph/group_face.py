"""What the card of a closed group says, and how much room it needs to say it."""

from dataclasses import dataclass

from desktop.records.tensor import Tensor
from desktop.views.drawing import Group
from desktop.views.graph.lettering import Lettering
from desktop.views.tensor_text import shape_text

CARD_STEP = 4.0
"""How far, in pixels, each card of the pile peeps out below the one before it."""
CARDS_BEHIND = 2
HEIGHT = 60.0 + CARDS_BEHIND * CARD_STEP
PADDING = 14.0
GAP = 6.0
CHIP_PADDING = 6.0
OPENER = 16.0
"""The sign that says that the card opens."""
_OTHERS = frozenset({"function", "loop", "round"})
_SHAPES_SHOWN = 2
_LONGEST = 32
_UNITS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_ROUNDS_UP = 0.9995
"""From here on a number of three digits has the next unit."""


@dataclass(frozen=True)
class GroupFace:
    """The texts of a card: the end of the group's path, its class, how often it stands there, and its chips."""

    title: str
    what: str
    times: str
    chips: tuple[str, ...]

    def width(self, lettering: Lettering) -> float:
        """Say how wide the card is, in pixels at 100 %."""
        heading = lettering.width(lettering.label, self.title) + GAP + lettering.width(lettering.name, self.what)
        times = GAP + times_width(self.times, lettering) if self.times else 0.0
        return max(heading + times + 2 * GAP + OPENER, self.chips_width(lettering)) + 2 * PADDING

    def chips_width(self, lettering: Lettering) -> float:
        """Say how wide the chips are side by side."""
        widths = [lettering.width(lettering.chip, chip) + 2 * CHIP_PADDING for chip in self.chips]
        return sum(widths) + GAP * (len(widths) - 1) if widths else 0.0


def group_face(group: Group) -> GroupFace:
    """Say what the card of a closed group shows."""
    title = group_title(group)
    times = f"× {group.times}" if group.times > 1 else ""
    what = "" if group.name == title else _cut(group.name)
    chips = (_border_text(group), parameters_text(group.parameters))
    return GroupFace(title, what, times, tuple(chip for chip in chips if chip))


def group_title(group: Group) -> str:
    """Give the end of a module's path, with the name before a number ("layers.3"); of others the whole label."""
    label = group.label or group.name
    if group.name in _OTHERS:
        return _cut(label)
    parts = label.split(".")
    named = next((at for at in reversed(range(len(parts))) if not parts[at].isdigit()), 0)
    return _cut(".".join(parts[named:]))


def times_width(times: str, lettering: Lettering) -> float:
    """Say how wide the badge of a number of repeats is."""
    return lettering.width(lettering.word_sign, times) + 14.0


def parameters_text(count: int) -> str:
    """Write a number of parameters in few digits: "512 parameters", "12.8 k parameters"; "" for none."""
    if not count:
        return ""
    if count == 1:
        return "1 parameter"
    for size, unit in _UNITS:
        if count >= size * _ROUNDS_UP:
            return f"{count / size:.3g} {unit} parameters"
    return f"{count} parameters"


def _border_text(group: Group) -> str:
    takes, gives = shapes_text(group.takes), shapes_text(group.gives)
    return f"{takes} → {gives}".strip() if takes or gives else ""


def shapes_text(tensors: tuple[Tensor, ...]) -> str:
    """Write the shapes of some tensors, each once, and how many more there are."""
    shapes = tuple(dict.fromkeys(shape_text(tensor) for tensor in tensors))
    rest = len(shapes) - _SHAPES_SHOWN
    return ", ".join(shapes[:_SHAPES_SHOWN]) + (f" +{rest}" if rest > 0 else "")


def _cut(text: str) -> str:
    """Leave out the end of a long text: a loop's first line tells itself by its beginning."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
