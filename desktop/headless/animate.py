"""`animate` without a window: run a program, and picture how the gradients of its last backward flowed."""

import sys
from pathlib import Path

from tqdm import tqdm

from desktop.export import check_animatable, draw_flow
from desktop.headless.run import FAILED, conclude, run_printing
from desktop.records.run import Program, Run


def animate(program: Program, *, timeout_s: float | None, output: Path, theme: str) -> int:
    """Run a program and draw the flow of its last pass; give the run's exit status, or 1 where nothing flowed.

    Raises UsageError, before the program runs, where the device or the output cannot be used.
    """
    check_animatable(output)
    outcome = run_printing(program, timeout_s, sys.stdout)
    status = conclude(outcome, program)
    if outcome.flows:
        _draw(outcome, output, theme)
        return status
    if status == 0:
        sys.stderr.write(f"Nothing flowed, so {output} was not written: the program called no backward().\n")
    return status or FAILED


def _draw(run: Run, output: Path, theme: str) -> None:
    from desktop.views.theme import THEMES  # noqa: PLC0415 # Qt is imported only for a picture

    flow = run.flows[-1]
    with tqdm(total=100, desc="Drawing", unit="%", disable=None, leave=False) as bar:

        def told(share: float) -> None:
            bar.update(round(100 * share) - bar.n)

        draw_flow(run.graphs[flow.graph], flow, output, THEMES[theme], told=told)
