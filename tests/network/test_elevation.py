"""Slopes from drawn elevation models, and from the real one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import Transformer

from routeguide.errors import SourceRefused
from routeguide.model.geodesy import metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Evidence
from routeguide.network import elevation
from routeguide.network.elevation import Elevation, slope_error_pct
from routeguide.network.line_samples import sample_lines

WEST, NORTH = 139.65, 35.74
EAST_M, NORTH_M = metres_per_degree(NORTH)
CELL_M = 5.0
SIZE = 120


def write(
    path: Path,
    heights: np.ndarray,
    *,
    crs: str | None = "EPSG:6668",
    nodata: float | None = -9999,
    cell_m: float = CELL_M,
    method: str | None = None,
) -> Path:
    x, y = Transformer.from_crs("EPSG:4326", crs or "EPSG:4326", always_xy=True).transform(
        WEST, NORTH
    )
    east_m, north_m = (1, 1) if crs == "EPSG:6677" else (EAST_M, NORTH_M)
    transform = Affine(cell_m / east_m, 0, x, 0, -cell_m / north_m, y)
    with rasterio.open(
        path, "w", driver="GTiff", width=heights.shape[1], height=heights.shape[0], count=1,
        dtype="float64", crs=crs, transform=transform, nodata=nodata,
    ) as file:  # fmt: skip
        file.write(heights, 1)
        file.update_tags(**({"METHOD": method} if method else {}))
    return path


def plane(pct: float) -> np.ndarray:
    """Return ground that rises by ``pct`` percent to the east."""
    return np.tile(np.arange(SIZE) * CELL_M * pct / 100, (SIZE, 1))


def bowl() -> np.ndarray:
    """Return ground that falls ever steeper to the south east."""
    along = np.arange(SIZE) * CELL_M
    return 40 - along[None, :] ** 2 / 9000 - along[:, None] ** 2 / 30000


def spot(east_m: float, south_m: float) -> LonLat:
    return (WEST + east_m / EAST_M, NORTH - south_m / NORTH_M)


EASTWARD = [spot(200, 300), spot(300, 300)]


def slope_of(path: Path, line: list[LonLat]) -> Measure | None:
    with Elevation.open(path) as model:
        return model.slope_along(line)


def holds(measure: Measure | None, pct: float) -> bool:
    return measure is not None and measure.low <= pct <= measure.high


def test_all_coordinate_systems_tell_the_same(tmp_path: Path) -> None:
    systems = ("EPSG:6668", "EPSG:6677", "EPSG:4612", "EPSG:4301")
    found = [slope_of(write(tmp_path / s[5:], bowl(), crs=s), EASTWARD) for s in systems]
    assert found[0] is not None
    assert abs(found[0].low) > 1
    for other in found[1:]:
        assert other is not None
        assert abs(found[0].low - other.low) < 0.1
        assert abs(found[0].high - other.high) < 0.1


def test_the_old_datum_taken_for_the_new_one_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "dem.tif", bowl(), crs="EPSG:4301")
    right = slope_of(path, EASTWARD)
    monkeypatch.setattr(elevation, "GEOGRAPHIC", {4301})
    assert slope_of(path, EASTWARD) != right


def test_a_line_seen_the_other_way_rises_the_other_way(tmp_path: Path) -> None:
    path = write(tmp_path / "dem.tif", bowl())
    for line in ([spot(120, 90), spot(230, 140), spot(410, 500)], [spot(300, 80), spot(290, 80)]):
        there, back = slope_of(path, line), slope_of(path, line[::-1])
        assert there is not None
        assert back is not None
        assert (back.low, back.high) == pytest.approx((-there.high, -there.low), abs=0.02)


@pytest.mark.parametrize("crs", ["EPSG:6668", "EPSG:4326", "EPSG:6677"])
def test_a_rise_of_five_percent_is_found_with_its_sign(crs: str, tmp_path: Path) -> None:
    path = write(tmp_path / "dem.tif", plane(5), crs=crs)
    uphill, downhill = slope_of(path, EASTWARD), slope_of(path, EASTWARD[::-1])
    assert holds(uphill, 5)
    assert holds(downhill, -5)
    assert holds(slope_of(path, [spot(300, 200), spot(300, 300)]), 0)
    assert uphill is not None
    assert (uphill.evidence, uphill.source) == (Evidence.INFERRED, "dem")
    assert uphill.high - uphill.low <= 2 * slope_error_pct(30) + 0.02


@pytest.mark.parametrize("crs", ["EPSG:6668", "EPSG:6677"])
def test_a_slope_is_found_where_it_lies_and_nowhere_else(crs: str, tmp_path: Path) -> None:
    heights = np.zeros((SIZE, SIZE))
    heights[10:34, 66:] = np.minimum(np.arange(SIZE - 66) * CELL_M * 0.10, 14.0)
    path = write(tmp_path / "dem.tif", heights, crs=crs)
    there = slope_of(path, [spot(350, 110), spot(450, 110)])
    assert there is not None
    assert there.low > 8
    for flat in ([spot(350, 490), spot(450, 490)], [spot(110, 350), spot(110, 450)]):
        assert holds(slope_of(path, flat), 0)


def test_swapped_axes_are_noticed(tmp_path: Path) -> None:
    assert not holds(slope_of(write(tmp_path / "dem.tif", plane(5).T.copy()), EASTWARD), 5)


def test_a_short_line_is_judged_by_the_ground_around_it(tmp_path: Path) -> None:
    path = write(tmp_path / "dem.tif", plane(6))
    assert holds(slope_of(path, [spot(250, 300), spot(256, 300)]), 6)


def test_a_short_line_that_turns_back_is_unknown(tmp_path: Path) -> None:
    path = write(tmp_path / "dem.tif", plane(6))
    hairpin = [spot(250, 300), spot(260, 300), spot(260, 302), spot(251, 302)]
    assert slope_of(path, hairpin) is None
    assert slope_of(path, [spot(250, 300), spot(260, 300), spot(260, 306)]) is not None


def test_a_short_line_on_a_bend_is_prolonged_at_full_length() -> None:
    corner = [(0.0, 0.0), (10 / EAST_M, 0.0), (10 / EAST_M, 10 / NORTH_M)]
    line = [(WEST + x, NORTH + y) for x, y in corner]
    points = sample_lines([line], window_m=30).lonlat * (EAST_M, NORTH_M)
    ends = np.hypot(*np.diff(points[[0, 1, -2, -1]], axis=0).T)[[0, 2]]
    assert ends == pytest.approx([5, 5], abs=0.01)


def test_many_lines_at_once_tell_what_each_tells_alone(tmp_path: Path) -> None:
    generator = np.random.default_rng(2)
    lines: list[list[LonLat]] = [EASTWARD, [spot(5, 5)] * 2, [spot(-90, 0), spot(300, 300)]]
    for _ in range(60):
        walk = generator.uniform(60, 540, 2) + np.cumsum(generator.normal(0, 12, (5, 2)), axis=0)
        lines.append([spot(east, south) for east, south in walk.tolist()])
    with Elevation.open(write(tmp_path / "dem.tif", bowl())) as model:
        together, alone = model.slopes_along(lines), [model.slope_along(line) for line in lines]
        assert model.slopes_along([]) == []
    assert together[1:3] == [None, None]
    assert sum(one is not None for one in together) > 40
    for one, same in zip(together, alone, strict=True):
        assert (one is None) == (same is None)
        if one is not None and same is not None:
            assert (one.low, one.high) == pytest.approx((same.low, same.high), abs=0.011)


@pytest.mark.parametrize("smooth_m", [30, 0])
def test_the_bound_holds_nineteen_of_twenty_slopes_in_noise(
    smooth_m: float, tmp_path: Path
) -> None:
    noise = np.random.default_rng(3).normal(0, 0.3, (SIZE, SIZE))
    path = write(tmp_path / "dem.tif", plane(4) + noise)
    lines = [[spot(x, y), spot(x + 30, y)] for x in range(60, 500, 40) for y in range(60, 540, 40)]
    with Elevation.open(path, smooth_m=smooth_m) as model:
        found = model.slopes_along(lines)
    with Elevation.open(path, smooth_m=smooth_m, sigma_m=0.1) as boastful:
        narrow = boastful.slopes_along(lines)
    assert np.mean([holds(one, 4) for one in found]) > 0.95
    assert np.mean([holds(one, 4) for one in narrow]) < 0.95


def test_a_model_that_is_smoothed_already_is_not_smoothed_again(tmp_path: Path) -> None:
    heights = np.zeros(SIZE)
    heights[60:] = np.minimum(np.arange(SIZE - 60) * CELL_M * 0.10, 5.5)
    drawn = np.tile(heights, (SIZE, 1))
    line = [spot(200, 300), spot(460, 300)]
    told = slope_of(write(tmp_path / "told.tif", drawn, method="Gaussian sigma 15 m"), line)
    untold = slope_of(write(tmp_path / "untold.tif", drawn), line)
    assert told is not None
    assert untold is not None
    assert (told.low + told.high) / 2 == pytest.approx(10, abs=0.1)
    assert told.high - told.low == pytest.approx(1.4, abs=0.05)
    assert (untold.low + untold.high) / 2 < 9.9


def test_a_mesh_too_coarse_to_tell_a_slope_is_refused(tmp_path: Path) -> None:
    for system in ("EPSG:6668", "EPSG:6677"):
        path = write(tmp_path / system[5:], plane(5), crs=system, cell_m=10)
        with pytest.raises(SourceRefused, match="DEM5A"):
            Elevation.open(path)


def test_the_steepest_thirty_metres_of_a_long_line_count(tmp_path: Path) -> None:
    heights = np.zeros(SIZE)
    heights[60:] = np.minimum(np.arange(SIZE - 60) * CELL_M * 0.10, 6.0)
    path = write(tmp_path / "dem.tif", np.tile(heights, (SIZE, 1)))
    with Elevation.open(path, smooth_m=0, sigma_m=0.1) as model:
        found = model.slope_along([spot(150, 300), spot(500, 300)])
    assert found is not None
    assert found.low > 8


def test_missing_ground_and_ground_outside_are_unknown(tmp_path: Path) -> None:
    heights = plane(5)
    heights[55:65, 45:50] = -9999
    path = write(tmp_path / "dem.tif", heights)
    assert slope_of(path, EASTWARD) is None
    assert slope_of(path, [spot(-50, 300), spot(100, 300)]) is None
    assert slope_of(path, [spot(250, 300), spot(250, 300)]) is None
    assert slope_of(path, [spot(400, 300), spot(500, 300)]) is not None


@pytest.mark.parametrize("filler", [-9999.0, 1e20, float("nan"), float("inf")])
def test_a_gap_that_the_file_does_not_declare_is_not_taken_for_flat_ground(
    filler: float, tmp_path: Path
) -> None:
    heights = plane(5)
    heights[:, 30:70] = filler
    path = write(tmp_path / "dem.tif", heights, nodata=None)
    assert slope_of(path, EASTWARD) is None
    assert holds(slope_of(path, [spot(450, 300), spot(550, 300)]), 5)


def test_a_cliff_is_implausible_and_unknown(tmp_path: Path) -> None:
    assert slope_of(write(tmp_path / "dem.tif", plane(80)), EASTWARD) is None


def test_files_that_are_no_elevation_models_are_refused_in_a_sentence(tmp_path: Path) -> None:
    text = tmp_path / "dem.tif"
    text.write_text("no raster")
    for path in (text, tmp_path / "missing.tif"):
        with pytest.raises(SourceRefused, match="読めません"):
            Elevation.open(path)
    nowhere = write(tmp_path / "nowhere.tif", plane(5), crs=None)
    with pytest.raises(SourceRefused, match="座標系が書かれていません"):
        Elevation.open(nowhere)


def test_the_real_ground_of_nerima_is_gentle(real_data: Callable[[str], Path]) -> None:
    generator = np.random.default_rng(1)
    starts = np.column_stack(
        [generator.uniform(139.60, 139.67, 500), generator.uniform(35.72, 35.74, 500)]
    )
    lines = [[(x, y), (x + 40 / EAST_M, y)] for x, y in starts.tolist()]
    with Elevation.open(real_data("dem5a-nerima-smooth.tif")) as model:
        slopes = [s for s in model.slopes_along(lines) if s is not None]
    middle = np.abs([(s.low + s.high) / 2 for s in slopes])
    straddling = [s.low < 5 < s.high or s.low < -5 < s.high for s in slopes]
    assert len(slopes) > 300
    assert 0.3 < np.median(middle) < 1
    assert 2.5 < np.percentile(middle, 95) < 6
    assert np.mean(straddling) < 0.05
