"""Slopes from a digital elevation model: inferred, smoothed, with a bound for the noise.

Made for the 5 m mesh of 国土地理院 (DEM5A) as GeoTIFF. Heights along all lines
are sampled at once every few metres; the slope of a line is the steepest mean
over at least 30 m (design/network.md, Elevation). A line shorter than that is
prolonged straight at both ends, so that a short piece is judged by the ground
around it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
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
from routeguide.network.line_samples import find_steepest, sample_lines

Floats = npt.NDArray[np.float64]

WINDOW_M = 30.0
SIGMA_M = 0.3
"""Standard deviation of a DEM5A height: within 0.3 m where the cell holds laser points on the
ground, else within 2 m, which the file does not tell (国土地理院「数値標高モデルの種類と概要」)."""

MESH_M = 5.0
DEVIATIONS = 2.0
"""Half-width of the bound in standard deviations of errors that are independent from cell to cell;
one deviation where cells err together in squares of two by two."""

STEPS_M = 0.35
"""What a height difference over 50 m errs by where heights were whole metres before smoothing:
measured by rounding Nerima's ground, 95 % of slopes erred by less than 0.6 to 0.7 percent."""

WORDS_OF_SMOOTHED = "gaussian"
COARSEST_M = 7.5
STEEPEST_PCT = 40.0
LOWEST_M, HIGHEST_M = -200.0, 3800.0
"""No ground of Japan lies outside: such a figure fills a gap that the file does not declare."""
GEOGRAPHIC = frozenset({4326, 4612, 6668})
"""WGS84, JGD2000, JGD2011: within a metre of each other. The old Tokyo datum is 450 m away."""
CREDIT = "国土地理院 基盤地図情報（数値標高モデル）を加工して作成"


def rise_error_m(*, smooth_m: float = WINDOW_M, sigma_m: float = SIGMA_M) -> float:
    """Return what a difference of two smoothed heights errs by, in metres.

    2 * sqrt(2) * ``sigma_m`` / sqrt(n) for squares of n cells of 5 m: 0.14 m
    for 30 m, which is 0.47 percent over 30 m. Independent noise drawn on
    Nerima's ground made 95 % of slopes over 30 m err by less than 0.44.
    """
    cells = max(1.0, smooth_m / MESH_M) ** 2
    return DEVIATIONS * math.sqrt(2) * sigma_m / math.sqrt(cells)


def slope_error_pct(window_m: float) -> float:
    """Return the half-width of the bound on a slope over a window, in percent."""
    return 100 * rise_error_m() / window_m


@dataclass(frozen=True, slots=True)
class Grain:
    """How heights are read: the side of the smoothing square, the window, the error of its rise.

    Metres; ``smooth_m`` 0 leaves heights as they are.
    """

    smooth_m: float
    window_m: float
    rise_error_m: float


def choose_grain(method: str, *, smooth_m: float, sigma_m: float) -> Grain:
    """Return how to read a model by what its TIFF tag ``METHOD`` says.

    A model made from whole metres by a Gaussian filter is not smoothed again,
    which would hide slopes, and measured over 50 m: within less, the steps
    between whole metres show.
    """
    if WORDS_OF_SMOOTHED in method.lower():
        return Grain(0.0, 50.0, STEPS_M)
    return Grain(smooth_m, WINDOW_M, rise_error_m(smooth_m=smooth_m, sigma_m=sigma_m))


