"""What stands beside a leg: chosen by what this traveller can hear, see or use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from routeguide.directions.line import BesideLine
from routeguide.model.passage import LonLat
from routeguide.model.place import Landmark
from routeguide.model.route import Segment
from routeguide.model.traveller import Group

BESIDE_M = 25.0
"""Landmarks farther from the line than this are not told (as in network/beside.py)."""

AT_END_M = 15.0
"""A landmark this near to the end of a leg stands where it ends."""

MOST = 2
TOLD = frozenset({"mapped", "survey"})
RESTS, TOILETS = frozenset({"bench"}), frozenset({"toilet", "toilet_wheelchair"})

HEARD = frozenset(
    {"level_crossing", "station", "station_entrance", "bus_stop", "convenience_store"}
)
"""Heard or felt: bells and trains, the pole, the chime of the door (a guess for the last)."""

USED = HEARD | {
    "facility", "lift", "supermarket", "pharmacy", "post_office", "bank", "police", "hospital",
    "library",
}  # fmt: skip
SEEN = USED | {"school", "place_of_worship"}
KINDS: Mapping[Group, frozenset[str]] = {
    Group.BLIND: HEARD,
    Group.WHEELS: USED,
    Group.CANE: SEEN,
    Group.WALK: SEEN,
}
RESTING = frozenset({Group.WHEELS, Group.CANE})


@dataclass(frozen=True, slots=True)
class Mark:
    """A landmark with where it stands beside a leg: metres along it, metres off it, side."""

    landmark: Landmark
    offset_m: float
    gap_m: float
    side: str | None


def list_marks(segments: Iterable[Segment], line: Sequence[LonLat], length_m: float) -> list[Mark]:
    """Return the mapped landmarks beside a leg, by where they stand along its line."""
    marks = dict.fromkeys(mark for segment in segments for mark in segment.landmarks)
    if not marks:
        return []
    beside = BesideLine(line)
    found = []
    for mark in marks:
        foot = beside.find_foot(mark.lonlat)
        if mark.evidence in TOLD and foot.gap_m <= BESIDE_M and 0 < foot.offset_m < length_m:
            found.append(Mark(mark, foot.offset_m, foot.gap_m, foot.side))
    return sorted(found, key=lambda mark: mark.offset_m)


def choose_landmarks(marks: Sequence[Mark], group: Group) -> tuple[Landmark, ...]:
    """Return at most two landmarks for a group, the one nearest to the end of the leg first.

    ``offset_m`` counts from the start of the leg, ``side`` is seen in walking
    direction, whichever way the stored passage runs. Two of one kind and name
    are told once.
    """
    known = {
        (mark.landmark.kind, mark.landmark.name): mark
        for mark in marks
        if mark.landmark.kind in KINDS[group]
    }
    last = sorted(known.values(), key=lambda mark: -mark.offset_m)[:MOST]
    return tuple(map(_placed, last))


def choose_first(marks: Sequence[Mark], group: Group) -> Landmark | None:
    """Return the first landmark of a leg for a group, by which the start is told."""
    found = (_placed(mark) for mark in marks if mark.landmark.kind in KINDS[group])
    return next(found, None)


def _placed(mark: Mark) -> Landmark:
    return replace(mark.landmark, passage=None, offset_m=mark.offset_m, side=mark.side)


def rest_facts(marks: Sequence[Mark], group: Group) -> dict[str, Any]:
    """Return benches and toilets on the way, for those who need them."""
    if group not in RESTING:
        return {}
    found = {"rests": _facts_of(marks, RESTS), "toilets": _facts_of(marks, TOILETS)}
    return {name: told for name, told in found.items() if told}


def end_facts(marks: Sequence[Mark], length_m: float, group: Group) -> dict[str, Any]:
    """Return what stands where a leg ends: signals, and the nearest landmark of this group."""
    near = [mark for mark in marks if length_m - mark.offset_m <= AT_END_M]
    found: dict[str, Any] = {}
    if any(mark.landmark.kind == "signals" for mark in near):
        found["signals"] = True
    told = [mark for mark in near if mark.landmark.kind in KINDS[group]]
    if told:
        mark = told[-1]
        found["landmark"] = {
            "kind": mark.landmark.kind, "name": mark.landmark.name, "side": mark.side,
        }  # fmt: skip
    return found


def _facts_of(marks: Sequence[Mark], kinds: frozenset[str]) -> list[dict[str, Any]]:
    return [
        {
            "kind": mark.landmark.kind,
            "name": mark.landmark.name,
            "offset_m": round(mark.offset_m, 1),
            "side": mark.side,
        }
        for mark in marks
        if mark.landmark.kind in kinds
    ]
