"""The names of the pictures: a scene in light, the same in dark."""

DARK_SUFFIX = "-dark"
SCENES = (
    "expression",
    "mylinear",
    "encoder",
    "encoder-open",
    "regression",
    "learning-rates",
    "moons",
    "lessons",
    "lesson",
    "mistake",
)


def picture_names() -> tuple[str, ...]:
    """Name every picture, each scene in light and then in dark."""
    return tuple(f"{scene}{suffix}" for scene in SCENES for suffix in ("", DARK_SUFFIX))
