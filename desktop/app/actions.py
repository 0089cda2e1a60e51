"""Everything a person can do from a menu, a button or a key: one QAction each, with its words and its keys."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from desktop.app.icons import icon
from desktop.app.settings import THEME_CHOICES
from desktop.views.theme import Theme

_Key = QKeySequence.StandardKey


class Actions(QObject):
    """The actions by name; who connects them decides what they do. Thread: GUI.

    `kept` are those whose state outlasts the window, by the names they are kept under.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._icons: dict[QAction, str] = {}
        self._make_file_actions()
        self._make_edit_actions()
        self._make_run_actions()
        self._make_view_actions()
        self._make_graph_actions()
        self.shortcuts = self._make("&Keyboard shortcuts", "List every key", "F1")
        self.about = self._make("&About Chainrule", "Versions and licence")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in a theme's colours."""
        inks = {"run": theme.success, "stop": theme.error}
        for action, name in self._icons.items():
            action.setIcon(icon(name, inks.get(name, theme.text), theme.line))

    def choose_theme(self, choice: str) -> None:
        """Check the action of a choice of colours, without doing it."""
        for action in self.themes.actions():
            action.setChecked(action.data() == choice)

    def all(self) -> tuple[QAction, ...]:
        """Every action that can be done now or at another time, in the order of the menus."""
        return tuple(action for action in self.findChildren(QAction) if action.text())

    def _make_file_actions(self) -> None:
        self.new = self._make("&New", "Begin a new program", _Key.New, icon_name="new")
        self.open = self._make(
            "&Open…", "Open a program from a file (or drop one on the window)", _Key.Open, icon_name="open"
        )
        self.save = self._make("&Save", "Save the program", _Key.Save, icon_name="save")
        self.save_as = self._make("Save &As…", "Save the program under another name", "Ctrl+Shift+S")
        self.quit = self._make("&Quit", "Close the window and end every process it started", "Ctrl+Q")

    def _make_edit_actions(self) -> None:
        self.undo = self._make_edit("&Undo", "Take the last edit back", _Key.Undo)
        self.redo = self._make_edit("&Redo", "Do again what was taken back", "Ctrl+Shift+Z")
        self.cut = self._make_edit("Cu&t", "Cut the selected text", _Key.Cut)
        self.copy = self._make_edit("&Copy", "Copy the selected text", _Key.Copy)
        self.paste = self._make_edit("&Paste", "Paste text at the caret", _Key.Paste)
        self.insert_model = self._make(
            "Insert &model…", "Turn a list of layers into an nn.Module class", "Ctrl+M", icon_name="model"
        )

    def _make_run_actions(self) -> None:
        self.run = self._make(
            "&Run",
            "Run the program; one that is running is stopped first",
            "F5",
            "Ctrl+Return",
            "Ctrl+Enter",
            icon_name="run",
        )
        self.stop = self._make(
            "&Stop", "Stop the program; what it printed and captured is kept", "Shift+F5", "Esc", icon_name="stop"
        )
        self.stop.setEnabled(False)
        self.forget_consents = self._make(
            "&Forget all consents", "Ask again before any program runs that wants more than to compute"
        )

    def _make_view_actions(self) -> None:
        self.program_page = self._make_checkable("&Program", "Write and run a program, see its graph", "Ctrl+1")
        self.training_page = self._make_checkable("&Training", "Train a model and watch it learn", "Ctrl+2")
        self.lessons_page = self._make_checkable(
            "&Lessons", "Learn autograd step by step, in English or Korean", "Ctrl+3"
        )
        pages = QActionGroup(self)
        for action in (self.lessons_page, self.program_page, self.training_page):
            pages.addAction(action)
        self.program_page.setChecked(True)
        self.palette = self._make_checkable(
            "I&nsert list", "Show the list of statements to insert", "Ctrl+Shift+I", icon_name="palette"
        )
        self.inspector = self._make_checkable(
            "Ins&pector",
            "Show what is known of what is selected, tensors and health",
            "Ctrl+Shift+P",
            icon_name="panels",
        )
        self.shapes = self._make_checkable(
            "&Shapes while typing", "Look at the program after each edit, without computing", "Ctrl+Shift+H"
        )
        self.next_pane = self._make("Ne&xt pane", "Give the keyboard to the next part of the page", "F6")
        self.previous_pane = self._make(
            "Pre&vious pane", "Give the keyboard to the part of the page before", "Shift+F6"
        )
        self.kept = {"palette": self.palette, "inspector": self.inspector, "shapes": self.shapes}
        for panel in self.kept.values():
            panel.setChecked(True)
        self._make_theme_actions()

    def _make_graph_actions(self) -> None:
        self.find = self._make(
            "&Find in the graph…", "Search nodes by name, shape, gradient …", "Ctrl+F", icon_name="find"
        )
        self.health = self._make(
            "Gradient &health", "Show where gradients vanish, explode or break", "Ctrl+Alt+H", icon_name="health"
        )
        self.fit = self._make("Fit the &whole graph", "Show the whole graph", "Ctrl+0")
        self.zoom_in = self._make("Zoom &in", "Enlarge the graph", "Ctrl+Alt+=")
        self.zoom_out = self._make("Zoom &out", "Shrink the graph", "Ctrl+Alt+-")
        self.zoom_to_selection = self._make("Zoom to the &selection", "Come near to the selected node", "Ctrl+Alt+0")
        self.view_back = self._make("&Back", "Look from where you looked before", "Alt+Left")
        self.view_forward = self._make("F&orward", "Look from where you came back from", "Alt+Right")
        self.open_groups = self._make("&Open all groups", "Show every node that PyTorch recorded", "Ctrl+Alt+O")
        self.close_groups = self._make("&Close all groups", "Draw each module, function and loop as one", "Ctrl+Alt+C")
        self.saved_tensors = self._make_checkable(
            "Saved &tensors", "Draw what each node saved for backward", "Ctrl+Alt+T", icon_name="saved"
        )
        self.gradients_down = self._make_checkable(
            "&Gradients downwards",
            "Let gradients run down the page, instead of data",
            "Ctrl+Alt+D",
            icon_name="direction",
        )
        self.legend = self._make("&Legend", "Show or hide what shapes and colours mean")
        self.minimap = self._make_checkable("&Map", "Show where you are in a graph that is larger than the window")
        self.minimap.setChecked(True)
        self.copy_picture = self._make("Copy &picture", "Copy what is seen of the graph", "Ctrl+Alt+P")
        self.save_picture = self._make(
            "Sa&ve picture…",
            "Save the graph as SVG, PDF, PNG, DOT, GraphML or JSON",
            "Ctrl+Shift+E",
            icon_name="export",
        )

    def _make_theme_actions(self) -> None:
        words = {"system": "As the &desktop", "light": "&Light", "dark": "&Dark"}
        self.themes = QActionGroup(self)
        for choice in THEME_CHOICES:
            action = self._make_checkable(words[choice], f"Use the {choice} colours")
            action.setData(choice)
            self.themes.addAction(action)

    def _make(self, text: str, tip: str, *keys: _Key | str, icon_name: str = "") -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        named = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})" if keys else ""
        action.setToolTip(tip + named)
        action.setStatusTip(tip)
        if icon_name:
            self._icons[action] = icon_name
        return action

    def _make_edit(self, text: str, tip: str, key: _Key | str) -> QAction:
        """Make an action whose key works only where it was added: the graph has its own Ctrl+C."""
        action = self._make(text, tip, key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _make_checkable(self, text: str, tip: str, *keys: str, icon_name: str = "") -> QAction:
        action = self._make(text, tip, *keys, icon_name=icon_name)
        action.setCheckable(True)
        return action
