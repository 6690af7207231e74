"""Where free coordinates of the real ward are led to, held against the raw file (invariant 7)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import osmium
import pytest
import shapely

from routeguide.model.geodesy import metres_per_degree
from routeguide.model.passage import LonLat
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.cost import make_table
from routeguide.routing.snap import Snapper

RAILS = {"rail", "light_rail", "subway", "narrow_gauge", "monorail"}
BIG = {"motorway", "trunk", "primary", "secondary", "tertiary"}
WEST, SOUTH, EAST, NORTH = 139.563, 35.712, 139.681, 35.780
NEAR_END_M = 1.5
"""So near to the foot a road is the one that is led to, or the one it joins."""
ON_IT_M = 0.05
"""Whoever stands on the very middle of a road may be led to either side."""


@dataclass(frozen=True)
class RawWalls:
    """Railways and big roads of a file that lie on the ground, as lines in metres."""

    scale: tuple[float, float]
    tree: shapely.STRtree
    words: list[str]

    @classmethod
    def read(cls, path: Path) -> RawWalls:
        scale = metres_per_degree((SOUTH + NORTH) / 2)
        lines, words = [], []
        for way in osmium.FileProcessor(
            str(path), osmium.osm.NODE | osmium.osm.WAY
        ).with_locations():
            tags = dict(way.tags) if way.is_way() else {}
            word = _wall(tags)
            points = [(n.lon * scale[0], n.lat * scale[1]) for n in way.nodes] if word else []
            if word and len(points) > 1:
                lines.append(shapely.LineString(points))
                words.append(word)
        return cls(scale, shapely.STRtree(lines), words)

    def between(self, a: LonLat, b: LonLat) -> list[str]:
        """Return what lies between a coordinate and the place on a passage it is led to."""
        begin, end = (shapely.Point(x * self.scale[0], y * self.scale[1]) for x, y in (a, b))
        gap = begin.distance(end)
        if gap <= NEAR_END_M:
            return []
        way = shapely.LineString([begin, end])
        short = shapely.LineString([way.interpolate(at) for at in (ON_IT_M, gap - NEAR_END_M)])
        return [self.words[i] for i in self.tree.query(short, predicate="crosses").tolist()]


def _wall(tags: dict[str, str]) -> str | None:
    """Return what kind of wall a way is; None for ways in tunnels, on bridges, and all others."""
    if tags.get("tunnel", "no") != "no" or tags.get("bridge", "no") != "no":
        return None
    if tags.get("layer", "0").startswith("-") or "crossing" in tags.values():
        return None
    rail, road = tags.get("railway"), tags.get("highway", "").removesuffix("_link")
    return rail if rail in RAILS else road if road in BIG else None


@pytest.fixture(scope="module")
def walls(pbf: Path) -> RawWalls:
    return RawWalls.read(pbf)


def led_across(network: Network, walls: RawWalls, count: int) -> tuple[list[str], int]:
    """Return what random coordinates are led across or too far to, and how many are led at all.

    Half of the coordinates lie within reach of a railway or a big road.
    """
    random, snapper = Random(77), Snapper(network)  # noqa: S311
    found, led = [], 0
    tables = [
        make_table(network, get_preset(who), UnknownPolicy.WARN)
        for who in ("walk", "white_cane", "wheelchair_manual")
    ]
    for number in range(count):
        at = random.uniform(WEST, EAST), random.uniform(SOUTH, NORTH)
        if number % 2:
            line = walls.tree.geometries[random.randrange(len(walls.words))]
            foot = line.interpolate(random.random(), normalized=True)
            east, north = random.uniform(-25, 25), random.uniform(-25, 25)
            at = (foot.x + east) / walls.scale[0], (foot.y + north) / walls.scale[1]
        for snapped in snapper.snap(at, tables[number % 3]):
            led += 1
            found += [f"{at}: across a {word}" for word in walls.between(at, snapped.at)]
            if snapped.gap_m > 30:
                found.append(f"{at}: {snapped.gap_m} m")
    return found, led


def test_no_coordinate_of_the_ward_is_led_across_a_railway_or_a_big_road(
    nerima: Network, walls: RawWalls, proof: bool
) -> None:
    count = 20_000 if proof else 2_000
    found, led = led_across(nerima, walls, count)
    assert found == []
    assert led > count / 2


@pytest.mark.parametrize("forgotten", ["all walls", "railways"])
def test_the_check_catches_a_build_that_leads_across(
    forgotten: str, nerima: Network, walls: RawWalls, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Snapper.cut_off

    def roads_only(self: Snapper, point: Any, foot: Any, edge: int) -> bool:
        kept = self.walls
        self.walls = shapely.STRtree(self.walls.geometries[self.wall_edge >= 0])
        try:
            return real(self, point, foot, edge)
        finally:
            self.walls = kept

    wrong = roads_only if forgotten == "railways" else lambda *_: False
    monkeypatch.setattr(Snapper, "cut_off", wrong)
    found, _ = led_across(nerima, walls, 200 if forgotten == "railways" else 1_000)
    assert found
