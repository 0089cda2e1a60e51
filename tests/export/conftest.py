"""A small graph of every kind of node within scopes, its flow, and the eyes of other programs."""

from collections.abc import Callable

import pypdfium2  # type: ignore[import-untyped] # carries no types
import pytest
from PIL import Image
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.tensor import NamedTensor, Tensor
from desktop.records.text import Span

SCALAR = Tensor((), "float32", "cpu", requires_grad=True, count=1, norm=6.0, values=(6.0,))
SQUARE = Tensor((2, 2), "float32", "cpu", requires_grad=True, count=4, minimum=-1.0, maximum="Infinity", norm=2.0)


@pytest.fixture
def graph() -> Graph:
    """Give loss = sum(model(x) + 3): the model multiplies x by its weight, twice used, in a loop's second round."""
    return Graph(
        ("n0",),
        (
            Node("n0", "SumBackward0", "operation", 'loss "a\\\\b" 손실', SCALAR, "", Span(7, 4, 7, 20)),
            Node("n1", "AddBackward0", "operation", "", SQUARE),
            Node("n2", "MulBackward0", "operation", "y", SQUARE, "model", None, (NamedTensor("self", SQUARE),), "s3"),
            Node("n3", "Tensor", "constant", "", Tensor((), "float32", "cpu", count=1, values=(3.0,))),
            Node("n4", "AccumulateGrad", "leaf", "model.weight", SQUARE, scope="s3"),
            Node("n5", "Tensor", "input", "x", Tensor((2, 2), "float32", "cpu")),
            Node("n6", "MulBackward0", "operation", "", SQUARE, scope="s1"),
        ),
        (
            Edge("n0", "n1", 0, 0),
            Edge("n1", "n2", 0, 0),
            Edge("n1", "n3", None, None),
            Edge("n2", "n4", 0, 0),
            Edge("n2", "n6", 1, 0),
            Edge("n6", "n4", 0, 0),
            Edge("n6", "n4", 1, 0),
            Edge("n6", "n5", None, None),
        ),
        (
            Scope("s0", "", "function", "train"),
            Scope("s1", "s0", "loop", "for step in range(2)"),
            Scope("s2", "s1", "round", "", visit=2),
            Scope("s3", "s2", "module", "model", "MyModel", parameters=4),
            Scope("s4", "s0", "module", "unused", "Linear"),
        ),
    )


@pytest.fixture
def flow() -> Flow:
    """Give the one pass over it, in the engine's order."""
    steps = (
        FlowStep("n0", 0, 5.0, (SCALAR,), (SQUARE,)),
        FlowStep("n1", 1, 5.0, (SQUARE,), (SQUARE, None)),
        FlowStep("n2", 2, 5.0, (SQUARE,), (SQUARE, SQUARE)),
        FlowStep("n6", 3, 5.0, (SQUARE,), (SQUARE, SQUARE)),
        FlowStep("n4", 4, 5.0, (SQUARE,), ()),
    )
    return Flow(0, 1, steps)


@pytest.fixture
def svg_pixels(qapp: object) -> Callable[[bytes], Image.Image]:
    """Render an SVG as Qt's reader sees it, two pixels for one, on paper that is not ours."""

    def render(data: bytes) -> Image.Image:
        renderer = QSvgRenderer(QByteArray(data))
        assert renderer.isValid()
        image = QImage(renderer.viewBox().size() * 2, QImage.Format.Format_RGB32)
        image.fill(QColor("magenta"))
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        size = (image.width(), image.height())
        return Image.frombytes("RGB", size, bytes(image.constBits()), "raw", "BGRX", image.bytesPerLine())

    return render


@pytest.fixture
def pdf_pixels() -> Callable[[bytes], Image.Image]:
    """Render a PDF's one page as Chrome's reader sees it, two pixels for each 96th of an inch."""

    def render(data: bytes) -> Image.Image:
        document = pypdfium2.PdfDocument(data)
        assert len(document) == 1
        image: Image.Image = document[0].render(scale=2 * 96 / 72).to_pil().convert("RGB")
        document.close()
        return image

    return render


@pytest.fixture
def pdf_text() -> Callable[[bytes], str]:
    """Give the text that a reader finds in a PDF's page, blanks for line ends."""

    def text(data: bytes) -> str:
        document = pypdfium2.PdfDocument(data)
        found = " ".join(document[0].get_textpage().get_text_range().split())
        document.close()
        return found

    return text
