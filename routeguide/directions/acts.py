"""What a maneuver is: its vocabulary and its data, without words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from routeguide.model.passage import LonLat
from routeguide.model.place import Landmark
from routeguide.model.vocabulary import Kind


class Act(StrEnum):
    """What is done in one maneuver."""

    START = "start"
    WALK = "walk"
    RAMP = "ramp"
    FOOTBRIDGE = "footbridge"
    UNDERPASS = "underpass"
    CROSSING = "crossing"
    ROAD_CROSSING = "road_crossing"
    LEVEL_CROSSING = "level_crossing"
    STEPS = "steps"
    ESCALATOR = "escalator"
    MOVING_WALKWAY = "moving_walkway"
    LIFT = "lift"
    GATE = "gate"
    PLATFORM = "platform"
    INSIDE = "inside"
    BARRIER = "barrier"
    GAP = "gap"
    ARRIVE = "arrive"


LEG_ACTS: Mapping[str, Act] = {
    Kind.RAMP: Act.RAMP,
    Kind.FOOTBRIDGE: Act.FOOTBRIDGE,
    Kind.UNDERPASS: Act.UNDERPASS,
}
LEGS = frozenset({Act.WALK, *LEG_ACTS.values()})
IN_THE_OPEN = frozenset(
    {Kind.FOOTWAY, Kind.STREET, Kind.STREET_WITH_SIDEWALK, Kind.PATH, Kind.CROSSING}
)
OUTDOORS = LEGS | {Act.CROSSING, Act.ROAD_CROSSING, Act.LEVEL_CROSSING, Act.GAP, Act.BARRIER}


@dataclass(frozen=True, slots=True)
class Maneuver:
    """One thing to do.

    ``hour`` is the clock hour of the turn before it (12 straight on, None
    where no bearing is known before it). ``length_m`` metres, None where it
    has none. ``name`` and ``kana`` are those of the street. ``facts`` hold
    what is known, as JSON values; a missing key is not known. ``unverified``
    names attributes that are not confirmed on it, ``confirmed`` those that
    are on all of it. ``landmarks`` stand by the way.
    """

    type: Act
    at: LonLat
    length_m: float | None = None
    hour: int | None = None
    name: str | None = None
    kana: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    unverified: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
