"""A Graph folded into a Drawing: which nodes belong together, and what is drawn where some of them stand closed."""

from desktop.views.grouping.bare import bare
from desktop.views.grouping.failed_call import failed_call, leading_up
from desktop.views.grouping.fold import fold
from desktop.views.grouping.groups import Groups
from desktop.views.grouping.haunt import GHOST, with_ghost

__all__ = ["GHOST", "Groups", "bare", "failed_call", "fold", "leading_up", "with_ghost"]
