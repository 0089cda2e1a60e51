"""Parameters in bounded memory."""

import itertools

from desktop.views.training.named_history import NamedHistory


def test_names_and_curves() -> None:
    """Every element has a curve of its own, named as the program would."""
    history = NamedHistory()
    history.append(100, {"linear.weight": (1.0, 2.0), "linear.bias": (0.5,)})
    history.append(200, {"linear.weight": (1.5, 2.5), "linear.bias": (0.25,)})
    iterations, rows = history.curves()
    assert history.names == ("linear.weight[0]", "linear.weight[1]", "linear.bias")
    assert iterations.tolist() == [100, 200]
    assert rows.tolist() == [[1, 1.5], [2, 2.5], [0.5, 0.25]]


def test_a_long_run_is_thinned_evenly() -> None:
    """The samples kept are bounded and evenly spaced, from the first on."""
    history = NamedHistory(capacity=8)
    for iteration in range(1_000):
        history.append(iteration, {"w": (float(iteration),)})
    iterations, rows = history.curves()
    gaps = {after - before for before, after in itertools.pairwise(iterations)}
    assert len(iterations) <= 8
    assert len(gaps) == 1
    assert rows[0].tolist() == iterations.tolist()


def test_nothing_yet() -> None:
    """Before the first step there are no curves."""
    iterations, rows = NamedHistory().curves()
    assert (len(iterations), len(rows)) == (0, 0)
