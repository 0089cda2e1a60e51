"""Python lexed a line at a time."""

from pathlib import Path

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, String

from desktop.views.editor.line_lexer import CODE, LineLexer

_SOURCE = Path(__file__).parents[3] / "desktop" / "views" / "editor" / "code_editor.py"


def test_lines_lex_as_the_whole_text_does() -> None:
    """Line by line, the kinds of a real file are those Pygments gives the file, calls aside."""
    text = _SOURCE.read_text(encoding="utf-8")
    lexer, state, kinds = LineLexer(), CODE, []
    for line in text.splitlines():
        tokens, state = lexer.lex(line, state)
        kinds += [kind for start, end, kind in tokens if (line + "\n")[start:end].strip()]
    whole = [kind for _, kind, value in PythonLexer().get_tokens_unprocessed(text) if value.strip()]
    quiet = (Comment, Keyword)
    assert [kind for kind in kinds if kind in quiet] == [kind for kind in whole if kind in quiet]
    assert state == CODE


def test_a_triple_quoted_string_reaches_over_lines() -> None:
    """What a line begins in decides what it means."""
    lexer = LineLexer()
    _, inside = lexer.lex('x = """one', CODE)
    tokens, after = lexer.lex('two""" + f(1)', inside)
    assert tokens[0][2] is String.Double
    assert any(kind is Name.Function for _, _, kind in tokens)
    assert (inside != CODE, after) == (True, CODE)


def test_an_unclosed_string_ends_with_its_line() -> None:
    """A quote under way does not turn the rest of the program into a string."""
    for line in ('x = "abc', 'f"{x', "'"):
        assert LineLexer().lex(line, CODE)[1] == CODE
