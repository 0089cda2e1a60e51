"""A failed operation and its operands are told in the inspector."""

from desktop.records.ghost import Ghost, Operand
from desktop.records.tensor import Tensor
from desktop.records.text import Span
from desktop.views.drawing import FailedCall, GhostNode, GhostOperand
from desktop.views.inspector.fact_page import page_text
from desktop.views.inspector.ghost_page import ghost_page, operand_page
from desktop.views.inspector.page_html import page_html
from desktop.views.theme import LIGHT

WORDS = "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)"
X, Y = Tensor((2, 3), "float32", "cpu", count=6), Tensor((4, 5), "float32", "cpu", count=20)
OPERANDS = (Operand(X, "n7"), Operand(Y))
NODE = GhostNode("ghost", FailedCall(Ghost("matmul", Span(4, 0, 4, 9), OPERANDS, WORDS), ("mul", "y")), "matmul")


def test_a_failure_is_told_with_its_operands() -> None:
    """PyTorch's words, the line, the sizes that do not fit, and what each operand was; each leads to its box."""
    page = ghost_page(NODE, "RuntimeError")
    text = " ".join(page_text(page).split())
    assert text.startswith(f"matmul failed RuntimeError PyTorch says {WORDS}")
    assert "source line 4 do not fit 3 and 4" in text
    assert "Operand 1 · mul shape 2×3" in text
    assert [section.link for section in page.sections[2:]] == ["node:n7", "node:ghost:1"]


def test_its_heading_is_in_the_colour_of_errors() -> None:
    """It looks as what it stands for."""
    assert f"1px solid {LIGHT.error}" in page_html(ghost_page(NODE, "RuntimeError"), LIGHT)


def test_an_operand_says_why_it_has_no_node() -> None:
    """A plain tensor needs no gradient; a parameter was not used before."""
    plain = GhostOperand("ghost:1", "ghost", "operand 2", "y", Y)
    assert "needs no gradient" in page_text(operand_page(plain, "matmul"))
    weight = GhostOperand("ghost:1", "ghost", "operand 2", "", Tensor((4, 5), "float32", "cpu", requires_grad=True))
    told = page_text(operand_page(weight, "matmul"))
    assert told.startswith("operand 2\noperand 2 of matmul")
    assert "used it before" in told
