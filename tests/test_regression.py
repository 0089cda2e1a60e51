"""The chapter's regression to its end: the command, headless, where Qt cannot be imported."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from desktop.records.training import Outcome, Recipe

CHECKOUT = Path(__file__).parent.parent
QT = ("PySide6", "shiboken6")


@pytest.fixture
def environment_without_qt(tmp_path: Path) -> dict[str, str]:
    """Give an environment in which importing Qt's packages fails, whatever is installed."""
    for package in QT:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(f"raise ImportError('{package} must not be imported')\n")
    return {**os.environ, "PYTHONPATH": str(tmp_path)}


def test_qt_really_cannot_be_imported(environment_without_qt: dict[str, str]) -> None:
    """In that environment each of Qt's packages fails to import, so that the test below proves something."""
    for package in QT:
        command = [sys.executable, "-c", f"import {package}"]
        imported = subprocess.run(command, env=environment_without_qt, capture_output=True, text=True, check=False)
        assert imported.returncode == 1
        assert "must not be imported" in imported.stderr


@pytest.mark.timeout(600)
def test_the_regression_reaches_its_threshold(environment_without_qt: dict[str, str]) -> None:
    """`main.py train --seed 0 --json -` ends with status 0 after about 20 epochs, its parameters near (3, 1, -2, 0)."""
    command = [sys.executable, "main.py", "train", "--seed", "0", "--json", "-"]
    ended = subprocess.run(
        command, cwd=CHECKOUT, env=environment_without_qt, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    outcome = msgspec.json.decode(ended.stdout, type=Outcome)
    assert outcome.recipe == Recipe()
    assert outcome.reached
    losses = [float(epoch.average_loss) for epoch in outcome.epochs]
    assert 15 <= len(losses) <= 25
    assert losses[-1] < 0.001 <= min(losses[:-1])
    assert losses == sorted(losses, reverse=True)
    assert outcome.parameters["linear.weight"] == pytest.approx((3, 1, -2), abs=0.1)
    assert outcome.parameters["linear.bias"] == pytest.approx((0,), abs=0.1)
    assert [float(epoch.predicted) for epoch in outcome.epochs][-1] == pytest.approx(0.9, abs=0.05)
    assert ended.stderr.count("average loss") == len(losses) + 1
