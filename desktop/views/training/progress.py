"""How far a run is and when it will be over, in words and as a share."""

from desktop.views.training.course import Course
from desktop.views.training.estimate import iterations_to

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_MEGABYTE = 1_000_000


def to_threshold(course: Course) -> float | None:
    """Give how many iterations it is from here to the end of the epoch that meets the threshold; None: not in sight.

    An epoch's average looks back to its beginning: it is met by the first epoch that begins below it.
    """
    more = iterations_to(course.recipe.threshold, course.losses.smoothed())
    if more is None:
        return None
    length = course.recipe.iterations
    epochs = -(-(course.total + more) // length) + 1
    return max(epochs * length - course.total, 0.0)


def share_done(course: Course, more: float | None) -> float:
    """Give how much of the run is done, by what it will come to as far as one can see."""
    rest = course.wanted - course.total
    expected = course.total + (rest if more is None else min(more, rest))
    return course.total / expected if expected else 0.0


def threshold_words(course: Course, more: float | None, per_second: float | None) -> str:
    """Say when the threshold will be met, honestly."""
    if course.recipe.threshold <= 0:
        return "no threshold: the run goes through all its epochs"
    if more is None:
        return "threshold not in sight"
    if course.total + more > course.wanted:
        return "threshold not before the last epoch, as the loss falls now"
    epoch = f"epoch {int((course.total + more) // course.recipe.iterations):,}"
    return f"threshold about {epoch}" + (f", in {duration(more / per_second)}" if per_second else "")


def time_left(course: Course, more: float | None, per_second: float | None) -> str:
    """Say how long the run will take as far as one can see; "–" where one cannot."""
    if not per_second:
        return "–"
    rest = course.wanted - course.total
    return duration((rest if more is None else min(more, rest)) / per_second)


def place_words(course: Course) -> str:
    """Say where the run is."""
    recipe = course.recipe
    return (
        f"iteration {course.iteration:,} of {recipe.iterations:,}, epoch {course.epoch:,} of at most {recipe.epochs:,}"
    )


def duration(seconds: float) -> str:
    """Write a duration by its two largest units: "3 min 5 s"."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE:.0f} min {seconds % _MINUTE:.0f} s"
    if seconds < _DAY:
        return f"{seconds // _HOUR:.0f} h {seconds % _HOUR // _MINUTE:.0f} min"
    return f"{seconds / _DAY:,.0f} days"


def memory_words(memory: int) -> str:
    """Write bytes as megabytes; "–" where they are not known."""
    return f"{memory / _MEGABYTE:,.0f} MB" if memory else "–"
