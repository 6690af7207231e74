"""An independent eye on drawn routes: does the map show what the blocks say (invariant 13)?

It measures the lines as drawn; nothing is taken over from how they were cut.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from routeguide.exchange.stretches import Stretch
from routeguide.model.geodesy import MeasuredLine, bearing_deg, distance_m, length_m, turn_deg
from routeguide.model.guidance import Block
from routeguide.model.passage import LonLat

RIDES = frozenset({"lift", "inside", "start", "arrive"})
AROUND_M = 12.0
METRES = 1.5
SIDES = dict.fromkeys((2, 3, 4), "right") | dict.fromkeys((8, 9, 10), "left")
CLEAR_DEG = 25.0


def list_differences(blocks: Sequence[Block], stretches: Sequence[Stretch]) -> list[str]:
    """Return where the stretches of a map differ from the blocks: count, metres, sides, places."""
    if [s.number for s in stretches] != list(range(1, len(blocks) + 1)):
        return [f"{len(stretches)} stretches of {len(blocks)} blocks"]
    return [*_metres(blocks, stretches), *_sides(blocks, stretches), *_joints(blocks, stretches)]


def _metres(blocks: Sequence[Block], stretches: Sequence[Stretch]) -> Iterator[str]:
    for block, stretch in zip(blocks, stretches, strict=True):
        data = block.maneuver
        schematic = data["length_m"] is None and data["type"] not in {"road_crossing", "crossing"}
        if data["type"] in RIDES or schematic:
            continue  # nothing is told of its metres
        over = 0.0 if data["type"] == "road_crossing" else data["length_m"] or 0.0
        told, drawn = over + data["facts"].get("ahead_m", 0.0), length_m(stretch.line)
        if abs(told - drawn) > max(METRES, 0.02 * told):
            yield f"{stretch.number}: {told:.1f} m told, {drawn:.1f} m drawn"


def _sides(blocks: Sequence[Block], stretches: Sequence[Stretch]) -> Iterator[str]:
    """Yield the turns that the drawn line makes to another side than the block says."""
    points = [point for stretch in stretches for point in stretch.line]
    line = MeasuredLine([point for point, _ in itertools.groupby(points)])
    begin = 0.0
    for block, stretch in zip(blocks, stretches, strict=True):
        data = block.maneuver
        at = begin + data["facts"].get("ahead_m", 0.0)
        begin += length_m(stretch.line)
        side = SIDES.get(data["hour"] or 0)
        if side is None or data["type"] != "walk" or begin - at < AROUND_M or at < AROUND_M:
            continue
        before = bearing_deg(line.point_at(at - AROUND_M), line.point_at(at))
        turn = turn_deg(before, bearing_deg(line.point_at(at), line.point_at(at + AROUND_M)))
        if abs(turn) > CLEAR_DEG and (turn > 0) is not (side == "right"):
            yield f"{stretch.number}: {side} told, {turn:.0f} degrees drawn"


def _joints(blocks: Sequence[Block], stretches: Sequence[Stretch]) -> Iterator[str]:
    """Yield the walks whose number stands elsewhere than where their line begins."""
    for block, stretch in zip(blocks, stretches, strict=True):
        at: LonLat = stretch.line[0]
        ahead = block.maneuver["facts"].get("ahead_m", 0.0)
        if block.maneuver["type"] == "walk" and distance_m(at, stretch.at) > ahead + METRES:
            yield f"{stretch.number}: its line begins elsewhere"
