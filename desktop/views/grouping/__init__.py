"""A Graph folded into a Drawing: which nodes belong together, and what is drawn where some of them stand closed."""

from desktop.views.grouping.bare import bare
from desktop.views.grouping.fold import fold
from desktop.views.grouping.groups import Groups

__all__ = ["Groups", "bare", "fold"]
