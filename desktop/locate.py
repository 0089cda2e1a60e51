"""Find what stands in `resources/`: beside `desktop/` in a checkout, inside the package in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """Give the path of a resource; `resource()` is the folder itself."""
    carried = _PACKAGE / "resources"
    return (carried if carried.is_dir() else _PACKAGE.parent / "resources").joinpath(*parts)
