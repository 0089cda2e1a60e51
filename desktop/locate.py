"""Find what stands in `resources/`, and let other processes find the package.

Resources stand beside `desktop/` in a checkout, inside the package in an installed wheel.
"""

import os
import site
from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """Give the path of a resource; `resource()` is the folder itself."""
    carried = _PACKAGE / "resources"
    return (carried if carried.is_dir() else _PACKAGE.parent / "resources").joinpath(*parts)


def environment() -> dict[str, str]:
    """Give an environment in which a child process finds this very package, wherever it starts."""
    found = dict(os.environ)
    root = str(_PACKAGE.parent)
    if root not in site.getsitepackages():
        found["PYTHONPATH"] = os.pathsep.join(path for path in (root, found.get("PYTHONPATH", "")) if path)
    return found
