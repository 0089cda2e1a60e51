"""The main window: it builds the parts, connects them, and ends what it started when it closes."""

from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.app.actions import Actions
from desktop.app.appearance import Appearance, theme_for
from desktop.app.check_session import CheckSession
from desktop.app.clean_bench import CleanBench
from desktop.app.consent_session import ConsentSession
from desktop.app.consents import Consents
from desktop.app.document import Document
from desktop.app.edit_commands import EditCommands
from desktop.app.file_drop import FileDrop
from desktop.app.file_session import FileSession
from desktop.app.file_writer import FileWriter
from desktop.app.findings_session import FindingsSession
from desktop.app.graph_commands import GraphCommands
from desktop.app.graph_session import GraphSession
from desktop.app.health_session import HealthSession
from desktop.app.heavy_runs import HeavyRuns
from desktop.app.help import ShortcutList, about
from desktop.app.housekeeping import Housekeeping
from desktop.app.inspector_session import InspectorSession
from desktop.app.iteration_session import IterationSession
from desktop.app.journal import Journal
from desktop.app.kept_state import KeptState
from desktop.app.lesson_progress import LessonProgress
from desktop.app.lesson_session import LessonSession
from desktop.app.lost_texts import LostTexts
from desktop.app.menus import Menus
from desktop.app.notice import Notice
from desktop.app.panes import Panes
from desktop.app.picture_session import PictureSession
from desktop.app.processes import Processes
from desktop.app.program_page import ProgramPage
from desktop.app.recovery import Recovery
from desktop.app.run_session import RunSession
from desktop.app.search_session import SearchSession
from desktop.app.settings import Settings
from desktop.app.side_panels import SidePanels
from desktop.app.source_link import SourceLink
from desktop.app.status import StatusLine
from desktop.app.tensor_session import TensorSession
from desktop.app.toolbar import TopBar
from desktop.app.training_room import TrainingRoom
from desktop.app.typing_help import TypingHelp
from desktop.locate import resource
from desktop.records.messages import EngineReady
from desktop.records.run import Program
from desktop.views.lessons.gallery import Gallery
from desktop.views.theme import Theme
from desktop.views.training_page import TrainingPage

WIDTH, HEIGHT = 1440, 900
EXAMPLE = resource("programs", "expression.py")