class Elevation:
    """An open elevation model; use it as a context manager."""

    def __init__(self, dataset: rasterio.DatasetReader, grain: Grain) -> None:
        self._dataset = dataset
        self._grain = grain
        band = dataset.read(1, masked=True).astype(np.float64)
        outside = (band.data < LOWEST_M) | (band.data > HIGHEST_M)
        heights = np.where(np.ma.getmaskarray(band) | outside, np.nan, band.data)
        self._heights = smooth(heights, [count_cells(grain.smooth_m, m) for m in cell_m(dataset)])

    @classmethod
    def open(cls, path: Path, *, smooth_m: float = WINDOW_M, sigma_m: float = SIGMA_M) -> Self:
        """Open a GeoTIFF of any coordinate system; heights in metres.

        ``smooth_m`` is the side of the square that heights are averaged over;
        0, or a file that tells in its tag ``METHOD`` that it is smoothed,
        leaves them as they are. ``sigma_m`` is the deviation of one height.

        Raises:
            SourceRefused: the file cannot be read, has no coordinate system or
                cells too coarse to tell a slope over 30 m.
        """
        try:
            dataset = rasterio.open(path)
        except rasterio.errors.RasterioIOError as error:
            raise SourceRefused(f"標高ファイル「{path.name}」を読めません: {error}") from error
        try:
            _check(dataset, path.name)
            method = dataset.tags().get("METHOD", "")
            return cls(dataset, choose_grain(method, smooth_m=smooth_m, sigma_m=sigma_m))
        except BaseException:
            dataset.close()
            raise

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
        where any part lies outside the model, or the line has no length, or a
        short one turns back on itself.
        """
        samples = sample_lines(lines, window_m=self._grain.window_m)
        heights = self._heights_at(samples.lonlat)
        slopes = find_steepest(heights, samples)
        errors = 100 * self._grain.rise_error_m / samples.windows_m
        low, high = np.round(slopes - errors, 2), np.round(slopes + errors, 2)
        known = np.abs(slopes) <= STEEPEST_PCT  # not so for NaN
        return [
            Measure(least, most, Evidence.INFERRED, "dem") if one else None
            for one, least, most in zip(known.tolist(), low.tolist(), high.tolist(), strict=True)
        ]

    def _heights_at(self, points: Floats) -> Floats:
        """Return heights at points (n x 2: lon, lat) by bilinear interpolation; NaN outside."""
        xs, ys = self._to_model(points)
        inverse = ~self._dataset.transform
        columns = inverse.a * xs + inverse.b * ys + inverse.c - 0.5
        rows = inverse.d * xs + inverse.e * ys + inverse.f - 0.5
        return bilinear(self._heights, rows, columns)

    def _to_model(self, points: Floats) -> tuple[Floats, Floats]:
        if len(points) == 0 or self._dataset.crs.to_epsg() in GEOGRAPHIC:
            return points[:, 0], points[:, 1]
        xs, ys = warp("EPSG:4326", self._dataset.crs, points[:, 0], points[:, 1])
        return np.asarray(xs, dtype=np.float64), np.asarray(ys, dtype=np.float64)


def _check(dataset: rasterio.DatasetReader, name: str) -> None:
    if dataset.crs is None:
        raise SourceRefused(f"標高ファイル「{name}」に座標系が書かれていません。")
    if max(cell_m(dataset)) > COARSEST_M:
        raise SourceRefused(
            f"標高ファイル「{name}」は目が粗く、坂を見積もれません。"
            "国土地理院の5mメッシュ（DEM5A）を指定してください。"
        )


def cell_m(dataset: rasterio.DatasetReader) -> tuple[float, float]:
    """Return the height and the width of a cell in metres."""
    across, down = dataset.res
    if not dataset.crs.is_geographic:
        return abs(down), abs(across)
    east, north = metres_per_degree(dataset.lnglat()[1])
    return abs(down) * north, abs(across) * east


def count_cells(side_m: float, one_m: float) -> int:
    """Return how many cells, an odd number, cover a side at least."""
    cells = max(1, math.ceil(round(side_m / one_m, 3)))
    return cells + 1 - cells % 2


def smooth(heights: Floats, cells: Sequence[int]) -> Floats:
    """Return heights averaged over rows x columns of cells; NaN where any cell is missing."""
    for axis, count in enumerate(cells):
        margin = [(count // 2, count // 2) if axis == one else (0, 0) for one in (0, 1)]
        padded = np.pad(heights, margin, constant_values=np.nan)
        heights = np.lib.stride_tricks.sliding_window_view(padded, count, axis=axis).mean(axis=-1)
    return heights


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
