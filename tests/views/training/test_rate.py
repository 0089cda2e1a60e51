"""Iterations a second, by a clock of the test's own."""

from desktop.views.training.rate import Rate


def test_the_rate_is_of_the_last_seconds() -> None:
    """A run that slows down is told at its present speed, and one that has just begun not at all."""
    now = 0.0
    rate = Rate(lambda: now)
    rate.restart(0)
    assert rate.per_second() is None
    for tick in range(1, 101):
        now = tick / 10
        rate.advance(1_000 * tick if tick <= 50 else 50_000 + 100 * (tick - 50))
    assert rate.per_second() == 1_000


def test_a_pause_is_not_slowness() -> None:
    """After a restart only what comes then counts."""
    now = 0.0
    rate = Rate(lambda: now)
    rate.restart(0)
    now = 100.0
    rate.restart(500)
    now = 101.0
    rate.advance(1_500)
    assert rate.per_second() == 1_000
