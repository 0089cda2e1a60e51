"""Assembly: the window, its actions, its session."""
