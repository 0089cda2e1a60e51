"""A window on what was recorded elsewhere: the graph of a notebook's tensor, or a run that was written as JSON."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from desktop.app.display import has_display
from desktop.app.launch import prepare
from desktop.records.files import UsageError, read_text
from desktop.records.graph import Graph
from desktop.records.run import Program, Run

if TYPE_CHECKING:
    from desktop.app.window import MainWindow

_WIDTHS = [0, 360, 760, 320]
"""Of a lesson, output and variables, graph, inspector, in pixels; the window shares out what a hidden one leaves."""


def view(path: Path) -> int:
    """Open a window on the graph or run in a file, and give the exit status once it is closed.

    Raise UsageError for another file, and where there is no display.
    """
    run = read_recorded(path)
    if not has_display():
        raise UsageError(
            "There is no display here that a window could open on. Write a picture instead: in a script"
            " capture(loss).save('graph.svg'), for a program's file run FILE --draw graph.svg."
        )
    prepare(offscreen=False)
    with tempfile.TemporaryDirectory(prefix="chainrule-") as folder:
        return _open(run, path.name, Path(folder))


def read_recorded(path: Path) -> Run:
    """Read a Run from its JSON, or make one around a Graph; raise UsageError where the file is neither."""
    text = read_text(path)
    try:
        graph = msgspec.json.decode(text, type=Graph)
    except msgspec.MsgspecError:
        return _read_run(text, path)
    device = next((node.tensor.device for node in graph.nodes if node.tensor is not None), "cpu")
    return Run(1, "finished", device, 0, 0.0, "", graphs=(graph,))


def _read_run(text: str, path: Path) -> Run:
    try:
        return msgspec.json.decode(text, type=Run)
    except msgspec.MsgspecError as error:
        raise UsageError(
            f"{path} holds neither a run, as `run --json` writes it, nor a graph, as --draw writes a .json: {error}."
        ) from error


def look_at(window: MainWindow, run: Run, name: str) -> None:
    """Show a recorded run in a window without the parts in which programs are written and started."""
    page, commands = window.program_page, window.commands
    for written in (page.editor, page.palette_list):
        written.hide()
    page.widget(1).setVisible(bool(run.output or run.variables or run.error))  # type: ignore[union-attr] # it has four
    page.player.setVisible(bool(run.flows))
    page.setSizes(_WIDTHS)
    window.top_bar.show_run_parts(shown=False)
    editing = (commands.new, commands.open, commands.save, commands.save_as, commands.insert_model)
    for command in (commands.run, commands.training_page, *editing):
        command.setEnabled(False)
    window.runs.show(Program("", name), run)
    window.setWindowTitle(f"{name} — Chainrule")


def _open(run: Run, name: str, folder: Path) -> int:
    """Keep nothing of this window but the person's theme: their own window is to be found as they left it."""
    from PySide6.QtCore import QSettings  # noqa: PLC0415 # Qt is imported only where it can be

    from desktop.app.application import application  # noqa: PLC0415 # as above
    from desktop.app.interrupts import Interrupts  # noqa: PLC0415 # as above
    from desktop.app.processes import Processes  # noqa: PLC0415 # as above
    from desktop.app.settings import Settings, own_settings  # noqa: PLC0415 # as above
    from desktop.app.window import MainWindow  # noqa: PLC0415 # as above

    app = application()
    settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    settings.theme = own_settings().theme
    processes = Processes()
    window = MainWindow(settings, processes, folder)
    Interrupts(window.close, window)
    window.show()
    look_at(window, run, name)
    try:
        return app.exec()
    finally:
        processes.close()
