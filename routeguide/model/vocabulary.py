"""The words of the domain as enumerations.

The order of members is part of the stored format: columns hold the position
of a member (1 = first; 0 = not known), see :func:`code_of`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TypeVar

E = TypeVar("E", bound=StrEnum)


class Kind(StrEnum):
    """What a passage is underfoot."""

    FOOTWAY = "footway"
    STREET = "street"
    STREET_WITH_SIDEWALK = "street_with_sidewalk"
    CROSSING = "crossing"
    STEPS = "steps"
    ESCALATOR = "escalator"
    MOVING_WALKWAY = "moving_walkway"
    RAMP = "ramp"
    LIFT = "lift"
    CORRIDOR = "corridor"
    PLATFORM = "platform"
    UNDERPASS = "underpass"
    FOOTBRIDGE = "footbridge"
    TICKET_GATE = "ticket_gate"
    LEVEL_CROSSING = "level_crossing"
    PATH = "path"


class RoadClass(StrEnum):
    """Road class walked along or crossed, from the smallest to the biggest."""

    FOOTWAY = "footway"
    PEDESTRIAN = "pedestrian"
    CYCLEWAY = "cycleway"
    PATH = "path"
    TRACK = "track"
    SERVICE = "service"
    LIVING_STREET = "living_street"
    RESIDENTIAL = "residential"
    UNCLASSIFIED = "unclassified"
    TERTIARY = "tertiary"
    SECONDARY = "secondary"
    PRIMARY = "primary"
    TRUNK = "trunk"
    MOTORWAY = "motorway"


class SurfaceClass(StrEnum):
    """Surfaces by how they roll, from the best to the worst (design/routing.md)."""

    SMOOTH = "smooth"
    FIRM = "firm"
    UNEVEN = "uneven"
    LOOSE = "loose"


class Smoothness(StrEnum):
    """OSM's words for smoothness, from the best to the worst."""

    EXCELLENT = "excellent"
    GOOD = "good"
    INTERMEDIATE = "intermediate"
    BAD = "bad"
    VERY_BAD = "very_bad"
    HORRIBLE = "horrible"
    VERY_HORRIBLE = "very_horrible"
    IMPASSABLE = "impassable"


class Tactile(StrEnum):
    """Continuity of tactile paving: >= 80 %, between, <= 20 % of the length."""

    CONTINUOUS = "continuous"
    PARTIAL = "partial"
    HARDLY_ANY = "hardly_any"


class CrossingKind(StrEnum):
    """How a road is crossed."""

    SIGNALS = "signals"
    MARKED = "marked"
    UNMARKED = "unmarked"


class SignalSound(StrEnum):
    """Whether a pedestrian signal can be heard."""

    NONE = "none"
    BUTTON = "button"
    AUTOMATIC = "automatic"


class Access(StrEnum):
    """Whether a person on foot may pass."""

    YES = "yes"
    DISCOURAGED = "discouraged"
    NO = "no"


class Wheelchair(StrEnum):
    """What the ``wheelchair`` tag says."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"


class Barrier(StrEnum):
    """Things that stand on a node of the way."""

    GATE = "gate"
    BOLLARD = "bollard"
    TURNSTILE = "turnstile"
    STILE = "stile"
    KISSING_GATE = "kissing_gate"
    CYCLE_BARRIER = "cycle_barrier"
    FENCE = "fence"
    WALL = "wall"
    HANDRAIL = "handrail"
    BLOCK = "block"
    ENTRANCE = "entrance"
    LIFT_DOOR = "lift_door"
    OTHER = "other"


class Kerb(StrEnum):
    """What a kerb is called where no number stands beside it."""

    FLUSH = "flush"
    LOWERED = "lowered"
    RAISED = "raised"
    UNKNOWN = "unknown"


class YesNo(StrEnum):
    """A fact that is either so or not; not known is the absence of the value."""

    YES = "yes"
    NO = "no"


class Footway(StrEnum):
    """Where one walks relative to the traffic."""

    APART = "apart"
    BESIDE = "beside"
    NONE = "none"


class Closure(StrEnum):
    """A carriageway beside which a separately drawn footway is said to run."""

    FOOTWAY_FOUND = "footway_found"
    FOOTWAY_NOT_FOUND = "footway_not_found"


class Status(StrEnum):
    """Whether the thing exists yet."""

    OPEN = "open"
    PLANNED = "planned"


class LiftState(StrEnum):
    """What is known of a lift at the expected arrival (design/routing.md, "Lift state").

    ``no_report`` says that nobody told of an outage, no more. ``unknown`` (状態不明)
    follows a planned outage that nobody ended, or a confirmation that is too old.
    """

    OUT = "out"
    PLANNED = "planned"
    NO_REPORT = "no_report"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"


class Evidence(StrEnum):
    """How a value is known; the absence of a value is 未確認."""

    INFERRED = "inferred"
    EXPIRED = "expired"
    MAPPED = "mapped"
    SURVEY = "survey"


EVIDENCE_JA = {
    None: "未確認",
    Evidence.INFERRED: "推定",
    Evidence.EXPIRED: "要確認",
    Evidence.MAPPED: "地図に記載",
    Evidence.SURVEY: "調査済み",
}


class UnknownPolicy(StrEnum):
    """What the search does with passages that are not verified."""

    REFUSE = "refuse"
    WARN = "warn"
    PASS = "pass"  # noqa: S105 - a word of the domain, not a password


def code_of(member: StrEnum) -> int:
    """Return the stored code of a member: its position, counted from 1."""
    return _members(type(member)).index(member) + 1


def member_of(vocabulary: type[E], code: int) -> E | None:
    """Return the member that a stored code stands for; None for code 0."""
    return _members(vocabulary)[code - 1] if code else None


@cache
def _members(vocabulary: type[E]) -> tuple[E, ...]:
    return tuple(vocabulary)
