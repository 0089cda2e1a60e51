"""The tensor view: one tensor with all its values, or why it cannot be shown."""

import numpy as np
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.views.tensor_view.message_page import MessagePage
from desktop.views.tensor_view.survey import Values
from desktop.views.tensor_view.tensor_page import TensorPage
from desktop.views.theme import Theme, palette

_PAIR = 2


class TensorView(QStackedWidget):
    """Shows an array in memory; it asks nobody for values. Thread: the GUI's."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = MessagePage(theme)
        self._page = TensorPage(theme)
        self.addWidget(self._message)
        self.addWidget(self._page)
        self.setAutoFillBackground(True)
        self.set_theme(theme)
        self.show_nothing()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.setPalette(palette(theme))
        self._message.set_theme(theme)
        self._page.set_theme(theme)

    def show_nothing(self) -> None:
        """Say that no tensor is chosen."""
        self._say("No tensor chosen", "Choose a value, a gradient or a saved tensor to see all its numbers.")

    def show_loading(self, name: str, share: float | None = None) -> None:
        """Say that a tensor's values are on their way, and how much of them is here (0 to 1; None: not known)."""
        self._page.give_up()
        self._message.show_waiting(f"Fetching {name}…", share)
        self.setCurrentWidget(self._message)

    def show_gone(self, name: str, reason: str) -> None:
        """Say that a tensor's values cannot be had any more, and why."""
        self._say(f"The values of {name} are gone", reason)

    def show_tensor(self, name: str, values: Values, dtype: str) -> None:
        """Show an array of any shape. It must not change afterwards.

        `dtype` is PyTorch's name: bfloat16 values come as float32, complex ones as complex or with (real, imaginary)
        in a last dimension of 2.
        """
        if dtype.startswith("complex") and values.dtype.kind != "c":
            values = _joined(values)
        self._page.set_tensor(name, values, dtype)
        self.setCurrentWidget(self._page)

    def _say(self, title: str, hint: str) -> None:
        self._page.give_up()
        self._message.show_message(title, hint)
        self.setCurrentWidget(self._message)


def _joined(pairs: Values) -> Values:
    """Give complex values for (real, imaginary) in the last dimension; raise ValueError where there are no pairs."""
    if pairs.ndim == 0 or pairs.shape[-1] != _PAIR:
        raise ValueError(f"Complex values come in pairs, not in the shape {pairs.shape}.")
    kind = np.complex64 if pairs.dtype == np.float32 else np.complex128
    joined = np.empty(pairs.shape[:-1], kind)
    # Not a sum: the product of i and an infinity has NaN for its real part.
    joined.real, joined.imag = pairs[..., 0], pairs[..., 1]
    return joined
