"""The program's editor as the window uses it."""

from desktop.views.editor import CodeEditor as ProgramEditor

__all__ = ["ProgramEditor"]
