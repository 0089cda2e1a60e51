"""The film of a pass: forward, loss, backward and update, as they were recorded."""

from desktop.views.film.film import Film, Phase

__all__ = ["Film", "Phase"]
