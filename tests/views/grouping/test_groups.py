"""Which nodes of a graph belong together, and how a graph opens."""

from collections.abc import Callable

import pytest

from desktop.records.graph import Graph
from desktop.views.drawing import Group
from desktop.views.grouping import Groups, fold
"""SKETCH"""
