"""Checks a gradient: runs a program's text again, again and again, and looks how its root answers to small changes."""
