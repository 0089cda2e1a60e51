"""The editor of a person's program: the only document of the house."""

from desktop.views.editor.code_editor import CodeEditor

__all__ = ["CodeEditor"]
