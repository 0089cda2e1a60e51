"""A tensor in words: its head line, its statistics, one element, one slice to be copied."""

import html
import math
from typing import Any

from desktop.records.record import number
from desktop.views.tensor_text import number_text
from desktop.views.tensor_view.camera import Camera
from desktop.views.tensor_view.survey import Survey, Values
from desktop.views.theme import Theme

COPIED_AT_MOST = 100_000
"""Numbers beyond which a slice is not copied as text."""


def head_text(name: str, dtype: str, shape: tuple[int, ...]) -> str:
    """Give name, dtype and shape as rich text."""
    sizes = "×".join(f"{size:,}" for size in shape) or "scalar"
    return f"<b>{html.escape(name)}</b> &nbsp;{html.escape(dtype)} &nbsp;{sizes}"


def statistics_text(survey: Survey, theme: Theme) -> str:
    """Give the statistics as rich text, what is not finite in the colour of errors."""
    told = [_finite_text(survey)] if survey.counts else []
    if not survey.count:
        told.append("no elements")
    if survey.zeros:
        told.append(f"{survey.zeros:,} zero{'s' * (survey.zeros > 1)}")
    for word, count in (("NaN", survey.nans), ("∞", survey.above), ("−∞", survey.below)):
        if count:
            told.append(f'<span style="color:{theme.error}">{count:,} {word}</span>')
    return " · ".join(told)


def _finite_text(survey: Survey) -> str:
    low, high, mean, deviation, norm = (
        number_text(number(value)) for value in (survey.low, survey.high, survey.mean, survey.deviation, survey.norm)
    )
    if survey.low == survey.high:
        return f"{low} everywhere · norm {norm}"
    return f"{low} … {high} · mean {mean} ± {deviation} · norm {norm}"


def pixel_text(camera: Camera) -> str:
    """Say how many elements a pixel stands for, or what to do to read one."""
    rows, columns = (math.ceil(1 / scale) for scale in (camera.scale_y, camera.scale_x))
    if rows * columns > 1:
        return f"A pixel is the largest of {rows}×{columns} values: zoom in"
    return "Point at a cell for its value"


def element_text(values: Values, index: tuple[int, ...]) -> str:
    """Give one element with its index, in full precision: "[2, 14] = 0.1"."""
    place = f"[{', '.join(map(str, index))}] = " if index else ""
    return place + exact_text(values[index])


def exact_text(value: Any) -> str:
    """Write an element in the fewest digits that give it back in its own precision, as Python does."""
    return str(value)


def slice_text(matrix: Values) -> str:
    """Give a matrix as lines of numbers with tabs between, as spreadsheets and numpy.loadtxt read them."""
    return "\n".join("\t".join(map(exact_text, row)) for row in matrix)
