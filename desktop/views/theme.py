"""The two looks of the house, light and dark: every colour that is drawn anywhere is named here.

Kinds of node differ in shape and lightness as well as in hue, for colour-blind eyes (hues after Okabe and Ito, 2008);
`far` are their colours where they are flat boxes, by kind: operation, leaf, input, constant, group, saved tensor. Text
keeps a contrast of at least 4.5 to 1 on what it stands on (WCAG 2.2, AA).
"""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

_FUSION_DARKENS = 140
"""In percent, as QColor.darker counts: a box's outline is the window's colour made so much darker."""


@dataclass(frozen=True)
class Theme:
    """Colours by what they mean. Values are "#rrggbb"."""

    name: str
    window: str
    base: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    accent_text: str
    selection: str
    error: str
    warning: str
    success: str
    operation: str
    operation_border: str
    leaf: str
    leaf_border: str
    input: str
    input_border: str
    constant: str
    constant_border: str
    group: str
    group_border: str
    saved: str
    saved_border: str
    far: tuple[str, ...]
    edge: str
    edge_input: str
    edge_saved: str
    gradient_ramp: tuple[str, ...]
    keyword: str
    string: str
    comment: str
    literal: str
    function: str
    builtin: str
    current_line: str
    span: str
    curve: str
    curve_raw: str
    series: tuple[str, ...]


LIGHT = Theme(
    name="light",
    window="#f3f4f6",
    base="#ffffff",
    raised="#fafbfc",
    line="#d5d9e0",
    text="#1b2230",
    muted="#5a6475",
    accent="#1f5fbf",
    accent_text="#ffffff",
    selection="#cfe0fa",
    error="#b3261e",
    warning="#8a5a00",
    success="#1d6b41",
    operation="#e8f0fc",
    operation_border="#3f6fb5",
    leaf="#fdebd3",
    leaf_border="#b8690f",
    input="#e3f3ec",
    input_border="#26815b",
    constant="#eef0f3",
    constant_border="#6d7686",
    group="#f1e8fa",
    group_border="#7a4a9c",
    saved="#ffffff",
    saved_border="#6d7686",
    far=("#6a94d4", "#c07416", "#175c40", "#6b7280", "#6b3f8c", "#6d7686"),
    edge="#6b7587",
    edge_input="#4f7564",
    edge_saved="#6b7587",
    gradient_ramp=("#3b4cc0", "#4f74d9", "#8b62b5", "#bd5a45", "#c9300f"),
    keyword="#8a1d8a",
    string="#1d6b41",
    comment="#5f6b7a",
    literal="#9c4a00",
    function="#1f5fbf",
    builtin="#0b6b78",
    current_line="#f2f6fc",
    span="#ffe9a8",
    curve="#1f5fbf",
    curve_raw="#c3d6f1",
    series=("#1f5fbf", "#b8690f", "#26815b", "#9a3f8f"),
)

DARK = Theme(
    name="dark",
    window="#1a1d23",
    base="#14171c",
    raised="#20242c",
    line="#343a45",
    text="#e6e9ef",
    muted="#9aa4b5",
    accent="#6ea8fe",
    accent_text="#0d1117",
    selection="#2b4470",
    error="#ff8a80",
    warning="#f0c05a",
    success="#6fd19a",
    operation="#22314a",
    operation_border="#6c9ee8",
    leaf="#43301a",
    leaf_border="#e0a04e",
    input="#1b3a2e",
    input_border="#58b98d",
    constant="#2a2f38",
    constant_border="#8a94a6",
    group="#38284a",
    group_border="#c095e6",
    saved="#14171c",
    saved_border="#8a94a6",
    far=("#3f70c4", "#d89a45", "#a4ecc9", "#6f7886", "#e2c8fa", "#8a94a6"),
    edge="#8490a5",
    edge_input="#71978a",
    edge_saved="#8490a5",
    gradient_ramp=("#6f8cff", "#8fb0ff", "#c9a8e8", "#ff9b78", "#ff5a36"),
    keyword="#e08be0",
    string="#7fd19f",
    comment="#8b96a8",
    literal="#f0b070",
    function="#7fb4ff",
    builtin="#6fd0dc",
    current_line="#1b2029",
    span="#5a4a14",
    curve="#6ea8fe",
    curve_raw="#2f4569",
    series=("#6ea8fe", "#e0a04e", "#58b98d", "#d98ccf"),
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def palette(theme: Theme) -> QPalette:
    """Give Qt's palette for the Fusion style, to change as one likes (setColorScheme has no effect on bare X11)."""
    return QPalette(_mixed_palette(theme))


def box_palette(theme: Theme) -> QPalette:
    """Give the palette of a box to tick: Fusion outlines it in a shade of the window's colour, which dark hides."""
    colours = palette(theme)
    colours.setColor(colours.ColorRole.Window, QColor(theme.muted).lighter(_FUSION_DARKENS))
    return colours


@cache
def _mixed_palette(theme: Theme) -> QPalette:
    """Mix it once: over a hundred widgets ask for it when the theme changes."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.raised,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Link: theme.accent,
        role.Accent: theme.accent,
        role.Mid: theme.line,
    }
    result = QPalette(QColor(theme.raised), QColor(theme.window))
    for name, colour in colours.items():
        result.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.muted))
    return result


def mixed(colour: str, ground: str, share: float) -> QColor:
    """Give `colour` laid over `ground` with that share (0 to 1): tints come from the named colours, not beside them."""
    above, below = QColor(colour), QColor(ground)
    rest = 1 - share
    return QColor.fromRgbF(
        share * above.redF() + rest * below.redF(),
        share * above.greenF() + rest * below.greenF(),
        share * above.blueF() + rest * below.blueF(),
    )


def code_font(points: float = 10.5) -> QFont:
    """Give the fixed-width font of code and numbers."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setFamilies(["DejaVu Sans Mono", "Menlo", "Consolas", font.family(), "NanumGothicCoding"])
    font.setPointSizeF(points)
    return font


def text_font(points: float = 10.0) -> QFont:
    """Give the font of words. Families are named, since a Korean fallback font changes the glyph of "∂"."""
    font = QFont()
    font.setFamilies(["DejaVu Sans", "Segoe UI", "Helvetica Neue", "Noto Sans", "NanumGothic"])
    font.setPointSizeF(points)
    return font
