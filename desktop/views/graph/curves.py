"""Bézier curves in numbers: many of them as one painter's path, and the way along one of them."""

import math
import struct

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QPointF
from PySide6.QtGui import QPainterPath

Numbers = NDArray[np.float64]
Indices = NDArray[np.intp]
Levels = NDArray[np.int64]
Flags = NDArray[np.bool_]
Kinds = NDArray[np.int8]

_MOVE, _LINE, _CURVE, _CURVE_DATA = 0, 1, 2, 3
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_STEPS_A_PIECE = 24
_MANY, _KEPT = 500, 64
"""Paths of so many curves are kept, so many of them: zooming over all of a large graph asks for the same each time."""


class Curves:
    """Curves of cubic pieces, their control points in one array: curve i owns points[starts[i]:starts[i + 1]]."""

    def __init__(self, curves: list[tuple[tuple[float, float], ...]]) -> None:
        counts = np.fromiter((len(points) for points in curves), dtype=np.intp, count=len(curves))
        self.starts: Indices = np.concatenate([np.zeros(1, dtype=np.intp), np.cumsum(counts)])
        flat = [value for points in curves for point in points for value in point]
        self.points: Numbers = np.array(flat, dtype=np.float64).reshape(-1, 2)
        position = np.arange(len(self.points)) - np.repeat(self.starts[:-1], counts)
        self._kept: dict[bytes, QPainterPath] = {}
        self._kinds = np.where(position == 0, _MOVE, np.where(position % 3 == 1, _CURVE, _CURVE_DATA)).astype(">i4")

    def __len__(self) -> int:
        return len(self.starts) - 1

    def bounds(self) -> Numbers:
        """Give each curve's left, top, right, bottom, shape (n, 4): no curve leaves the hull of its control points."""
        if not len(self):
            return np.zeros((0, 4))
        low = np.minimum.reduceat(self.points, self.starts[:-1], axis=0)
        high = np.maximum.reduceat(self.points, self.starts[:-1], axis=0)
        return np.hstack([low, high])

    def path(self, which: Indices) -> QPainterPath:
        """Join some curves into one path: painting that is many times faster than painting each."""
        if len(which) < _MANY:
            return self._joined(which)
        key = which.tobytes()
        if key not in self._kept:
            self._kept = dict(list(self._kept.items())[1 - _KEPT :]) | {key: self._joined(which)}
        return self._kept[key]

    def _joined(self, which: Indices) -> QPainterPath:
        rows = _rows(self.starts, which)
        return _path(self._kinds[rows], self.points[rows])

    def heads(self, which: Indices, length: float, spread: float, *, at_end: bool = False) -> QPainterPath:
        """Join the arrow heads at the first (or last) points of some curves, pointing out of them, into one path."""
        if not len(which):
            return QPainterPath()
        first, last = self.starts[which], self.starts[which + 1] - 1
        tip = self.points[last if at_end else first]
        along = self.points[np.maximum(last - 1, first) if at_end else np.minimum(first + 1, last)] - tip
        along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
        across = along[:, ::-1] * (-1.0, 1.0)
        back = tip + along * length
        corners = np.stack([tip, back + across * spread, back - across * spread, tip], axis=1).reshape(-1, 2)
        return _path(np.tile(np.array([_MOVE, _LINE, _LINE, _LINE], dtype=">i4"), len(which)), corners)

    def nearest(self, which: Indices, point: tuple[float, float], reach: float) -> int | None:
        """Give that of some curves which passes nearest to a point, at most `reach` away; None where none does."""
        at, least = None, reach
        for index in which.tolist():
            distance = self.way(index).distance(point)
            if distance <= least:
                at, least = index, distance
        return at

    def way(self, index: int) -> "Way":
        """Give one curve as a way to walk along."""
        points = self.points[self.starts[index] : self.starts[index + 1]]
        pieces = max((len(points) - 1) // 3, 0)
        t = np.linspace(0.0, 1.0, _STEPS_A_PIECE + 1)[:, None]
        walked = [_cubic(points[3 * piece : 3 * piece + 4], t) for piece in range(pieces)]
        return Way(np.vstack(walked) if walked else points)


class Way:
    """A curve flattened to short straight steps, measured by length."""

    def __init__(self, points: Numbers) -> None:
        self._points = points
        steps = np.hypot(*np.diff(points, axis=0).T) if len(points) > 1 else np.zeros(0)
        self._lengths = np.concatenate([[0.0], np.cumsum(steps)])

    def at(self, fraction: float) -> QPointF:
        """Give the point at a fraction (0 to 1) of the way's length."""
        length = fraction * self._lengths[-1]
        x = np.interp(length, self._lengths, self._points[:, 0])
        y = np.interp(length, self._lengths, self._points[:, 1])
        return QPointF(float(x), float(y))

    def distance(self, point: tuple[float, float]) -> float:
        """Say how far a point lies from the way."""
        start, along = self._points[:-1], np.diff(self._points, axis=0)
        if not len(start):
            return math.inf
        share = ((point - start) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-12)
        nearest = start + np.clip(share, 0.0, 1.0)[:, None] * along
        return float(np.hypot(*(point - nearest).T).min())

    def between(self, start: float, end: float) -> QPainterPath:
        """Give the part of the way between two fractions of its length."""
        low, high = start * self._lengths[-1], end * self._lengths[-1]
        inner = self._points[(self._lengths > low) & (self._lengths < high)]
        path = QPainterPath(self.at(start))
        for x, y in inner:
            path.lineTo(float(x), float(y))
        path.lineTo(self.at(end))
        return path


def _cubic(control: Numbers, t: Numbers) -> Numbers:
    a, b, c, d = control
    s = 1.0 - t
    walked: Numbers = s**3 * a + 3 * s**2 * t * b + 3 * s * t**2 * c + t**3 * d
    return walked


def _rows(starts: Indices, which: Indices) -> Indices:
    """Give the rows of the points of some curves, in order."""
    counts = starts[which + 1] - starts[which]
    first = np.repeat(starts[which] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) if len(which) else counts
    return np.arange(len(first)) + first


def _path(kinds: NDArray[np.int32], points: Numbers) -> QPainterPath:
    """Build a path from arrays by way of Qt's serial form of it: a call for each element takes ten times as long.

    The form is that of `operator>>(QDataStream &, QPainterPath &)`: a count, the elements, the start of the current
    subpath, the fill rule (1: winding).
    """
    path = QPainterPath()
    if not len(points):
        return path
    elements = np.empty(len(points), dtype=_ELEMENT)
    elements["kind"], elements["x"], elements["y"] = kinds, points[:, 0], points[:, 1]
    serial = struct.pack(">i", len(points)) + elements.tobytes() + struct.pack(">ii", 0, 1)
    stream = QDataStream(QByteArray(serial))
    stream >> path
    return path
