"""Widgets and painters that know records and nothing of torch."""
