"""What a program wants beyond computing, read off its text: a check before anything runs, not a sandbox."""

from desktop.engine.permission.check import wants

__all__ = ["wants"]
