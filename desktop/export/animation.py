"""A flow as a picture that moves, for ever again: GIF, WebP or an animated PNG, by Pillow."""

import io
from collections.abc import Callable, Iterator, Sequence

from PIL import Image
from PySide6.QtGui import QImage

from desktop.export.flow_frames import FlowFrames
from desktop.export.shared_palette import shared_palette
from desktop.export.suffixes import MOVING
from desktop.records.flow import Flow
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.theme import Theme

__all__ = ["MOVING", "RATE", "moving", "positions"]

RATE = 20
"""Frames a second. (A GIF counts in hundredths of a second: 20 a second is a rate it can say.)"""
_STEP_S = 0.45
_SHORTEST_S, _LONGEST_S = 2.5, 12.0
_FIRST_MS, _LAST_MS = 700, 2000
_SAMPLES = 6


def moving(picture: GraphPicture, flow: Flow, suffix: str, theme: Theme, told: Callable[[float], None]) -> bytes:
    """Draw a flow over its picture in the form of a suffix, one of MOVING; `told` hears the share that is done."""
    light = FlowLight(picture, flow)
    at = positions(len(flow.steps))
    frames = _told(_pillow(FlowFrames(picture, light, theme), at), len(at), told)
    if suffix != ".webp":
        samples = _pillow(FlowFrames(picture, light, theme), at[:: max(len(at) // _SAMPLES, 1)])
        frames = _in_colours(frames, shared_palette(list(samples), theme))
    return _encoded(frames, suffix, [_FIRST_MS, *[1000 // RATE] * (len(at) - 2), _LAST_MS])


def positions(steps: int) -> list[float]:
    """Say where the light is in each frame: evenly from before the first step to after the last."""
    seconds = min(max(steps * _STEP_S, _SHORTEST_S), _LONGEST_S)
    frames = round(seconds * RATE)
    return [steps * frame / frames for frame in range(frames + 1)]


def _pillow(frames: FlowFrames, at: Sequence[float]) -> Iterator[Image.Image]:
    for position in at:
        yield _image(frames.at(position))


def _image(frame: QImage) -> Image.Image:
    size = (frame.width(), frame.height())
    return Image.frombytes("RGB", size, bytes(frame.constBits()), "raw", "BGRX", frame.bytesPerLine())


def _told(frames: Iterator[Image.Image], count: int, told: Callable[[float], None]) -> Iterator[Image.Image]:
    for number, frame in enumerate(frames, 1):
        yield frame
        told(number / count)


def _in_colours(frames: Iterator[Image.Image], palette: Image.Image) -> Iterator[Image.Image]:
    for frame in frames:
        yield frame.quantize(palette=palette, dither=Image.Dither.NONE)


def _encoded(frames: Iterator[Image.Image], suffix: str, milliseconds: list[int]) -> bytes:
    buffer = io.BytesIO()
    options = {"quality": 80, "method": 2} if suffix == ".webp" else {"optimize": False}
    first, rest = next(frames), list(frames) if suffix == ".png" else frames  # Pillow walks a PNG's frames twice
    first.save(buffer, format=suffix[1:], save_all=True, append_images=rest, duration=milliseconds, loop=0, **options)
    return buffer.getvalue()