class MainWindow(QMainWindow):
    """The laboratory. Nothing in it waits: programs, training and layout are in processes of their own. Thread: GUI.

    `data` is the folder of what is kept for a person beside their settings: consents and unsaved texts.
    """

    def __init__(self, settings: Settings, processes: Processes, data: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._processes = processes
        self._engine: EngineReady | None = None
        self._is_settled = False
        self._theme = theme_for(settings.theme)
        self._build_views()
        self._build_sessions()
        self._build_keeping(data)
        self._assemble()
        self._connect_file_actions()
        self._connect_run()
        self._connect_view_actions()
        bars = (self.top_bar, self.notice, self.strip)
        themed = (*bars, self.program_page, self.training_page, self.gallery)
        self.appearance = Appearance(settings, (self._take_theme, self.commands.set_theme), themed, self)
        self._show_recent()
        self._kept = KeptState(settings, self, self.program_page, self.commands)
        self._kept.restore()
        self.document.start_new(EXAMPLE.read_text(encoding="utf-8"))
        self.program_page.editor.setPlainText(self.document.text)

    def start_processes(self) -> None:
        """Start what a first run needs, in the background."""
        self.runs.start_engine()
        self._processes.engine.ready.connect(self.typing_help.start)  # not sooner: both import torch
        self._processes.layout.start()
        self.training_room.load()

    def open(self, path: Path) -> None:
        """Open a program from a file; say in the window why it cannot be."""
        self.files.open(path)

    def program(self) -> Program:
        """Give the program as it stands: the editor's text, the chosen device and seed."""
        text = self.program_page.editor.toPlainText()
        return Program(text, self.document.name, self.top_bar.device, self.top_bar.seed)

    def run(self) -> None:
        """Run the program as it stands, from wherever one is, and show what comes of it."""
        self.show_page(self.program_page)
        self.heavy_runs.run(self.program())

    def show_page(self, page: QWidget) -> None:
        """Bring the lessons, the program's or the training's page to the front."""
        if page is self.program_page is not self.pages.currentWidget():
            page.editor.setFocus()
        self.pages.setCurrentWidget(page)
        self.top_bar.show_run_parts(page is self.program_page)
        self.status.show_figures(shown=page is self.program_page)
        commands = self.commands
        choices = {self.gallery: commands.lessons_page, self.training_page: commands.training_page}
        choices.get(page, commands.program_page).setChecked(True)
        if page is self.training_page:
            self.trainings.start_engine()
        elif page is self.gallery:
            self.lessons.load()

    def _build_views(self) -> None:
        self.commands = Actions(self._theme, self)
        self.menus = Menus(self.commands, self)
        self.top_bar = TopBar(self.commands, self._theme, self)
        self.notice = Notice(self._theme)
        self.strip = Notice(self._theme, closable=False)
        self.program_page = ProgramPage(self._theme)
        self.training_page = TrainingPage(self._theme)
        self.gallery = Gallery(self._theme)
        self.pages = QStackedWidget()
        self.status = StatusLine(self)

    def _build_sessions(self) -> None:
        page, processes = self.program_page, self._processes
        self.document = Document(self)
        self.files = FileSession(self.document, page.editor, self._settings, self.notice, self)
        self.runs = RunSession(processes.engine, page, self.status, self)
        self.graphs = GraphSession(processes.layout, page, self.status, self)
        self.graph_commands = GraphCommands(self.commands, page, self.graphs, self)
        self.inspections = InspectorSession(page, self.graphs, self)
        self.tensors = TensorSession(processes.engine, self.runs, page, self)
        self.checks = CheckSession(processes.engine, self.runs, page, self)
        self.health = HealthSession(page, self.graphs, self._settings, self)
        self.findings = FindingsSession(page, self.graphs, self)
        self.side_panels = SidePanels(self.commands, page, self)
        self.search = SearchSession(page, self.graphs, self)
        self.commands.find.triggered.connect(self.search.begin)
        self.pictures = PictureSession(page, self.graphs, self._settings, self.status, self.notice, self)
        self.commands.save_picture.triggered.connect(lambda: self.pictures.ask(self._theme))
        self.typing_help = TypingHelp(processes, page.editor, self.program, self.commands, self.status, self)
        self._panes = Panes(self.commands, page, self)
        self.edit_commands = EditCommands(self.commands, page, lambda: self._theme, self)
        self.source_link = SourceLink(page, self.graphs, self)
        self.training_room = TrainingRoom(
            self.training_page, processes.training, self._settings, self.status, self.notice, self
        )
        self.trainings = self.training_room.session
        self.iterations = IterationSession(page, self.graphs, self.document, self.files, self.run, self)
        self.trainings.iteration_opened.connect(self.iterations.open)
        self.training_room.offer_classes_of(page.editor.toPlainText)
        self._housekeeping = Housekeeping(lambda: self.graphs.is_large, self)
        self._drop = FileDrop((self, page.editor.viewport()), self)

    def _build_keeping(self, data: Path) -> None:
        """Set up what a person's data folder is for."""
        page = self.program_page
        self._writer = FileWriter(self)
        self._writer.failed.connect(self._on_not_kept)
        self.training_room.keep_runs(data / "runs", self._writer)
        progress = LessonProgress(data / "lessons.json", self._writer)
        self.lessons = LessonSession(self.gallery, page.lesson, page.editor, self.document, self.files, progress, self)
        bench = CleanBench(self.runs, page, self.graphs, self.findings, self)
        self.lessons.program_replaced.connect(bench.clean)
        self.files.opened.connect(bench.clean)
        self.consents = ConsentSession(
            Consents(data / "consents.txt", self._writer), self.runs, page, self.status, self
        )
        previews = self.typing_help.previews
        self.heavy_runs = HeavyRuns(previews.warning, self.consents.run, page.editor.toPlainText, self.notice, self)
        previews.estimate_changed.connect(self.heavy_runs.follow_estimate)
        journals = data / "journals"
        self.journal = Journal(journals, page.editor, self.document, self._writer, self)
        self.recovery = Recovery(
            LostTexts(journals), self.strip, self.files, self.journal, self._writer, self.status, self
        )

    def _assemble(self) -> None:
        self.setMenuBar(self.menus)
        self.addToolBar(self.top_bar)
        self.setStatusBar(self.status)
        for page in (self.program_page, self.training_page, self.gallery):
            self.pages.addWidget(page)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(self.notice)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(body)
        self.resize(WIDTH, HEIGHT)

    def _connect_file_actions(self) -> None:
        commands, files = self.commands, self.files
        commands.new.triggered.connect(files.new)
        commands.open.triggered.connect(files.ask_open)
        commands.save.triggered.connect(files.save)
        commands.save_as.triggered.connect(files.ask_save_as)
        commands.quit.triggered.connect(self.close)
        self._drop.dropped.connect(self.open)
        self.menus.recent_chosen.connect(self.open)
        self.document.path_changed.connect(self._show_name)
        files.recent_changed.connect(self._show_recent)
        self.program_page.editor.document().modificationChanged.connect(self.setWindowModified)
        files.opened.connect(self._on_opened)

    def _connect_run(self) -> None:
        commands = self.commands
        commands.run.triggered.connect(self.run)
        commands.stop.triggered.connect(self.runs.stop)
        commands.forget_consents.triggered.connect(self.consents.forget_all)
        self.runs.running_changed.connect(commands.stop.setEnabled)
        self.runs.run_shown.connect(self.source_link.follow)
        self.runs.run_shown.connect(lambda _, run: self.graphs.show_run(run))
        self.runs.run_shown.connect(self.lessons.follow)
        self.runs.run_shown.connect(self.findings.show)
        self.runs.refused.connect(lambda: self.show_page(self.program_page))
        self.graphs.failed.connect(self.notice.say)
        self._processes.engine.ready.connect(self._on_engine_ready)

    def _connect_view_actions(self) -> None:
        commands, page = self.commands, self.program_page
        commands.program_page.triggered.connect(lambda: self.show_page(page))
        commands.training_page.triggered.connect(lambda: self.show_page(self.training_page))
        commands.lessons_page.triggered.connect(lambda: self.show_page(self.gallery))
        self.lessons.lesson_opened.connect(self._show_lesson)
        self.lessons.lesson_left.connect(page.lesson.hide)
        self.lessons.gallery_requested.connect(lambda: self.show_page(self.gallery))
        commands.themes.triggered.connect(lambda action: self.appearance.choose(action.data()))
        commands.shortcuts.triggered.connect(lambda: ShortcutList(commands.all(), self).open())
        commands.about.triggered.connect(lambda: about(self._engine, self).open())

    def _take_theme(self, theme: Theme) -> None:
        self._theme = theme

    def _show_name(self) -> None:
        self.setWindowTitle(f"{self.document.name}[*] — Chainrule")
        self.setWindowFilePath(str(self.document.path or ""))

    def _show_recent(self) -> None:
        self.menus.show_recent(self._settings.recent_files)

    def _show_lesson(self) -> None:
        self.program_page.lesson.show()
        self.show_page(self.program_page)

    def _on_opened(self) -> None:
        """Show a program that was opened; Qt does not tell that a new text is unmodified."""
        self.setWindowModified(self.program_page.editor.document().isModified())
        self.show_page(self.program_page)
        self.program_page.editor.setFocus()

    def _on_engine_ready(self, message: EngineReady) -> None:
        self._engine = message
        self.top_bar.show_devices(message.devices)
        self.training_page.show_devices(message.devices)

    def _on_not_kept(self, reason: str) -> None:
        """Say once that what should be kept for a person cannot be."""
        self._writer.failed.disconnect(self._on_not_kept)
        self.status.say(f"Unsaved text cannot be kept for a crash. {reason}")

    def _close_settled(self) -> None:
        self._is_settled = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once where nothing is unsaved, ending every process; ask first where something is."""
        if self._is_settled or not self.isWindowModified() or self.lessons.keeps_text:
            self.side_panels.give_back()
            self._kept.keep()
            self.graphs.close()
            self.inspections.close()
            self.pictures.close()
            self._housekeeping.close()
            self.lessons.close()
            self.training_room.close()
            self.journal.close()
            self._writer.close()
            self._processes.close()
            event.accept()
        else:
            event.ignore()
            self.files.settle(self._close_settled)
