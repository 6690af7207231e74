"""Slopes from a digital elevation model: inferred, smoothed, with a bound for the noise.

Made for the 5 m mesh of 国土地理院 (DEM5A) as GeoTIFF. The height along a line
is sampled every few metres; the slope is the steepest mean over at least 30 m
(design/network.md, Elevation). A line shorter than that is prolonged straight
at both ends, so that a short piece is judged by the ground around it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.warp import transform as warp

from routeguide.errors import SourceRefused
from routeguide.model.geodesy import metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Evidence

Floats = npt.NDArray[np.float64]

WINDOW_M = 30.0
STEP_M = 10.0
SIGMA_M = 0.3
"""Standard deviation of a DEM5A height (国土地理院's stated accuracy of the lidar mesh;
general knowledge, to be checked against the product's specification)."""

CELLS = 9
"""Cells averaged by smoothing over 30 m at 5 m mesh, counted as independent only along one
line of three by three: heights of neighbouring cells err together."""

STEEPEST_PCT = 40.0
LOWEST_M, HIGHEST_M = -200.0, 3800.0
"""No ground of Japan lies outside: such a figure fills a gap that the file does not declare."""
CREDIT = "国土地理院 基盤地図情報（数値標高モデル）を加工して作成"


def slope_error_pct(window_m: float) -> float:
    """Return the half-width of the bound on a slope over a window, in percent.

    Both ends err by ``SIGMA_M / sqrt(CELLS)``: 100 * sqrt(2) * that / window.
    """
    return 100 * math.sqrt(2) * SIGMA_M / math.sqrt(CELLS) / window_m


class Elevation:
    """An open elevation model; use it as a context manager."""

    def __init__(self, dataset: rasterio.DatasetReader, *, smooth_m: float) -> None:
        self._dataset = dataset
        band = dataset.read(1, masked=True).astype(np.float64)
        outside = (band.data < LOWEST_M) | (band.data > HIGHEST_M)
        heights = np.where(np.ma.getmaskarray(band) | outside, np.nan, band.data)
        self._heights = smooth(heights, max(1, round(smooth_m / self._cell_m())))

    @classmethod
    def open(cls, path: Path, *, smooth_m: float = WINDOW_M) -> Self:
        """Open a GeoTIFF of any coordinate system; heights in metres.

        ``smooth_m`` is the side of the square that heights are averaged over;
        0 leaves them as they are (a model that is smoothed already).

        Raises:
            SourceRefused: the file cannot be read or has no coordinate system.
        """
        try:
            dataset = rasterio.open(path)
        except rasterio.errors.RasterioIOError as error:
            raise SourceRefused(f"標高ファイル「{path.name}」を読めません: {error}") from error
        if dataset.crs is None:
            dataset.close()
            raise SourceRefused(f"標高ファイル「{path.name}」に座標系が書かれていません。")
        return cls(dataset, smooth_m=smooth_m)

    def __enter__(self) -> Self:
        """Return the open model."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._dataset.close()

    def slope_along(self, line: Sequence[LonLat]) -> Measure | None:
        """Return the slope of one line; see :meth:`slopes_along`."""
        return self.slopes_along([line])[0]

    def slopes_along(self, lines: Sequence[Sequence[LonLat]]) -> list[Measure | None]:
        """Return for each line the steepest sustained slope in its direction.

        Percent, uphill positive, inferred, with bounds for the noise. None
        where any part lies outside the model, or the line has no length.
        """
        samples = [sample_line(line) for line in lines]
        flat = [point for points, _ in samples for point in points]
        heights = self._heights_at(np.asarray(flat, dtype=np.float64).reshape(-1, 2))
        found: list[Measure | None] = []
        begin = 0
        for points, step_m in samples:
            mine = heights[begin : begin + len(points)]
            begin += len(points)
            found.append(_steepest(mine, step_m))
        return found

    def _cell_m(self) -> float:
        size = abs(self._dataset.res[1])
        if not self._dataset.crs.is_geographic:
            return float(size)
        return float(size) * metres_per_degree(self._dataset.lnglat()[1])[1]

    def _heights_at(self, points: Floats) -> Floats:
        """Return heights at points (n x 2: lon, lat) by bilinear interpolation; NaN outside."""
        if len(points) == 0:
            return np.zeros(0)
        xs, ys = self._to_model(points)
        inverse = ~self._dataset.transform
        columns = inverse.a * xs + inverse.b * ys + inverse.c - 0.5
        rows = inverse.d * xs + inverse.e * ys + inverse.f - 0.5
        return bilinear(self._heights, rows, columns)

    def _to_model(self, points: Floats) -> tuple[Floats, Floats]:
        if self._dataset.crs.is_geographic:  # JGD2011 and WGS84 differ by less than a metre
            return points[:, 0], points[:, 1]
        xs, ys = warp("EPSG:4326", self._dataset.crs, points[:, 0], points[:, 1])
        return np.asarray(xs, dtype=np.float64), np.asarray(ys, dtype=np.float64)


def smooth(heights: Floats, cells: int) -> Floats:
    """Return heights averaged over squares of ``cells``; NaN where any cell is missing."""
    if cells < 2:  # noqa: PLR2004 - a single cell is itself
        return heights
    cells += 1 - cells % 2
    half = cells // 2
    padded = np.pad(heights, half, constant_values=np.nan)
    for axis in (0, 1):
        windows = np.lib.stride_tricks.sliding_window_view(padded, cells, axis=axis)
        padded = windows.mean(axis=-1)
    return padded


def bilinear(heights: Floats, rows: Floats, columns: Floats) -> Floats:
    """Return interpolated heights at fractional rows and columns; NaN outside the grid."""
    r0, c0 = np.floor(rows).astype(int), np.floor(columns).astype(int)
    inside = (r0 >= 0) & (c0 >= 0) & (r0 < heights.shape[0] - 1) & (c0 < heights.shape[1] - 1)
    r, c = np.where(inside, r0, 0), np.where(inside, c0, 0)
    dr, dc = rows - r0, columns - c0
    upper = heights[r, c] * (1 - dc) + heights[r, c + 1] * dc
    lower = heights[r + 1, c] * (1 - dc) + heights[r + 1, c + 1] * dc
    found: Floats = np.where(inside, upper * (1 - dr) + lower * dr, np.nan)
    return found


def sample_line(line: Sequence[LonLat]) -> tuple[list[LonLat], float]:
    """Return points along a line at even steps, and the step in metres.

    A line shorter than the window is prolonged straight to the window's
    length. A line without length gives no points.
    """
    east, north = metres_per_degree(line[0][1])
    xy = [(x * east, y * north) for x, y in line]
    lengths = [math.dist(a, b) for a, b in pairwise(xy)]
    total = sum(lengths)
    if total <= 0:
        return [], 0.0
    reach = max(0.0, (WINDOW_M - total) / 2)
    count = max(3, round((total + 2 * reach) / STEP_M))
    step = (total + 2 * reach) / count
    offsets = np.linspace(-reach, total + reach, count + 1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    xs = _prolonged(offsets, along, np.asarray([p[0] for p in xy]))
    ys = _prolonged(offsets, along, np.asarray([p[1] for p in xy]))
    return [(x / east, y / north) for x, y in zip(xs, ys, strict=True)], step


def _prolonged(offsets: Floats, along: Floats, values: Floats) -> Floats:
    inside = np.interp(offsets, along, values)
    total = along[-1]
    run = (values[-1] - values[0]) / total
    before, after = np.minimum(offsets, 0.0), np.maximum(offsets - total, 0.0)
    found: Floats = inside + run * (before + after)
    return found


def _steepest(heights: Floats, step_m: float) -> Measure | None:
    """Return the mean slope of the steepest window of at least 30 m."""
    if len(heights) == 0 or np.isnan(heights).any():
        return None
    span = min(len(heights) - 1, math.ceil(round(WINDOW_M / step_m, 6)))
    slopes = 100 * (heights[span:] - heights[:-span]) / (span * step_m)
    slope = float(slopes[np.argmax(np.abs(slopes))])
    if abs(slope) > STEEPEST_PCT:
        return None
    error = slope_error_pct(span * step_m)
    return Measure(round(slope - error, 2), round(slope + error, 2), Evidence.INFERRED, "dem")
