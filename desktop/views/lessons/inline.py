"""One sentence of Markdown as rich text for a label: code, strong and emphasised words, nothing else."""

import re
from html import escape

from desktop.views.theme import Theme, code_font, mixed

_CODE = re.compile(r"`([^`]+)`")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_EMPHASIS = re.compile(r"\*([^*\s][^*]*)\*")


def inline_html(markdown: str, theme: Theme) -> str:
    """Give the rich text; what stands between backticks is code, whatever signs it holds."""
    parts = _CODE.split(markdown)
    return "".join(_code(part, theme) if place % 2 else _words(part) for place, part in enumerate(parts))


def _words(text: str) -> str:
    return _EMPHASIS.sub(r"<i>\1</i>", _STRONG.sub(r"<b>\1</b>", escape(text)))


def _code(text: str, theme: Theme) -> str:
    families = ",".join(f"'{family}'" for family in code_font().families())
    ground = mixed(theme.accent, theme.base, 0.16).name()
    return f'<span style="font-family:{families}; background-color:{ground}">{escape(text)}</span>'
