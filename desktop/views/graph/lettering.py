"""The fonts of the picture, and how wide texts are in them."""

from PySide6.QtGui import QFont, QFontMetricsF

from desktop.views.theme import code_font, text_font


class Lettering:
    """The fonts of the picture in pixels at 100 %, and the widths of texts in them, each measured once."""

    def __init__(self) -> None:
        self.name = _sized(text_font(), 13)
        self.label = _sized(text_font(), 13, bold=True)
        self.chip = _sized(code_font(), 11)
        self.values = _sized(code_font(), 8)
        self.key = _sized(text_font(), 12)
        self.tab = _sized(text_font(), 12, bold=True)
        self.sign = _sized(text_font(), 17, bold=True)
        self.word_sign = _sized(text_font(), 11, bold=True)
        self.far = _sized(text_font(), 21, bold=True)
        self.middle = _sized(text_font(), 16, bold=True)
        self._metrics = {id(font): QFontMetricsF(font) for font in vars(self).values()}
        self._widths: dict[tuple[int, str], float] = {}

    def width(self, font: QFont, text: str) -> float:
        """Measure a text in one of these fonts, in pixels at 100 %."""
        key = (id(font), text)
        if key not in self._widths:
            self._widths[key] = self._metrics[id(font)].horizontalAdvance(text)
        return self._widths[key]

    def sign_font(self, sign: str) -> QFont:
        """Give the font of a sign: words are smaller than mathematical signs."""
        return self.sign if len(sign) == 1 else self.word_sign


def _sized(font: QFont, pixels: int, *, bold: bool = False) -> QFont:
    """Sizes are pixels, not points, so that a PDF of 1,200 dots an inch is drawn with the same proportions."""
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
