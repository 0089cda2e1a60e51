"""`make bench`: every measure of the house, as ratios taken in one run."""

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One measure: ours and what it is held against, as readable text, and their ratio."""

    measure: str
    ours: str
    beside: str
    ratio: float | None
    goal: str


def rows() -> Iterator[Row]:
    """Run each `*_bench.py` beside this file; each has `rows()`, which yields tuples in Row's order."""
    for path in sorted(Path(__file__).parent.glob("*_bench.py")):
        specification = importlib.util.spec_from_file_location(path.stem, path)
        if specification is None or specification.loader is None:
            raise ImportError(f"{path} cannot be loaded.")
        module = importlib.util.module_from_spec(specification)
        sys.modules[path.stem] = module  # dataclasses look their module up
        specification.loader.exec_module(module)
        for row in module.rows():
            yield Row(*row)


def main() -> None:
    """Print the table as it fills."""
    layout = "{:<58} {:>16} {:>16} {:>8}  {}\n"
    sys.stdout.write(layout.format("measure", "ours", "beside", "ratio", "goal"))
    for row in rows():
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        sys.stdout.write(layout.format(row.measure, row.ours, row.beside, ratio, row.goal))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
