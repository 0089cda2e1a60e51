"""The colours that all frames of a moving picture share: a GIF has at most 256."""

from collections.abc import Sequence

from PIL import Image, ImageColor

from desktop.views.theme import Theme

_COLOURS, _EXACT = 255, 64
_NEARLY = 6


def shared_palette(samples: Sequence[Image.Image], theme: Theme) -> Image.Image:
    """Choose colours for all frames at once: with colours of its own each frame would be stored whole, and flicker.

    The commonest and those of gradients are taken as they are, so that paper is white; the others are averages.
    """
    width, height = samples[0].size
    sheet = Image.new("RGB", (width, height * len(samples)))
    for place, sample in enumerate(samples):
        sheet.paste(sample, (0, place * height))
    counts = sheet.getcolors(width * height * len(samples)) or []
    common = [colour for _, colour in sorted(counts, reverse=True)[:_EXACT] if isinstance(colour, tuple)]
    mixed = sheet.quantize(_COLOURS - _EXACT - len(theme.gradient_ramp), Image.Quantize.MEDIANCUT).getpalette() or []
    ramp = [ImageColor.getrgb(colour) for colour in theme.gradient_ramp]
    colours = _apart([*common, *ramp, *zip(*[iter(mixed)] * 3, strict=True)])
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in colours for value in colour])
    return palette


def _apart(colours: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Leave out what is nearly one before it: Pillow looks colours up in steps of four, and could take it for that."""
    kept: list[tuple[int, ...]] = []
    for colour in colours:
        if all(max(abs(a - b) for a, b in zip(colour, other, strict=True)) > _NEARLY for other in kept):
            kept.append(colour)
    return kept
