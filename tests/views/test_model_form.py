"""The New model form, by keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.views.model_form import ModelForm
from desktop.views.model_layers import KINDS, new_layer
from desktop.views.model_shapes import mismatches
from desktop.views.theme import DARK, LIGHT

# The offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def form(qtbot: QtBot) -> ModelForm:
    """Show a form as it opens."""
    widget = ModelForm(LIGHT)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def _layers(form: ModelForm) -> list[str]:
    return [layer.text() for layer in form._layers.layers]


def _rename(form: ModelForm, name: str) -> None:
    form._name.selectAll()
    QTest.keyClicks(form._name, name)


def test_it_opens_with_a_model_that_fits(form: ModelForm) -> None:
    """Enter at once inserts something that runs."""
    assert not any(mismatches(form._layers.layers))
    assert form._preview.toPlainText() == form.class_text()
    assert form.class_text().startswith("class Net(nn.Module):")


def test_the_name_is_written_and_checked(form: ModelForm) -> None:
    """A good name is in the class and its instance; a bad one is marked, and nothing can be inserted."""
    _rename(form, "MyNet")
    assert "class MyNet(nn.Module):" in form._preview.toPlainText()
    assert "my_net = MyNet()" in form._preview.toPlainText()
    _rename(form, "class")
    assert form._fault.isVisible()
    assert not form._insert.isEnabled()
    _rename(form, "Net")
    assert not form._fault.isVisible()
    assert form._insert.isEnabled()


def test_layers_are_added_to_fit(form: ModelForm) -> None:
    """A layer added below another takes as many as that gives."""
    form._layers._list.setCurrentRow(0)
    form._layers.add("BatchNorm1d")
    assert _layers(form) == ["Linear(3, 8)", "BatchNorm1d(8)", "ReLU()", "Linear(8, 1)"]
    assert form._layers.selected == 1
    assert "self.norm = nn.BatchNorm1d(8)" in form._preview.toPlainText()


def test_layers_move_and_go_by_keys(form: ModelForm) -> None:
    """Alt with an arrow moves a layer, Delete removes it, and at the ends nothing happens."""
    rows = form._layers._list
    QTest.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert _layers(form) == ["ReLU()", "Linear(3, 8)", "Linear(8, 1)"]
    QTest.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(rows, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert _layers(form) == ["Linear(3, 8)", "ReLU()", "Linear(8, 1)"]
    QTest.keyClick(rows, Qt.Key.Key_Delete)
    assert _layers(form) == ["ReLU()", "Linear(8, 1)"]


def test_buttons_do_what_keys_do(form: ModelForm) -> None:
    """Up, down and remove work on the selected layer, and are off where they can do nothing."""
    layers = form._layers
    assert not layers._up.isEnabled()
    QTest.mouseClick(layers._down, LEFT)
    assert _layers(form)[1] == "Linear(3, 8)"
    QTest.mouseClick(layers._up, LEFT)
    assert _layers(form)[0] == "Linear(3, 8)"
    for _ in range(3):
        QTest.mouseClick(layers._remove, LEFT)
    assert _layers(form) == []
    assert not layers._remove.isEnabled()
    assert not form._layer.isVisible()
    assert "return x" in form._preview.toPlainText()


def test_a_number_that_does_not_fit_is_marked_and_mended(form: ModelForm) -> None:
    """The layer and its fields say what is wrong, and one click mends it."""
    form._layers._list.setCurrentRow(2)
    field = form._layer._fields[0]
    field.selectAll()
    QTest.keyClicks(field, "5")
    assert _layers(form)[2] == "Linear(5, 1)"
    assert form._layer._complaint.text() == "8 come to it, but it takes 5."
    assert form._layers._list.item(2).text() == "⚠ Linear(5, 1)"
    QTest.mouseClick(form._layer._mend, LEFT)
    assert _layers(form)[2] == "Linear(8, 1)"
    assert not form._layer._complaint.isVisible()


def test_a_kind_brings_its_fields(form: ModelForm) -> None:
    """Choosing another kind replaces the layer and its fields."""
    names = [kind.name for kind in KINDS]
    combo = form._layer._kind
    combo.setFocus()
    while combo.currentText() != "Conv2d":
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert _layers(form)[0] == "Conv2d(1, 8, kernel_size=3)"
    assert len(form._layer._fields) == 5
    assert names.index("Conv2d") == combo.currentIndex()


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_kind_can_be_shown(form: ModelForm, kind: str) -> None:
    """Each kind has a field for each of its numbers, holding its value."""
    layer = new_layer(kind)
    form._layers.replace_selected(layer)
    assert [field.value() for field in form._layer._fields] == list(layer.values)


def test_insert_accepts_and_cancel_does_not(form: ModelForm, qtbot: QtBot) -> None:
    """The two buttons end the form in their two ways."""
    with qtbot.waitSignal(form.accepted):
        QTest.mouseClick(form._insert, LEFT)
    form.show()
    with qtbot.waitSignal(form.rejected):
        QTest.keyClick(form, Qt.Key.Key_Escape)


def test_a_theme_reaches_the_preview(form: ModelForm) -> None:
    """After a change of theme the preview stands on the other ground."""
    form.set_theme(DARK)
    picture = form._preview.grab().toImage()
    assert picture.pixelColor(picture.width() - 30, picture.height() - 30).name() == DARK.base
