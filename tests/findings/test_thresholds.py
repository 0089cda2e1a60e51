"""The engine and the window judge gradients by the same numbers, without importing each other."""

import importlib.util
from pathlib import Path

import pytest

from desktop.engine.findings import gradients

VERDICT = Path(__file__).parents[2] / "desktop" / "views" / "health" / "verdict.py"


def test_the_thresholds_agree() -> None:
    """What the health view calls vanishing and exploding by default, the rules do."""
    specification = importlib.util.spec_from_file_location("chainrule_verdict", VERDICT)
    if specification is None or specification.loader is None:
        pytest.fail("the health view's verdict has moved")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    usual = module.Thresholds()
    assert (usual.vanishing_share, usual.vanishing_ratio) == (gradients.VANISHING_SHARE, gradients.VANISHING_RATIO)
    assert (usual.exploding_norm, usual.exploding_ratio) == (gradients.EXPLODING_NORM, gradients.EXPLODING_RATIO)
