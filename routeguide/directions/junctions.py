"""What a junction is to somebody who walks there, from the ways that are drawn.

Not drawn is not "not there": nothing here says that a way does not exist on
the ground, only what goes off on the map.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum
from functools import cache
from typing import Literal

from routeguide.directions.rounding import clock_hour
from routeguide.model.geodesy import turn_deg
from routeguide.model.passage import Passage
from routeguide.model.route import Way
from routeguide.model.vocabulary import Kind, RoadClass, code_of

STRAIGHT = 12
"""The clock hour of going straight on."""

AHEAD_DEG, ASIDE_DEG = 40.0, 140.0
"""A way within 40 degrees goes ahead, up to 140 to a side, beyond that back."""

TURNING_DEG = 45.0
"""From here on (hours 2 to 10) one turns at a junction, whatever else goes off."""

SHARP_DEG = 75.0
"""A bend of the way itself is followed up to here; hours 3 to 9 are told as a turn."""

FORK_DEG, ACROSS_DEG = 60.0, 55.0
"""Two ways out within 60 degrees are a fork; the way ends where none goes off under 55."""

RIVAL_DEG, NEARLY_DEG = 25.0, 15.0
"""How much less straight another way may be and still be taken for the way on."""


class Junction(StrEnum):
    """What is there, seen by somebody who comes along the way walked."""

    T = "t"
    CROSS = "cross"
    FORK = "fork"
    SIDE = "side"
    BEND = "bend"
    CORNER = "corner"


class Weight(IntEnum):
    """How much of a road a way is."""

    PATH = 0
    SERVICE = 1
    STREET = 2
    BIG = 3


STREETS = frozenset({Kind.STREET, Kind.STREET_WITH_SIDEWALK})
MINOR = frozenset({RoadClass.SERVICE, RoadClass.TRACK, None})
BIG_ROADS = frozenset(c for c in RoadClass if code_of(c) >= code_of(RoadClass.TERTIARY))


@cache
def weigh(kind: Kind, road_class: RoadClass | None) -> Weight:
    """Return how much of a road a way is; a street of unknown class is a service way."""
    if kind not in STREETS:
        return Weight.STREET if road_class is RoadClass.PEDESTRIAN else Weight.PATH
    if road_class in MINOR:
        return Weight.SERVICE
    return Weight.BIG if road_class in BIG_ROADS else Weight.STREET


class Turn:
    """A place on a walk where the line turns, or where other ways go off.

    ``offset_m`` from the start of the walk in metres. ``ways`` are the other
    ways drawn there: None = not known, empty = the way itself bends.
    ``turn_deg`` is how far it turns, positive to the right, ``hour`` its clock
    hour. ``exits`` are the other ways with how far one would turn into each,
    and how much of a road it is.
    """

    def __init__(
        self,
        offset_m: float,
        bearing_in: float,
        bearing_out: float,
        ways: tuple[Way, ...] | None,
        before: Passage,
        after: Passage,
    ) -> None:
        self.offset_m = offset_m
        self.bearing_in, self.bearing_out = bearing_in, bearing_out
        self.ways = ways
        self.before, self.after = before, after
        self.turn_deg = turn_deg(bearing_in, bearing_out)
        self.hour = clock_hour(self.turn_deg)
        self.exits = [
            (way, turn_deg(bearing_in, way.bearing_deg), weigh(way.kind, way.road_class))
            for way in ways or ()
        ]
        self._weights = tuple(weigh(p.kind, p.road_class) for p in (before, after))
        self._junction: Junction | Literal[False] | None = False

    @property
    def is_decision(self) -> bool:
        """Whether somebody must be told here which way to take.

        A way that bends is followed, and so is the plain way on past side
        streets. Where nothing is known of other ways, every turn is told.
        """
        if self.ways is None:
            return self.hour != STRAIGHT
        if not self.ways:
            return abs(self.turn_deg) >= SHARP_DEG
        if abs(self.turn_deg) >= TURNING_DEG:
            return True
        return any(self._is_rival(*other) for other in self.exits)

    def _is_rival(self, way: Way, angle: float, weight: Weight) -> bool:
        """Tell whether another way may be taken for the one that goes on.

        A lesser way is none; one that keeps the name, or is the road that was
        walked while a lesser one is taken, is one at a wider angle.
        """
        before, after = self._weights
        straight = self.hour == STRAIGHT
        name = way.name
        if name and name == self.before.names.get("ja") != self.after.names.get("ja"):
            return not straight or abs(angle) <= FORK_DEG
        if weight < min(before, after):
            return False
        if straight and weight >= before > after and abs(angle) <= TURNING_DEG:
            return True
        return abs(angle) <= abs(self.turn_deg) + (NEARLY_DEG if straight else RIVAL_DEG)

    @property
    def is_of_streets(self) -> bool:
        """Whether one walks along streets here: on paths nobody counts junctions."""
        return min(self._weights) >= Weight.STREET

    @property
    def crosses_street(self) -> bool:
        """Whether a path goes on over a small street here, without a crossing that is mapped."""
        if max(self._weights) is not Weight.PATH or not _is_ahead(self.turn_deg):
            return False
        sides = [(angle, weight) for _, angle, weight in self.exits if weight >= Weight.STREET]
        is_small = all(weight is Weight.STREET for _, weight in sides)
        return is_small and _lie_on_both_sides([angle for angle, _ in sides])

    @property
    def junction(self) -> Junction | None:
        """What is there; None when that is not known or has no name.

        Ways that are less of a road than both that are walked make no junction,
        but where one goes on ahead, the way does not end. A path that goes on
        over a street is no junction of that path.
        """
        if self._junction is False:
            self._junction = self._name()
        return self._junction or None

    def _name(self) -> Junction | None:
        if self.ways is None:
            return None
        if not self.ways:
            return Junction.BEND if self.hour != STRAIGHT else None
        drawn = [other for other in self.exits if other[0].kind is not Kind.CROSSING]
        if not drawn:
            return Junction.CORNER if self.hour != STRAIGHT else None
        if self.crosses_street:
            return None
        least = min(self._weights)
        streets = [angle for _, angle, weight in drawn if weight >= least]
        goes_on = any(_is_ahead(angle) for _, angle, weight in drawn if weight < least)
        return _name_exits(streets, self.turn_deg, goes_on=goes_on)


def _is_ahead(angle: float) -> bool:
    return abs(angle) <= AHEAD_DEG


def _lie_on_both_sides(angles: Sequence[float]) -> bool:
    aside = [angle for angle in angles if AHEAD_DEG < abs(angle) <= ASIDE_DEG]
    return any(angle < 0 for angle in aside) and any(angle > 0 for angle in aside)


def _name_exits(others: Sequence[float], taken: float, *, goes_on: bool) -> Junction | None:
    """Return the name of a junction by the angles of the other ways and of the one taken."""
    exits = [*others, taken]
    ahead = sum(map(_is_ahead, exits))
    sides = [angle for angle in exits if AHEAD_DEG < abs(angle) <= ASIDE_DEG]
    both = _lie_on_both_sides(exits)
    if ahead > 1:
        return Junction.FORK if _is_ahead(taken) else None
    if ahead == 1:
        return Junction.CROSS if both else Junction.SIDE if sides else None
    if not both or goes_on:
        return None
    if all(abs(angle) < FORK_DEG for angle in sides):
        return Junction.FORK
    return Junction.T if all(abs(angle) >= ACROSS_DEG for angle in sides) else None
