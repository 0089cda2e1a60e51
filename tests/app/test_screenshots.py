"""Pictures of the real window: their size, what stands where, that they repeat."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from desktop.app.scenes import picture_program, picture_scenes
from desktop.app.screenshots import names, screenshots
from desktop.records.files import UsageError
from desktop.views.theme import DARK, LIGHT, Theme


def count(picture: QImage, colour: str, nearness: int = 6) -> int:
    """Count the pixels of every other row and column that have a colour, nearly."""
    wanted = QColor(colour)
    return sum(
        abs(pixel.red() - wanted.red()) + abs(pixel.green() - wanted.green()) + abs(pixel.blue() - wanted.blue())
        <= nearness
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
        for pixel in (picture.pixelColor(x, y),)
    )


@pytest.fixture(scope="module")
def folder(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Take the pictures once."""
    pictures = tmp_path_factory.mktemp("pictures")
    picture_scenes(pictures, ["expression", "expression-dark", "mylinear", "regression", "regression-dark"])
    return pictures


@pytest.mark.parametrize(("name", "theme"), [("expression", LIGHT), ("expression-dark", DARK), ("mylinear", LIGHT)])
def test_graph_is_drawn(folder: Path, name: str, theme: Theme) -> None:
    """The picture has its size and its background, and on it boxes of operations, leaves and inputs."""
    picture = QImage(str(folder / f"{name}.png"))
    assert (picture.width(), picture.height()) == (1440, 900)
    assert count(picture, theme.base) > 100_000
    for colour in (theme.operation, theme.leaf, theme.input):
        assert count(picture, colour) > 300
    assert count(picture, theme.input_border, nearness=40) > 20  # a border is two pixels of smoothed colour


@pytest.mark.parametrize(("name", "theme"), [("regression", LIGHT), ("regression-dark", DARK)])
def test_loss_is_plotted(folder: Path, name: str, theme: Theme) -> None:
    """The training's picture shows the loss curve."""
    picture = QImage(str(folder / f"{name}.png"))
    assert (picture.width(), picture.height()) == (1440, 900)
    assert count(picture, theme.curve, nearness=30) + count(picture, theme.curve_raw, nearness=30) > 300


def test_pictures_repeat(folder: Path, tmp_path: Path, qapp: QApplication) -> None:
    """The same call gives the same bytes."""
    picture_scenes(tmp_path, ["expression", "regression"])
    for name in ("expression", "regression"):
        assert (tmp_path / f"{name}.png").read_bytes() == (folder / f"{name}.png").read_bytes(), name


def test_own_program(tmp_path: Path, qapp: QApplication) -> None:
    """Any program can be pictured, also one without a graph."""
    (tmp_path / "mine.py").write_text("print('no graph')")
    picture_program(tmp_path, tmp_path / "mine.py")
    assert {path.name for path in tmp_path.glob("*.png")} == {"mine.png", "mine-dark.png"}


def test_program_that_needs_consent(tmp_path: Path, qapp: QApplication) -> None:
    """A program that would have to be trusted is pictured with the question, and not run."""
    (tmp_path / "mine.py").write_text(f"open({str(tmp_path / 'note')!r}, 'w')")
    picture_program(tmp_path, tmp_path / "mine.py")
    assert count(QImage(str(tmp_path / "mine.png")), LIGHT.warning) > 50
    assert not (tmp_path / "note").exists()


def test_unknown_name(tmp_path: Path) -> None:
    """A name there is not is refused with those there are, before anything is made."""
    with pytest.raises(UsageError, match="expression-dark"):
        screenshots(tmp_path / "new", ["expresion"])
    assert not (tmp_path / "new").exists()
    assert len(names()) == len(set(names())) == 20


def test_folder_that_cannot_be(tmp_path: Path, qapp: QApplication) -> None:
    """A file in the folder's place is told in one paragraph."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="no folder"):
        picture_scenes(tmp_path / "file", ["expression"])


def test_a_mistake_is_pictured_with_its_ghost(tmp_path: Path, qapp: QApplication) -> None:
    """The call that failed stands in the graph, in the colour of errors."""
    picture_scenes(tmp_path, ["mistake"])
    assert count(QImage(str(tmp_path / "mistake.png")), LIGHT.error, nearness=30) > 100


def test_a_box_to_tick_can_be_read_in_the_dark(tmp_path: Path, qapp: QApplication) -> None:
    """The start page's box and its words are light on dark: no palette of the light theme comes back."""
    picture_scenes(tmp_path, ["lessons-dark"])
    corner = QImage(str(tmp_path / "lessons-dark.png")).copy(35, 840, 155, 40)
    assert count(corner, DARK.text, nearness=60) > 10
    assert count(corner, LIGHT.base) == 0
