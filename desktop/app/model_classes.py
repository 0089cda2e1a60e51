"""Which classes of a program's text are models: those with nn.Module, or another such class, as a base."""

import ast
from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.views.training_page import TrainingPage


class ModelClasses(QObject):
    """Offers the open program's model classes in the form whenever the page is looked at. Thread: GUI."""

    def __init__(self, page: TrainingPage, text: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._text = text
        page.looked_at.connect(self.offer)

    def offer(self) -> None:
        """Offer the classes as the program stands now."""
        text = self._text()
        self._page.panel.form.show_classes(text, model_classes(text))


def model_classes(text: str) -> tuple[str, ...]:
    """Name the model classes at the top of a text, in its order; none where it is no Python."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    found: list[str] = []
    for node in body:
        if isinstance(node, ast.ClassDef) and any(_is_model(base, found) for base in node.bases):
            found.append(node.name)
    return tuple(dict.fromkeys(found))


def _is_model(base: ast.expr, known: list[str]) -> bool:
    name = ast.unparse(base)
    return name in known or name == "Module" or name.endswith("nn.Module")
