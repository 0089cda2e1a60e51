"""A pasted session becomes the program in it."""

import pytest

from desktop.views.lessons.pasted import pasted_program

SESSIONS = {
    "python": (">>> x = 1\n>>> x\n1\n", "x = 1\nx"),
    "a loop": (
        ">>> for i in range(2):\n...     print(i)\n...\n0\n1\n>>> i\n1",
        "for i in range(2):\n    print(i)\n\ni",
    ),
    "ipython": (
        "In [1]: def f(x):\n   ...:     return x\n   ...: \n\nIn [2]: f(3)\nOut[2]: 3\n",
        "def f(x):\n    return x\n\nf(3)\n",
    ),
    "an open bracket": (">>> x = [\n  1,\n]\n>>> x\n[1]", "x = [\n  1,\n]\nx"),
    "an open string": ('>>> s = """a\nb"""\n>>> s\n\'a\\nb\'', 's = """a\nb"""\ns'),
    "comments between": ("# first\n>>> x = 1\n# so x is 1\n>>> x\n1", "# first\nx = 1\n# so x is 1\nx"),
    "indented as in a docstring": ("    >>> x = 1\n    >>> x\n    1\n", "x = 1\nx"),
    "a shell and a banner": ("$ python\nPython 3.11.7 (main)\nType help.\n>>> x = 1\n", "x = 1"),
    "an error": (
        ">>> 1 / 0\nTraceback (most recent call last):\n  File x\nZeroDivisionError: division by zero\n>>> 2",
        "1 / 0\n2",
    ),
    "a bare prompt": (">>> x = 1\n>>>\n>>> y = 2", "x = 1\n\ny = 2"),
    "a shell's line before a program": ("$ pip install torch\nimport torch\n", "import torch\n"),
}

PROGRAMS = [
    "",
    "x = 1\n",
    "x = 1\n    nonsense (\n",
    'def f():\n    """Double.\n\n    >>> f()\n    2\n    """\n    return 2\n',
    'def f():\n    """Broken.\n\n    >>> f()\n    2\n    """\n    return (\n',
    "y = x >> 2\n",
    "x = ...\n",
    "print('$ 5')\n",
    "# >>> not a session\nx = 1\n",
    "\t$5\n",
    "a = '''\n>>> x\n'''\n",
]


@pytest.mark.parametrize(("session", "program"), SESSIONS.values(), ids=SESSIONS)
def test_a_session_leaves_its_program(session: str, program: str) -> None:
    """Prompts and printed text go, code stays as it was indented, comments too."""
    assert pasted_program(session).rstrip() == program.rstrip()


@pytest.mark.parametrize("text", PROGRAMS)
def test_a_text_without_prompts_stays_as_it_is(text: str) -> None:
    """What is no session is not touched, not even a program with prompts in its docstrings."""
    assert pasted_program(text) == text


@pytest.mark.parametrize("session", [text for text, _ in SESSIONS.values()])
def test_a_program_is_stripped_only_once(session: str) -> None:
    """What was taken from a session is no session any more."""
    once = pasted_program(session)
    assert pasted_program(once) == once
