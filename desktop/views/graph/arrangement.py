"""Where the texts of a node's box stand, measured from its upper left corner."""

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_face import BADGE, CHIP_PADDING, GAP, PADDING, WORD_GAP, NodeFace

CHIP_HEIGHT = 16.0
_LINE = 8.5
"""From one line of values to the next, in pixels."""
_APART = 10.0
"""How far words and chip stand from the middle."""
_CAP = 0.36
"""Half the height of capitals, by the size of the font: text is centred by what the eye sees of it."""


class Ink(IntEnum):
    """What a text is written with."""

    TEXT = 0
    MUTED = 1
    SIGN = 2


class Word(NamedTuple):
    """A text and where its base line begins."""

    font: QFont
    ink: Ink
    x: float
    y: float
    text: str


class Arrangement(NamedTuple):
    """The ground of the sign, the ground of the shape, and all texts."""

    badge: QRectF | None
    chip: QRectF | None
    words: tuple[Word, ...]


class Arranger:
    """Arranges what faces say. `values` asks for numbers: 0 for none, 1 for one, 2 for a few as well."""

    def __init__(self, lettering: Lettering) -> None:
        self._lettering = lettering

    def arranged(self, kind: str, face: NodeFace, width: float, height: float, values: int) -> Arrangement:
        """Arrange a face in a box of a kind and a size."""
        if kind == "saved":
            return self._in_a_row(face, height / 2, values)
        left, room = self._column(kind, face, width)
        words, middle = face.words_width(self._lettering), height / 2
        apart = _APART if words and face.chip else 0.0
        texts = list(self._line(face, left + (room - words) / 2, middle - apart))
        badge = chip = None
        if kind == "operation" and face.sign:
            size = face.badge_width(self._lettering)
            badge = QRectF(left - GAP - size, middle - BADGE / 2, size, BADGE)
            texts.append(self._centred(self._lettering.sign_font(face.sign), Ink.SIGN, badge, face.sign))
        if face.chip:
            font, lines = self._told(face, room, values)
            chip = self._chip(font, lines, left + room / 2, middle + apart)
            line = QRectF(chip.x(), chip.center().y() - _LINE * len(lines) / 2, chip.width(), _LINE)
            texts += [
                self._centred(font, Ink.MUTED, line.translated(0, _LINE * at), text) for at, text in enumerate(lines)
            ]
        return Arrangement(badge, chip, tuple(texts))

    def _in_a_row(self, face: NodeFace, middle: float, values: int) -> Arrangement:
        """Set words and shape side by side: the box is a low one."""
        text = face.number if values and face.number else face.chip
        x = PADDING + face.words_width(self._lettering) + GAP + CHIP_PADDING
        told = Word(self._lettering.chip, Ink.MUTED, x, middle + cap(self._lettering.chip), text)
        return Arrangement(None, None, (*self._line(face, PADDING, middle), told))

    def _column(self, kind: str, face: NodeFace, width: float) -> tuple[float, float]:
        """Give where words and chip begin and how much room they have: beside the badge, or all of the box."""
        if kind != "operation":
            return 0.0, width
        badge = face.badge_width(self._lettering)
        text = max(face.words_width(self._lettering), face.chip_width(self._lettering))
        content = badge + (GAP if badge and text else 0.0) + text
        left = max(PADDING, (width - content) / 2)
        return left + (badge + GAP if badge else 0.0), text

    def _line(self, face: NodeFace, x: float, middle: float) -> Iterator[Word]:
        """Set the label and the name side by side."""
        label, name = self._lettering.label, self._lettering.name
        if face.label:
            yield Word(label, Ink.TEXT, x, middle + cap(label), face.label)
            x += self._lettering.width(label, face.label) + WORD_GAP
        if face.name:
            yield Word(name, Ink.MUTED if face.label else Ink.TEXT, x, middle + cap(name), face.name)

    def _chip(self, font: QFont, lines: tuple[str, ...], centre: float, middle: float) -> QRectF:
        half = max(self._lettering.width(font, text) for text in lines) / 2 + CHIP_PADDING
        height = max(CHIP_HEIGHT, _LINE * len(lines) + 3)
        return QRectF(centre - half, middle - height / 2, 2 * half, height)

    def _told(self, face: NodeFace, room: float, values: int) -> tuple[QFont, tuple[str, ...]]:
        """Choose what the chip tells: the shape, or seen from near the number or the few values, where they fit."""
        if values and face.number:
            return self._lettering.chip, (face.number,)
        if values > 1 and face.values:
            few = max(self._lettering.width(self._lettering.values, line) for line in face.values)
            if few + 2 * CHIP_PADDING <= room:
                return self._lettering.values, face.values
        return self._lettering.chip, (face.chip,)

    def _centred(self, font: QFont, ink: Ink, rect: QRectF, text: str) -> Word:
        centre = rect.center()
        return Word(font, ink, centre.x() - self._lettering.width(font, text) / 2, centre.y() + cap(font), text)


def cap(font: QFont) -> float:
    """Say how far below the middle the base line of a text stands whose capitals are centred there."""
    return _CAP * font.pixelSize()
