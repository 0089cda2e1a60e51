"""Doors out of the GUI thread: child processes and the threads that read them."""
