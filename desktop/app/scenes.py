"""What the pictures show: which program or training, how far it has come, what is selected."""

from collections.abc import Callable, Iterable
from pathlib import Path

from desktop.app.platform_voice import without_size_hints
from desktop.app.scene_names import DARK_SUFFIX, SCENES
from desktop.app.stage import Stage
from desktop.locate import resource
from desktop.records.files import UsageError
from desktop.records.run import Run
from desktop.records.training import Recipe

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
    _play_own(stage, "encoder", 0.45)
    stage.come_near(_READABLE)


def _regression(stage: Stage) -> None:
    """Show the recipe's first epochs as they stand while the training goes on."""
    page = stage.window.training_page
    steps = stage.train(Recipe(epochs=_EPOCHS_SHOWN))
    stage.window.show_page(page)
    page.begin(Recipe())
    page.append_steps(steps, paused=True)


_SCENES: dict[str, Callable[[Stage], object]] = {
    "expression": _expression,
    "mylinear": _mylinear,
    "regression": _regression,
    "encoder": _encoder,
}
