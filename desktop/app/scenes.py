"""What the pictures show: which program or training, how far it has come, what is selected."""

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt

from desktop.app.platform_voice import without_size_hints
from desktop.app.scene_names import DARK_SUFFIX, SCENES
from desktop.app.stage import Stage
from desktop.app.strides import Strides
from desktop.locate import resource
from desktop.records.files import UsageError
from desktop.records.run import Run
from desktop.records.training import Recipe
from desktop.views.training.presets import PRESETS

_EPOCHS_SHOWN = 4
_READABLE = 0.5


def picture_scenes(folder: Path, names: Iterable[str]) -> None:
    """Write the named pictures ("expression", "expression-dark", …) into a folder; raise UsageError if it cannot be."""
    _make(folder)
    wanted = frozenset(names)
    for scene in SCENES:
        pictures = [name for name in (scene, scene + DARK_SUFFIX) if name in wanted]
        if pictures:
            _picture(folder, pictures, _SCENES[scene])


def picture_program(folder: Path, path: Path) -> None:
    """Write pictures of the window on a program that was run, light and dark, into a folder."""
    _make(folder)
    _picture(folder, [path.stem, path.stem + DARK_SUFFIX], lambda stage: _play(stage, path, 0.5))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"There can be no folder {folder}: {error.strerror}. Name another.") from error


def _picture(folder: Path, names: list[str], play: Callable[[Stage], object]) -> None:
    with without_size_hints(), Stage() as stage:
        play(stage)
        for name in names:
            stage.picture(folder / f"{name}.png", "dark" if name.endswith(DARK_SUFFIX) else "light")


def _play(stage: Stage, path: Path, share: float) -> Run:
    """Run a program and stand at a share of its last pass, the node then under way selected."""
    run = stage.run(path)
    if run.flows:
        steps = run.flows[-1].steps
        position = min(len(steps) * share, len(steps) - 1)
        stage.window.program_page.player.set_position(position)
        stage.window.graphs.select(steps[int(position)].node)
    return run


def _play_own(stage: Stage, name: str, share: float) -> None:
    """Play a program that we bring; a picture of it failing is none."""
    run = _play(stage, resource("programs", f"{name}.py"), share)
    if run.status != "finished":
        raise RuntimeError(f"The scene {name!r} {run.status}: {run.error}")


def _expression(stage: Stage) -> None:
    _play_own(stage, "expression", 0.62)


def _mylinear(stage: Stage) -> None:
    _play_own(stage, "mylinear", 0.5)


def _encoder(stage: Stage) -> None:
    """Show the graph of twelve layers as it opens: folded."""
    run = stage.run(resource("programs", "encoder.py"))
    stage.window.program_page.player.set_position(len(run.flows[-1].steps) * 0.45)


def _encoder_open(stage: Stage) -> None:
    """Show every node of the same graph, near one that is under way."""
    stage.run(resource("programs", "encoder.py"))
    stage.wait(stage.window.graphs.graph_shown, lambda: stage.window.graphs.open_all(opened=True))
    graphs, player = stage.window.graphs, stage.window.program_page.player
    steps = graphs.flow.steps if graphs.flow is not None else ()
    player.set_position(len(steps) * 0.45)
    graphs.select(steps[int(len(steps) * 0.45)].node)
    stage.come_near(_READABLE)


def _regression(stage: Stage) -> None:
    """Show the recipe's first epochs as they stand while the training goes on."""
    _train(stage, Recipe(), epochs=_EPOCHS_SHOWN)


def _learning_rates(stage: Stage) -> None:
    """Lay the courses of three learning rates over each other."""
    page = stage.window.training_page
    for rate in (0.0001, 0.0003, 0.001):
        stage.train(Recipe(learning_rate=rate, iterations=3_000, epochs=_EPOCHS_SHOWN))
    stage.window.show_page(page)
    page.reset()
    runs = page.panel.runs.list
    for row in range(runs.count()):
        runs.item(row).setCheckState(Qt.CheckState.Checked)
    page.panel.tabs.choose("Runs")


def _moons(stage: Stage) -> None:
    """Show how a small network tells two moons apart."""
    recipe = next(recipe for name, recipe in PRESETS.items() if "moons" in name.lower())
    _train(stage, msgspec.structs.replace(recipe, iterations=250, epochs=12, threshold=0.0))


def _train(stage: Stage, recipe: Recipe, epochs: int | None = None) -> Strides:
    """Show a training that stands still after its epochs, or after the first so many of them."""
    page = stage.window.training_page
    strides = stage.train(recipe if epochs is None else msgspec.structs.replace(recipe, epochs=epochs))
    stage.window.show_page(page)
    page.begin(recipe)
    if strides.begun is not None:
        so_far = msgspec.structs.replace(strides.begun.so_far, recipe=recipe)
        page.begin_task(strides.begun.task, so_far, 0)
    page.append_steps(tuple(strides.steps), paused=True)
    if strides.predictions is not None:
        page.show_predictions(strides.predictions)
    page.refresh()
    return strides


def _lessons(stage: Stage) -> None:
    """Show the start page of a person who has solved two lessons and begun the third."""
    stage.window.lessons.load()
    for key in ("tensors", "variable"):
        stage.solve(key)
    stage.window.lessons.open("leaves")
    stage.window.show_page(stage.window.gallery)


def _lesson(stage: Stage) -> None:
    """Show a lesson whose program was run and played to the half, its question open."""
    stage.window.lessons.load()
    stage.window.lessons.open("missing-zero-grad")
    stage.rerun()
    steps = stage.window.graphs.flow
    stage.window.program_page.player.set_position(len(steps.steps) * 0.5 if steps is not None else 0)


def _mistake(stage: Stage) -> None:
    """Show what is told of a mistake: shapes in the text, the call that failed in the graph, the finding below."""
    stage.run(resource("mistakes", "layers.py"))
    page = stage.window.program_page
    stage.wait(stage.processes.preview.previewed, stage.window.typing_help.start)
    page.tabs.setCurrentWidget(page.findings)
    stage.window.graphs.select("ghost")


_SCENES: dict[str, Callable[[Stage], object]] = {
    "expression": _expression,
    "mylinear": _mylinear,
    "encoder": _encoder,
    "encoder-open": _encoder_open,
    "regression": _regression,
    "learning-rates": _learning_rates,
    "moons": _moons,
    "lessons": _lessons,
    "lesson": _lesson,
    "mistake": _mistake,
}
