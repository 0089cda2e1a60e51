"""What documentation says, as rich text: ways to call in the code's letters, paragraphs below."""

import re
from html import escape

from desktop.records.language import Description, Signature
from desktop.views.theme import Theme

_ROLE = re.compile(r":\w+(?::\w+)*:`~?\.?([^`<]*?)(?:\s*<[^`]*>)?`")
_LITERAL = re.compile(r"``?([^`]+)``?")
_DIRECTIVE = re.compile(r"^\s*\.\. .*$", re.MULTILINE)
_MOST_SIGNATURES, _MOST_PARAGRAPHS = 3, 12


def described(description: Description, theme: Theme) -> str:
    """Write a name's ways to call and its documentation; "" where there is neither."""
    signatures = [_code(each, theme) for each in description.signatures[:_MOST_SIGNATURES]]
    text = description.text.strip()
    paragraphs = [_paragraph(each) for each in re.split(r"\n\s*\n", text)[:_MOST_PARAGRAPHS] if each.strip()]
    return "".join(f"<p style='margin:0 0 6px 0'>{each}</p>" for each in (*signatures, *paragraphs))


def called(signature: Signature, theme: Theme) -> str:
    """Write one way to call a function, the parameter that is being written in bold."""
    parameters = [
        f'<b style="color:{theme.accent}">{escape(each)}</b>' if number == signature.current else escape(each)
        for number, each in enumerate(signature.parameters)
    ]
    result = f" → {escape(signature.result)}" if signature.result else ""
    return f"<code>{escape(signature.name)}({', '.join(parameters)}){result}</code>"


def _code(text: str, theme: Theme) -> str:
    return f'<code style="color:{theme.function}">{escape(text)}</code>'


def _paragraph(text: str) -> str:
    """Take the marks of reStructuredText off; lines with marks of Python's prompt stay lines."""
    plain = _LITERAL.sub(r"\1", _ROLE.sub(r"\1", _DIRECTIVE.sub("", text)))
    if ">>>" in plain:
        return f"<pre>{escape(plain)}</pre>"
    return escape(" ".join(plain.split()))
