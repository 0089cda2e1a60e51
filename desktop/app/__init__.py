"""Assembly: the window, its actions, its sessions, and its pictures."""

from desktop.app.launch import start

__all__ = ["start"]
