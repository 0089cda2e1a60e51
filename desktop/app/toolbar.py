"""The bar over the pages: which page, the file, Run and Stop, and what a run is given: device and seed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QSpinBox, QToolBar, QToolButton, QWidget

from desktop.app.actions import Actions
from desktop.records.messages import Device
from desktop.views.theme import Theme

_GIB = 2**30
_LARGEST_SEED = 2**31 - 1
_CPU = Device("cpu", "CPU")


class TopBar(QToolBar):
    """Holds the two choices of a run; the actions belong to the window."""

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Tools", parent)
        self.setObjectName("top_bar")
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._device = QComboBox()
        self._device.setToolTip("The device whose tensors a program makes by default")
        self._device.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._seed = QSpinBox(maximum=_LARGEST_SEED)
        self._device.setAccessibleName("Device")
        self._seed.setAccessibleName("Seed")
        self._seed.setToolTip("The seed of every random number: equal seeds, equal runs")
        self._add_pages(actions)
        self._add_files(actions)
        self._run_parts = self._add_run(actions)
        self._add_panels(actions)
        self.show_devices((_CPU,))
        self.set_theme(theme)

    @property
    def device(self) -> str:
        """PyTorch's name of the chosen device."""
        return str(self._device.currentData())

    @property
    def seed(self) -> int:
        """The chosen seed."""
        return self._seed.value()

    def show_devices(self, devices: tuple[Device, ...]) -> None:
        """Offer these devices, keeping the chosen one where it is among them."""
        chosen = self._device.currentData()
        self._device.clear()
        for device in devices or (_CPU,):
            self._device.addItem(device.title if device.name == _CPU.name else device.name, device.name)
            self._device.setItemData(self._device.count() - 1, _about(device), Qt.ItemDataRole.ToolTipRole)
        self._device.setCurrentIndex(max(0, self._device.findData(chosen)))

    def show_run_parts(self, shown: bool) -> None:  # noqa: FBT001 -- it is a slot for a checked action
        """Show or hide what only the program's page needs."""
        for part in self._run_parts:
            part.setVisible(shown)

    def set_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self.setStyleSheet(
            f"QToolBar {{ background: {theme.window}; border: none; border-bottom: 1px solid {theme.line};"
            " padding: 5px 8px; spacing: 4px; }"
            f"QToolButton[segment] {{ border: 1px solid {theme.line}; padding: 5px 14px; background: {theme.base};"
            f" color: {theme.muted}; }}"
            f"QToolButton[segment]:checked {{ background: {theme.accent}; color: {theme.accent_text};"
            f" border-color: {theme.accent}; }}"
            "QToolButton[segment='left'] { border-top-left-radius: 5px; border-bottom-left-radius: 5px; }"
            "QToolButton[segment='right'] { border-top-right-radius: 5px; border-bottom-right-radius: 5px;"
            " border-left: none; }"
            "QToolButton[segment='middle'] { border-left: none; }"
        )

    def _add_pages(self, actions: Actions) -> None:
        sides = ((actions.lessons_page, "left"), (actions.program_page, "middle"), (actions.training_page, "right"))
        for action, side in sides:
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setProperty("segment", side)
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            self.addWidget(button)

    def _add_files(self, actions: Actions) -> None:
        self.addWidget(_gap(16))
        self.addActions([actions.new, actions.open, actions.save])

    def _add_run(self, actions: Actions) -> tuple[QAction, ...]:
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        buttons = (_gap(16), self._button(actions.run, beside), self._button(actions.stop, beside))
        choices = (_gap(16), QLabel("Device"), self._device, _gap(8), QLabel("Seed"), self._seed)
        return tuple(self.addWidget(widget) for widget in (*buttons, *choices))

    def _add_panels(self, actions: Actions) -> None:
        stretch = QWidget()
        stretch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(stretch)
        only_icon = Qt.ToolButtonStyle.ToolButtonIconOnly
        panels = tuple(self.addWidget(self._button(each, only_icon)) for each in (actions.palette, actions.inspector))
        self._run_parts = (*self._run_parts, *panels)

    def _button(self, action: QAction, style: Qt.ToolButtonStyle) -> QToolButton:
        """Make a button that can be hidden while its action stays in the menu and keeps its key."""
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(style)
        button.setIconSize(self.iconSize())
        button.setAutoRaise(True)
        return button


def _about(device: Device) -> str:
    memory = f", {device.memory / _GIB:.0f} GiB" if device.memory else ""
    return f"{device.title}{memory}"


def _gap(width: int) -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(width)
    return gap
