"""When a falling loss will have met its threshold, judged by its smoothed course."""

import numpy as np

from desktop.views.training.thinning import Points

_SHARE = 0.5
"""How much of the run, from its end, is looked at: the beginning falls faster than the rest."""

_FEWEST = 20


def iterations_to(threshold: float, smoothed: Points) -> float | None:
    """Give how many iterations the loss needs from here to the threshold if it falls on as it did of late.

    A straight line is fitted to the logarithm of the later half of the smoothed loss, as gradient descent near a
    minimum falls by a constant share (Nesterov 2004, 1.2.3). 0 where it is met; None where it does not fall, or too
    little has been seen to say.
    """
    x, y = smoothed
    later = (x >= x[-1] * (1 - _SHARE)) & (y > 0) if len(x) else np.zeros(0, bool)
    if later.sum() < _FEWEST or threshold <= 0:
        return None
    if y[-1] < threshold:
        return 0.0
    slope, level = np.polyfit(x[later] - x[-1], np.log(y[later]), 1)
    # What is lost in a hundred runs of this length is no fall.
    if slope * x[-1] > -0.01:  # noqa: PLR2004 # said above
        return None
    return float(max((np.log(threshold) - level) / slope, 0.0))
