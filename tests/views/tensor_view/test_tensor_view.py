"""The tensor view, driven by mouse and keys."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.views.tensor_view.heat_map import HeatMap
from desktop.views.tensor_view.histogram import Histogram
from desktop.views.tensor_view.message_page import MessagePage
from desktop.views.tensor_view.survey import Values
from desktop.views.tensor_view.tensor_view import TensorView
from desktop.views.theme import DARK, LIGHT

CUBE = np.arange(24.0, dtype=np.float32).reshape(2, 3, 4) - 11.0


@pytest.fixture
def view(qtbot: QtBot) -> TensorView:
    """Open a view as wide as an inspector."""
    view = TensorView(LIGHT)
    qtbot.addWidget(view)
    view.resize(340, 600)
    view.show()
    qtbot.waitExposed(view)
    return view


def heat_map(view: TensorView) -> HeatMap:
    """Give the picture."""
    return view.findChildren(HeatMap)[0]


def show(qtbot: QtBot, view: TensorView, values: Values, dtype: str = "float32") -> HeatMap:
    """Show an array and wait until it is drawn."""
    view.show_tensor("w", values, dtype)
    picture = heat_map(view)
    shape = values.shape[-2:] if values.ndim > 1 else (1, values.size)
    qtbot.waitUntil(lambda: (picture.camera().rows, picture.camera().columns) == shape)
    return picture


def says(view: TensorView) -> str:
    """Give everything the visible labels say."""
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def middle_of(picture: HeatMap, row: int, column: int) -> QPoint:
    """Give the pixel that holds the middle of a cell."""
    x, y, width, height = picture.camera().rectangle(row, column)
    return QPoint(int(x + width / 2), int(y + height / 2))


def hover(qtbot: QtBot, view: TensorView, cell: tuple[int, int], words: str) -> None:
    """Point at a cell, wherever it is laid out by now, until the view says these words."""
    picture = heat_map(view)

    def told() -> bool:
        QTest.mouseMove(picture, QPoint(0, 0))
        QTest.mouseMove(picture, middle_of(picture, *cell))
        return words in says(view)

    qtbot.waitUntil(told)


def named(view: QWidget, tip: str) -> QToolButton:
    """Find a tool button by what its tooltip begins with."""
    return next(found for found in view.findChildren(QToolButton) if found.toolTip().startswith(tip))


def test_hover_gives_index_and_value(qtbot: QtBot, view: TensorView) -> None:
    """The element under the mouse is told with its index in the whole tensor."""
    show(qtbot, view, CUBE)
    hover(qtbot, view, (2, 1), "[0, 2, 1] = -2.0")


def test_hover_over_a_large_matrix_finds_the_one_nan(qtbot: QtBot, view: TensorView) -> None:
    """Where a pixel is many elements, the one that gives it its sign is told, wherever on the sign one points."""
    values = np.zeros((1_500, 1_500), np.float32)
    values[700, 900] = np.nan
    picture = show(qtbot, view, values)
    hover(qtbot, view, (700, 900), "[700, 900] = nan")
    place = middle_of(picture, 700, 900)
    QTest.mouseMove(picture, QPoint(0, 0))
    QTest.mouseMove(picture, place + QPoint(3, -3))
    qtbot.waitUntil(lambda: "[700, 900] = nan" in says(view))
    image = picture.grab().toImage()
    colours = {image.pixelColor(place + QPoint(dx, dy)).name() for dx in range(-5, 6) for dy in range(-5, 6)}
    assert QColor(LIGHT.series[3]).name() in colours


def test_colours_are_centred_on_zero(qtbot: QtBot, view: TensorView) -> None:
    """Zero is the ground, negative bluish, positive orange, in both themes."""
    picture = show(qtbot, view, np.array([[-2.0, 0.0, 2.0]] * 12))
    for theme in (LIGHT, DARK):
        view.set_theme(theme)
        image = picture.grab().toImage()
        low, zero, high = (image.pixelColor(middle_of(picture, 3, column) + QPoint(0, 7)) for column in range(3))
        assert zero.name() == QColor(theme.base).name()
        assert low.blue() > low.red()
        assert high.red() > high.blue()


def test_sliders_cut_and_keys_move_them(qtbot: QtBot, view: TensorView) -> None:
    """A dimension that is not in the picture has a slider; → goes to the next slice."""
    show(qtbot, view, CUBE)
    (slider,) = view.findChildren(QSlider)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    hover(qtbot, view, (0, 3), "[1, 0, 3] = 4.0")
    assert "1 / 1" in says(view)


def test_dimensions_can_be_chosen_and_exchanged(qtbot: QtBot, view: TensorView) -> None:
    """Any two dimensions can be rows and columns, and they change places at a click."""
    picture = show(qtbot, view, CUBE)
    QTest.mouseClick(named(view, "Exchange"), Qt.MouseButton.LeftButton)
    assert (picture.camera().rows, picture.camera().columns) == (4, 3)
    rows = next(box for box in view.findChildren(QComboBox) if "rows" in box.toolTip())
    rows.setCurrentIndex(0)
    assert (picture.camera().rows, picture.camera().columns) == (2, 3)
    assert view.findChildren(QSlider)[-1].maximum() == 3


def test_arrows_walk_and_plus_zooms(qtbot: QtBot, view: TensorView) -> None:
    """Without a mouse: arrows go from cell to cell and stay in view, + and - zoom, F shows all again."""
    picture = show(qtbot, view, np.arange(10_000.0).reshape(100, 100))
    picture.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(picture, key)
    assert "[1, 1] = 101.0" in says(view)
    for _ in range(8):
        QTest.keyClick(picture, Qt.Key.Key_Plus)
    assert not picture.camera().is_fitted()
    QTest.keyClick(picture, Qt.Key.Key_Left)
    assert picture.camera().window()[1] == 0
    QTest.keyClick(picture, Qt.Key.Key_F)
    assert picture.camera().is_fitted()


def test_the_wheel_zooms_only_what_was_clicked(qtbot: QtBot, view: TensorView) -> None:
    """Before, it is left to the page around; with Ctrl it zooms at once."""
    picture = show(qtbot, view, np.zeros((50, 50)))

    def roll(modifiers: Qt.KeyboardModifier) -> None:
        place = QPointF(40, 40)
        none = Qt.MouseButton.NoButton
        phase = Qt.ScrollPhase.NoScrollPhase
        wheel = QWheelEvent(
            place, place, QPoint(), QPoint(0, 240), none, modifiers, phase, False
        )  # Qt takes it by place
        QGuiApplication.sendEvent(picture, wheel)

    picture.clearFocus()
    roll(Qt.KeyboardModifier.NoModifier)
    assert picture.camera().is_fitted()
    roll(Qt.KeyboardModifier.ControlModifier)
    assert not picture.camera().is_fitted()
    QTest.mouseDClick(picture, Qt.MouseButton.LeftButton)
    assert picture.camera().is_fitted()


def test_a_dragged_picture_moves(qtbot: QtBot, view: TensorView) -> None:
    """Dragging shows another part of a zoomed picture."""
    picture = show(qtbot, view, np.zeros((50, 50)))
    picture.setFocus()
    for _ in range(6):
        QTest.keyClick(picture, Qt.Key.Key_Plus)
    before = picture.camera().left
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=QPoint(150, 100))
    QTest.mouseMove(picture, QPoint(100, 100))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert picture.camera().left == pytest.approx(before + 50 / picture.camera().scale_x)


def test_a_slice_is_copied_as_text_that_reads_back(qtbot: QtBot, view: TensorView) -> None:
    """Rows are lines, numbers stand between tabs in full precision, by button and by Ctrl+C."""
    values = np.random.default_rng(0).standard_normal((3, 4)).astype(np.float32)
    values[1, 1] = np.nan
    picture = show(qtbot, view, values)
    QGuiApplication.clipboard().clear()
    copy = next(button for button in view.findChildren(QPushButton) if button.text() == "Copy")
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert np.array_equal(np.loadtxt(text.splitlines(), np.float32), values, equal_nan=True)
    QGuiApplication.clipboard().clear()
    QTest.keyClick(picture, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == text


def test_a_slice_too_long_to_read_is_not_copied(qtbot: QtBot, view: TensorView) -> None:
    """The button says why, and what to do instead."""
    show(qtbot, view, np.zeros((400, 400)))
    copy = next(button for button in view.findChildren(QPushButton) if button.text() == "Copy")
    assert not copy.isEnabled()
    assert "Save it instead" in copy.toolTip()


def test_it_is_saved_where_the_dialog_says(qtbot: QtBot, view: TensorView, tmp_path: Path) -> None:
    """Save asks for a file and writes the whole tensor, not the slice."""
    show(qtbot, view, CUBE)
    save = next(button for button in view.findChildren(QPushButton) if button.text().startswith("Save"))
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    (dialog,) = view.findChildren(QFileDialog)
    dialog.selectFile(str(tmp_path / "cube.npy"))
    dialog.accept()
    qtbot.waitUntil(lambda: "Saved cube.npy." in says(view))
    assert np.array_equal(np.load(tmp_path / "cube.npy"), CUBE)


def test_a_large_tensor_is_saved_in_a_thread_and_a_failure_is_told(
    qtbot: QtBot, view: TensorView, tmp_path: Path
) -> None:
    """What cannot be written is said in one sentence, and Save can be pressed again."""
    show(qtbot, view, np.zeros((300, 300)))
    save = next(button for button in view.findChildren(QPushButton) if button.text().startswith("Save"))
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    (dialog,) = view.findChildren(QFileDialog)
    dialog.close()
    dialog.fileSelected.emit(str(tmp_path / "nowhere" / "x.npy"))
    qtbot.waitUntil(lambda: "cannot be written" in says(view))
    assert save.isEnabled()


def test_a_large_tensor_is_measured_beside_the_window(qtbot: QtBot, view: TensorView) -> None:
    """A bar tells how far it is; showing another tensor meanwhile gives the first one up."""
    view.show_tensor("large", np.ones((2_000, 1_000), np.float32), "float32")
    (bar,) = (bar for bar in view.findChildren(QProgressBar) if bar.isVisible())
    assert "Measuring" in says(view)
    show(qtbot, view, CUBE)
    assert not bar.isVisible()
    assert "-11 … 12" in says(view)
    view.show_tensor("large", np.ones((2_000, 1_000), np.float32), "float32")
    qtbot.waitUntil(lambda: "1 everywhere" in says(view))


@pytest.mark.parametrize(
    ("values", "dtype", "words"),
    [
        (np.array(3.25, np.float32), "float32", "3.25 everywhere"),
        (np.arange(7), "int64", "0 … 6"),
        (np.array([True, False]), "bool", "0 … 1"),
        (np.empty((0, 3), np.float32), "float32", "no elements"),
        (np.full((3, 3), np.nan), "float64", "9 NaN"),
        (np.array([[[1.0, 2.0], [np.inf, 0.0]]], np.float32), "complex64", "1 ∞"),
        (np.zeros((1, 1, 1, 1, 1)), "float64", "0 everywhere"),
        (np.array([2**63 - 1, -(2**63)]), "int64", "-9.223e+18"),
    ],
)
def test_every_kind_of_tensor_is_shown(view: TensorView, values: Values, dtype: str, words: str) -> None:
    """Scalars, vectors, whole numbers, booleans, complex, empty and broken ones all have a page."""
    view.show_tensor("w", values, dtype)
    assert words in says(view)
    assert dtype in says(view)
    for theme in (LIGHT, DARK):
        view.set_theme(theme)
        view.grab()


def test_whole_numbers_are_read_exactly(qtbot: QtBot, view: TensorView) -> None:
    """The largest int64 is told digit for digit, though its colour is computed in floating point."""
    picture = show(qtbot, view, np.array([2**63 - 1, 0]), "int64")
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Right)
    assert "[0] = 9223372036854775807" in says(view)


def test_the_parts_of_complex_values(qtbot: QtBot, view: TensorView) -> None:
    """Real part, imaginary part and magnitude can be drawn; the number pointed at is the whole one."""
    picture = show(qtbot, view, np.array([[3 + 4j, 0]], np.complex64), "complex64")
    part = next(box for box in view.findChildren(QComboBox) if "complex" in box.toolTip())
    assert "0 … 3" in says(view)
    part.setCurrentIndex(2)
    assert "0 … 5" in says(view)
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Right)
    assert "[0, 0] = (3+4j)" in says(view)


def test_the_histogram_tells_its_bars(qtbot: QtBot, view: TensorView) -> None:
    """A bar says its borders and its count."""
    show(qtbot, view, np.array([0, 0, 0, 1]), "int64")
    (histogram,) = view.findChildren(Histogram)
    assert histogram.bin_text(1) == "-0.5 … 0.5: 3 of 4"
    assert histogram.bin_text(histogram.width() - 1) == "0.5 … 1.5: 1 of 4"


def test_logarithmic_scales_bring_out_the_small(qtbot: QtBot, view: TensorView) -> None:
    """On a logarithmic scale a value a thousand times smaller is clearly coloured, and zero still is not."""
    picture = show(qtbot, view, np.array([[1000.0, 1.0, 0.0]] * 12))
    plain = picture.grab().toImage().pixelColor(middle_of(picture, 3, 1) + QPoint(0, 7))
    QTest.mouseClick(named(view, "Colours"), Qt.MouseButton.LeftButton)
    image = picture.grab().toImage()
    bold, zero = (image.pixelColor(middle_of(picture, 3, column) + QPoint(0, 7)) for column in (1, 2))
    assert plain.lightnessF() - bold.lightnessF() > 0.1
    assert zero.name() == LIGHT.base
    (histogram,) = view.findChildren(Histogram)
    before = histogram.grab().toImage()
    QTest.mouseClick(named(view, "Counts"), Qt.MouseButton.LeftButton)
    assert histogram.grab().toImage() != before


def test_waiting_and_gone_are_told(view: TensorView) -> None:
    """Loading shows how much is here; gone says why; nothing chosen says what to do."""
    (page,) = view.findChildren(MessagePage)
    assert "Choose" in page.words()[1]
    view.show_loading("grad of w", 0.25)
    assert page.words()[0] == "Fetching grad of w…"
    assert page.findChildren(QProgressBar)[0].value() == 25
    view.show_gone("grad of w", "The engine has begun another run.")
    assert page.words() == ("The values of grad of w are gone", "The engine has begun another run.")
    assert view.currentWidget() is page
