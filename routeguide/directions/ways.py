"""What makes a way another way underfoot, for this traveller."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from routeguide.directions.crossings import EXPOSED
from routeguide.directions.facts import STREETS, confirmed_word
from routeguide.directions.junctions import BIG_ROADS
from routeguide.directions.line import SHORTEST_LEG_M
from routeguide.model.passage import Passage
from routeguide.model.route import Segment
from routeguide.model.traveller import Group
from routeguide.model.vocabulary import Kind

SHORTEST_WAY_M = 30.0
"""A change of footway, paving or ground for less than this is told within the leg."""

OWN_WAYS = frozenset({Kind.RAMP, Kind.FOOTBRIDGE, Kind.UNDERPASS, Kind.CORRIDOR})
"""Ways that are told as what they are, to everybody."""

ROUGH = frozenset({"uneven", "loose"})

WayKey = tuple[object, ...]
"""First the kind where it is told to everybody, else None; then what matters underfoot."""


def smooth_ways(segments: Sequence[Segment], starts: Sequence[float], group: Group) -> list[WayKey]:
    """Return what way each segment is; a short piece of another goes with the one before it.

    ``starts`` are the metres at which segments start, the end included.
    """
    passages = [segment.passage for segment in segments]
    kinds = [p.kind if p.kind in OWN_WAYS else None for p in passages]
    ground = [_ground_of(p, group) for p in passages]
    smooth_kinds = _smooth(kinds, starts, SHORTEST_LEG_M)
    smooth_ground = _smooth(ground, starts, SHORTEST_WAY_M)
    return list(zip(smooth_kinds, smooth_ground, strict=True))


def list_way_changes(ways: Sequence[WayKey]) -> list[int]:
    """Return the numbers of the segments at which another way begins."""
    return [n for n in range(1, len(ways)) if ways[n] != ways[n - 1]]


def _ground_of(passage: Passage, group: Group) -> WayKey:
    """Return what matters underfoot to a group beside the kind.

    To those in danger on a carriageway whether there is a footway of its own,
    and whether a big road has none that is known; to the blind the tactile
    paving, to wheels and canes rough ground. Names and the rest do not matter.
    """
    found: list[object] = []
    if group in EXPOSED:
        found.append(_beside_traffic(passage))
    if group is Group.BLIND:
        found.append(confirmed_word(passage, "tactile"))
    if group in {Group.WHEELS, Group.CANE}:
        word = confirmed_word(passage, "surface")
        found.append(word if word in ROUGH else None)
    return tuple(found)


def _beside_traffic(passage: Passage) -> str:
    if passage.kind not in STREETS:
        return "apart"
    if passage.kind is not Kind.STREET or passage.road_class not in BIG_ROADS:
        return "street"
    return "street" if confirmed_word(passage, "footway") in {"apart", "beside"} else "big_road"


def _smooth(ways: Sequence[object], starts: Sequence[float], least_m: float) -> list[object]:
    found = list(ways)
    place = 0
    for _, group in itertools.groupby(ways):
        count = len(list(group))
        metres = starts[place + count] - starts[place]
        neighbour = place - 1 if place else place + count
        if metres < least_m and 0 <= neighbour < len(found):
            found[place : place + count] = [found[neighbour]] * count
        place += count
    return found
