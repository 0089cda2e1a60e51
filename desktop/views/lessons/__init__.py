"""Lessons: read from plain files (no Qt in that), shown in a gallery and beside the editor."""
