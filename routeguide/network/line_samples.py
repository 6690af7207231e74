"""Even samples along many lines at once, and the steepest of what is measured there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from routeguide.model.geodesy import metres_per_degree
from routeguide.model.passage import LonLat

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

STEP_M = 5.0
STRAIGHT = 0.5
"""A line shorter than the window whose ends are nearer to each other than this share of its length
turns back on itself: no direction in which to prolong it is its own."""

GAP_M = 1.0
"""Between lines on the common axis: no sample of one can slip into the next."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Points along lines: ``lonlat`` (n x 2), ``counts`` of them a line (0 = none), ``step_m``.

    ``spans`` tells how many steps of a line make up the window at least.
    """

    lonlat: Floats
    counts: Integers
    step_m: Floats
    spans: Integers

    @property
    def windows_m(self) -> Floats:
        """The window of each line in metres; 0 for a line without samples."""
        return self.spans * self.step_m


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines in metres, laid one behind the other.

    ``xy`` and ``axis`` (place on one common axis) of all points; ``base`` (where
    it begins on the axis), ``total`` (length), ``chord`` (from end to end) and
    ``scale`` (metres per degree east, north) of each line.
    """

    xy: Floats
    axis: Floats
    base: Floats
    total: Floats
    chord: Floats
    scale: Floats


def sample_lines(lines: Sequence[Sequence[LonLat]], *, window_m: float) -> Samples:
    """Return points at even steps along each line (lon, lat; at least one point each).

    A line shorter than ``window_m`` is prolonged straight at both ends to that
    length. A line without length, or a short one that turns back, gives none.
    """
    if not lines:
        return Samples(np.zeros((0, 2)), *(np.zeros(0, dtype) for dtype in (int, float, int)))
    laid = _lay_out(lines)
    direct_m = np.hypot(laid.chord[:, 0], laid.chord[:, 1])
    usable = (laid.total > 0) & ((laid.total >= window_m) | (direct_m >= STRAIGHT * laid.total))
    reach = np.maximum(0.0, (window_m - laid.total) / 2)
    length = laid.total + 2 * reach
    steps = np.maximum(1, np.round(length / STEP_M)).astype(np.int64)
    counts = np.where(usable, steps + 1, 0)
    step_m = length / steps
    spans = np.minimum(steps, np.ceil(np.round(window_m / step_m, 6)).astype(np.int64))
    owner = np.repeat(np.arange(len(lines)), counts)
    offset = places_in_line(counts) * step_m[owner] - reach[owner]
    unit = laid.chord / np.where(direct_m > 0, direct_m, 1.0)[:, None]
    xy = _points_at(laid, owner, offset, unit)
    return Samples(xy / laid.scale[owner], counts, step_m, spans)


def places_in_line(counts: Integers) -> Integers:
    """Return 0, 1, 2, ... for the samples of each line."""
    first = np.cumsum(counts) - counts
    return np.arange(int(counts.sum())) - np.repeat(first, counts)


def find_steepest(heights: Floats, samples: Samples) -> Floats:
    """Return the mean slope in percent of each line's steepest window, uphill positive.

    NaN for a line without samples, or with a height that is not known.
    """
    found = np.full(len(samples.counts), np.nan)
    usable = samples.counts > 0
    if not usable.any():
        return found
    counts, spans = samples.counts[usable], samples.spans[usable]
    span = np.repeat(spans, counts)
    begin = np.flatnonzero(places_in_line(counts) + span < np.repeat(counts, counts))
    run_m = np.repeat(samples.windows_m[usable], counts)[begin]
    slopes = 100 * (heights[begin + span[begin]] - heights[begin]) / run_m
    windows = counts - spans
    first = np.cumsum(windows) - windows
    up, down = np.maximum.reduceat(slopes, first), np.minimum.reduceat(slopes, first)
    missing = np.logical_or.reduceat(np.isnan(heights), np.cumsum(counts) - counts)
    found[usable] = np.where(missing, np.nan, np.where(up >= -down, up, down))
    return found


def _lay_out(lines: Sequence[Sequence[LonLat]]) -> _Lines:
    sizes = np.fromiter((len(line) for line in lines), np.int64, len(lines))
    flat = chain.from_iterable(chain.from_iterable(lines))
    lonlat = np.fromiter(flat, np.float64, 2 * int(sizes.sum())).reshape(-1, 2)
    last = np.cumsum(sizes) - 1
    first = last - sizes + 1
    scale = np.array([metres_per_degree(lat) for lat in lonlat[first, 1].tolist()])
    owner = np.repeat(np.arange(len(lines)), sizes)
    xy = lonlat * scale[owner]
    pieces = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    pieces[first] = GAP_M  # between the end of one line and the start of the next
    axis = np.cumsum(pieces)
    return _Lines(
        xy=xy,
        axis=axis,
        base=axis[first],
        total=axis[last] - axis[first],
        chord=xy[last] - xy[first],
        scale=scale,
    )


def _points_at(laid: _Lines, owner: Integers, offset: Floats, unit: Floats) -> Floats:
    """Return points (n x 2, metres) at offsets along their lines, straight on beyond the ends."""
    total = laid.total[owner]
    inside = laid.base[owner] + np.clip(offset, 0.0, total)
    beyond = np.minimum(offset, 0.0) + np.maximum(offset - total, 0.0)
    columns = [
        np.interp(inside, laid.axis, laid.xy[:, k]) + beyond * unit[owner, k] for k in (0, 1)
    ]
    return np.column_stack(columns)
