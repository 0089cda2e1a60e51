"""Python lexed a line at a time: what a line begins in is a small number, and so is what it ends in."""

from collections.abc import Iterator

from pygments.lexer import ExtendedRegexLexer, LexerContext
from pygments.lexers.python import PythonLexer
from pygments.token import Name, _TokenType

CODE = 0
"""The state of a line that begins in plain code; all others lie inside strings over several lines."""

_QUOTES = ('"""', "'''")

Token = tuple[int, int, _TokenType]
"""Where it starts and ends in the line, in characters, and its kind."""


class _Lexer(ExtendedRegexLexer, PythonLexer):
    """Pygments' Python lexer, with a stack of states that can be taken from one line to the next."""


class LineLexer:
    """Gives tokens and the state after them. One for each document; not to be shared between threads."""

    def __init__(self) -> None:
        self._lexer = _Lexer()
        self._stacks: list[tuple[str, ...]] = [("root",)]

    def lex(self, line: str, state: int) -> tuple[list[Token], int]:
        """Lex one line (without its end) that begins in `state`."""
        context = LexerContext(f"{line}\n", 0, list(self._stacks[state]))
        tokens = list(self._tokens(line, context))
        return tokens, self._state_after(line, state, tuple(context.stack))

    def _tokens(self, line: str, context: LexerContext) -> Iterator[Token]:
        for start, kind, text in self._lexer.get_tokens_unprocessed(context=context):
            end = start + len(text)
            called = kind is Name and line.startswith("(", end)
            yield start, end, Name.Function if called else kind

    def _state_after(self, line: str, state: int, stack: tuple[str, ...]) -> int:
        # A string that is never closed on its line is a mistake under way: the lines after it are code all the same.
        if state == CODE and not any(quotes in line for quotes in _QUOTES):
            return CODE
        if stack not in self._stacks:
            self._stacks.append(stack)
        return self._stacks.index(stack)
