"""The network's own streets as a background: whole, small, and the same for everybody."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from routeguide.exchange.streets import (
    EXTENT,
    MAIN,
    NEAR,
    WIDE,
    list_streets_near,
    simplify,
    tile_at,
    tile_bounds,
    tile_of_streets,
)
from routeguide.model.geodesy import distance_m
from routeguide.model.passage import LonLat
from routeguide.model.vocabulary import Kind
from routeguide.network.store import Network
from tests.ward_network import ask_ward, ward_network

LIBRARY = (139.6757, 35.7417)


def tile_of(at: LonLat, zoom: int = NEAR) -> tuple[int, int, int]:
    x, y = tile_at(at, zoom)
    return zoom, int(x), int(y)


def read(numbers: list[int], zoom: int, x: int, y: int) -> list[LonLat]:
    """Return a line of a tile in degrees, by another way than it was made."""
    west, south, east, north = tile_bounds(zoom, x, y)
    places = np.cumsum(np.asarray(numbers).reshape(-1, 2), axis=0) / EXTENT
    return [(west + (east - west) * a, north - (north - south) * b) for a, b in places.tolist()]


def test_a_tile_holds_its_streets_where_they_are() -> None:
    network, tile = ward_network(), tile_of(LIBRARY)
    lines = [read(row[1:], *tile) for row in tile_of_streets(network, *tile)["lines"]]
    assert lines
    ends = [line[n] for line in lines for n in (0, -1)]
    nodes = [network.lonlat(node) for node in range(network.node_count)]
    assert all(min(distance_m(end, node) for node in nodes) < 1.0 for end in ends)


def test_every_street_of_the_network_is_on_the_tiles_that_it_touches() -> None:
    network = ward_network()
    shown = {Kind.FOOTWAY, Kind.STREET, Kind.PATH, Kind.STEPS}
    for edge in network.iter_edges():
        passage = network.passage(edge)
        if passage.kind not in shown or passage.connector or passage.schematic:
            continue
        for at in (passage.line[0], passage.line[-1]):
            tile = tile_of(at)
            lines = (read(row[1:], *tile) for row in tile_of_streets(network, *tile)["lines"])
            assert any(distance_m(line[0], passage.line[0]) < 1 for line in lines), passage.key


def test_lifts_joining_lines_and_insides_are_no_streets() -> None:
    network, tile = ward_network(), tile_of((139.6809135, 35.7428666))
    count = len(tile_of_streets(network, *tile)["lines"])
    flags, kinds = network.column("edge_flags"), network.column("edge_kind")
    assert 0 < count < len(kinds)
    assert int((flags & 3 != 0).sum()) > 0


def test_a_tile_without_streets_is_empty() -> None:
    assert tile_of_streets(ward_network(), NEAR, 0, 0) == {
        "extent": EXTENT, "lines": [], "names": [],
    }  # fmt: skip


def test_tiles_of_the_whole_ward_are_small_and_hold_main_roads_alone_from_afar(
    nerima: Network,
) -> None:
    for at in ((139.654, 35.738), (139.62, 35.75), (139.60, 35.74)):
        for zoom in (WIDE, NEAR):
            tile = tile_of_streets(nerima, *tile_of(at, zoom))
            packed = gzip.compress(json.dumps(tile, separators=(",", ":")).encode())
            assert 500 < len(packed) < 25_000
            if zoom == WIDE:
                assert {row[0] for row in tile["lines"]} == {MAIN}
    names = [name for name, _, _ in tile_of_streets(nerima, *tile_of((139.654, 35.738)))["names"]]
    assert "千川通り" in names
    assert len(names) == len(set(names))


def test_streets_beside_a_way_are_near_it_and_never_too_many() -> None:
    line = [p for s in ask_ward("kotake-mukaihara", "kotake-toshokan", "walk").routes[0].segments
            for p in s.passage.line]  # fmt: skip
    found = list_streets_near(ward_network(), line, within_m=60, most=200)
    assert found
    for street in found:
        ends = (street.line[0], street.line[-1])
        assert min(distance_m(end, point) for end in ends for point in line) < 250
    assert len(list_streets_near(ward_network(), line, within_m=60, most=3)) == 3


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ([(0, 0), (5, 1), (10, 0)], [(0, 0), (10, 0)]),
        ([(0, 0), (5, 6), (10, 0)], [(0, 0), (5, 6), (10, 0)]),
        ([(3, 3), (3, 3)], [(3, 3), (3, 3)]),
    ],
)
def test_a_line_keeps_what_can_be_seen_of_it(
    line: list[tuple[int, int]], kept: list[tuple[int, int]]
) -> None:
    assert simplify(line, 2.0) == kept
