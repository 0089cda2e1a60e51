"""Colours that can be read."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from desktop.views.theme import THEMES, Theme, mixed, palette
from desktop.views.training.recipe_form import RecipeForm

AA = 4.5
GROUNDS = ("window", "base", "raised")
WORDS = ("text", "muted", "accent", "error", "warning", "success")
CODE = ("text", "keyword", "string", "comment", "literal", "function", "builtin")


def _luminance(colour: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def _contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_words_can_be_read_on_every_ground(theme: Theme) -> None:
    """Words in every meaning keep WCAG's contrast on whatever they are written on."""
    faint = [
        (word, ground, contrast)
        for ground in GROUNDS
        for word in WORDS
        if (contrast := _contrast(QColor(getattr(theme, word)), QColor(getattr(theme, ground)))) < AA
    ]
    assert faint == []


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_code_can_be_read_under_every_mark(theme: Theme) -> None:
    """Code keeps its contrast on the page and in the current line; plain text also in a hovered span."""
    grounds = [QColor(theme.base), QColor(theme.current_line)]
    faint = [word for ground in grounds for word in CODE if _contrast(QColor(getattr(theme, word)), ground) < AA]
    assert faint == []
    assert _contrast(QColor(theme.text), QColor(theme.span)) >= AA
    assert _contrast(QColor(theme.accent_text), QColor(theme.accent)) >= AA


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_messages_can_be_read_on_their_cards(theme: Theme) -> None:
    """An error's and an ending's title keep their contrast on the tint they stand on."""
    for colour in (theme.error, theme.success, theme.warning, theme.accent):
        assert _contrast(QColor(colour), mixed(colour, theme.base, 0.1)) >= AA
    assert _contrast(QColor(theme.error), mixed(theme.error, theme.base, 0.12)) >= AA


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_curves_can_be_told_from_the_ground(theme: Theme) -> None:
    """Lines keep the 3 to 1 that WCAG asks of graphics, and no two series are alike."""
    for colour in (theme.curve, *theme.series):
        assert _contrast(QColor(colour), QColor(theme.base)) >= 3
    assert len(set(theme.series)) == len(theme.series) == 4


def test_mixed_goes_from_ground_to_colour() -> None:
    """A share of nothing is the ground, all of it the colour, half of black on white is grey."""
    assert mixed("#102030", "#ffffff", 0).name() == "#ffffff"
    assert mixed("#102030", "#ffffff", 1).name() == "#102030"
    assert mixed("#000000", "#ffffff", 0.5).name() in ("#7f7f7f", "#808080")


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_the_palette_takes_the_theme(theme: Theme) -> None:
    """Qt's own widgets stand on the theme's colours."""
    colours = palette(theme)
    assert colours.window().color().name() == theme.window
    assert colours.base().color().name() == theme.base
    assert colours.text().color().name() == theme.text


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_a_box_to_tick_is_seen(theme: Theme, qtbot: QtBot) -> None:
    """The outline of a box keeps the 3 to 1 that WCAG asks of what is to be clicked, ticked or not."""
    form = RecipeForm(theme)
    qtbot.addWidget(form)
    form.show()
    box = next(each for each in form.findChildren(QCheckBox) if each.isVisible())
    for _ in range(2):
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
        picture = form.grab(QRect(box.mapTo(form, QPoint(0, 0)), box.size())).toImage()
        outline = picture.pixelColor(0, box.height() // 2)
        assert _contrast(outline, QColor(theme.window)) >= 3
