"""Numbers as they stand in a formula: with a real minus sign, fractions at four digits, arrays as nested lists."""

from typing import Any

import numpy as np

from desktop.views.tensor_text import number_text

_MINUS = "−"


def plain_text(value: Any) -> str:
    """Write a number, a word, a list of numbers or an array."""
    if isinstance(value, np.ndarray):
        return plain_text(value.tolist())
    if isinstance(value, list):
        return f"[{', '.join(map(plain_text, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(plain_text, value))})"
    if isinstance(value, bool | str) or value is None:
        return str(value)
    return number_text(float(value)).replace("-", _MINUS)


def sizes_text(sizes: tuple[int, ...]) -> str:
    """Write sizes as people say them: "2×3"; one number without them."""
    return "×".join(map(str, sizes)) or "a scalar"
