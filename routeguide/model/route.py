"""Questions and answers: a route asked for, and what is said to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from routeguide.model.passage import LonLat, Passage, Point
from routeguide.model.place import Landmark, Place
from routeguide.model.traveller import Traveller
from routeguide.model.vocabulary import (
    CrossingKind,
    Evidence,
    Kind,
    LiftState,
    RoadClass,
    UnknownPolicy,
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a trip starts or ends: a place id, or a free coordinate (lon, lat)."""

    place: str | None = None
    lonlat: LonLat | None = None

    def __post_init__(self) -> None:
        """Refuse an endpoint that is neither or both."""
        if (self.place is None) == (self.lonlat is None):
            raise ValueError("an endpoint is a place or a coordinate")


@dataclass(frozen=True, slots=True)
class Query:
    """A route asked for.

    ``depart_at`` is aware (any offset). ``alternatives`` (0-3) asks for other
    ways besides the best one. ``what_if`` holds assumptions as texts, in the
    writing of :mod:`routeguide.routing.what_if`.
    """

    origin: Endpoint
    destination: Endpoint
    traveller: Traveller
    depart_at: datetime
    unknown: UnknownPolicy = UnknownPolicy.WARN
    alternatives: int = 0
    what_if: tuple[str, ...] = ()

    def back(self) -> Query:
        """Return the way back: the same question from the destination to the origin."""
        return replace(self, origin=self.destination, destination=self.origin)


@dataclass(frozen=True, slots=True)
class RoadCrossed:
    """One road that the route crosses: its own step for blind and wheelchair travellers.

    ``offset_m`` from the start of the segment in metres. ``mapped`` says that
    a crossing is drawn there; without it ``how`` is None and the way of
    crossing is not confirmed. ``signal_at_junction`` True when the junction's
    signals are mapped within 20 m (the pedestrian light is not known by that),
    None when not known. ``sound`` and ``tactile`` are words of their
    vocabularies, None = not known. ``length_m`` None = not known.
    ``sound_hours`` are the mapped hours of the sound as text; ``sounds`` is
    ``open``, ``closed`` or ``unknown`` at the expected arrival, None without
    hours. ``button``, ``vibration`` and ``island`` are ``yes`` or ``no``.
    ``carriageways`` is 2 where both carriageways of one road are crossed.
    """

    at: LonLat
    offset_m: float
    road_class: RoadClass | None
    name: str | None
    mapped: bool
    how: CrossingKind | None = None
    signal_at_junction: bool | None = None
    sound: str | None = None
    tactile: str | None = None
    kerb: str | None = None
    length_m: float | None = None
    sound_hours: str | None = None
    sounds: str | None = None
    button: str | None = None
    vibration: str | None = None
    island: str | None = None
    carriageways: int = 1


class Way(NamedTuple):
    """A way that goes off at a node of the route, beside those that are walked.

    ``bearing_deg`` is that of its first ten metres, seen from the node.
    """

    bearing_deg: float
    kind: Kind
    road_class: RoadClass | None = None
    name: str | None = None
    kana: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One passage (or the walked part of it), in walking direction.

    ``length_m`` metres, ``duration_s`` honest seconds without any penalty,
    ``starts_at`` the expected arrival at its start. ``unverified`` names the
    relevant attributes that are not confirmed. ``evidence`` is the weakest
    evidence among the relevant attributes; None = at least one is unknown.
    ``point`` is the kerb, gate or door passed at its *start* (None at the
    first segment), ``point_unverified`` likewise. ``is_gap`` marks the
    joining line to a place: nobody has walked it.
    ``ways`` are the other ways drawn at its *start*; None = not known, empty
    also at the first segment. ``beside`` names stairs, escalators and lifts
    that join the same two ends. ``lift`` is the place of the lift it rides,
    None when nothing is told of it. ``end_point`` is the door at the end of
    the route, on its last segment only.
    """

    passage: Passage
    length_m: float
    duration_s: float
    starts_at: datetime
    evidence: Evidence | None
    unverified: tuple[str, ...] = ()
    point: Point | None = None
    point_unverified: tuple[str, ...] = ()
    crosses: tuple[RoadCrossed, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    lift_state: LiftState | None = None
    lift_until: datetime | None = None
    ways: tuple[Way, ...] | None = None
    beside: tuple[Kind, ...] = ()
    lift: Place | None = None
    end_point: Point | None = None

    @property
    def is_gap(self) -> bool:
        """Whether this is a joining line between the network and a place."""
        return self.passage.connector


@dataclass(frozen=True, slots=True)
class Where:
    """Where a passage or point is: what it is (a kind of passage, or ``gate``), its street's name.

    ``name`` and ``kana`` None = not known.
    """

    thing: str
    name: str | None = None
    kana: str | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    """What stands in the way: a passage or point, its attribute, value and the limit.

    ``value`` and ``limit`` are JSON values in the attribute's unit.
    ``relaxation`` is the limit (or word) that would open
    a way by itself, filled only where that single change does. ``key`` names
    the passage or node; ``lift`` and its ``station`` where it is one that is told of.
    """

    at: LonLat
    where: Where
    attribute: str
    value: Any
    limit: Any
    source: str | None = None
    checked_on: str | None = None
    relaxation: Any = None
    key: str | None = None
    lift: Place | None = field(default=None, hash=False)
    station: Place | None = field(default=None, hash=False)


class Better(StrEnum):
    """What one way has over another; the reason that is told for an alternative."""

    SHORTER = "shorter"
    FASTER = "faster"
    GENTLER = "gentler"
    MORE_CONFIRMED = "more_confirmed"
    MORE_SIGNALS = "more_signals"
    FEWER_UNSIGNALLED = "fewer_unsignalled"
    MORE_TACTILE = "more_tactile"
    FEWER_STAIRS = "fewer_stairs"
    LESS_BIG_ROAD = "less_big_road"


@dataclass(frozen=True, slots=True)
class Difference:
    """Why this way: what the plain way of 一般 is, and what it holds that is avoided.

    ``extra_m`` and ``extra_s`` are metres and seconds more than the plain way
    (negative = less). ``avoided`` lists what refuses this traveller on the
    plain way, in walking order; without such, ``better_in`` says what this
    way was preferred for.
    """

    plain_length_m: float
    plain_duration_s: float
    extra_m: float
    extra_s: float
    avoided: tuple[Blocker, ...] = ()
    better_in: tuple[Better, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A way that the traveller can take.

    ``label`` is ``verified`` (すべて確認済み), ``unverified`` or None (the plain
    comparison carries no label). ``evidence_m`` holds metres by evidence:
    survey, mapped, inferred, unknown (their sum is ``length_m``). ``cost`` is
    the integer that the search minimised, in hundredths of a second.
    ``gap_m`` is the distance between the end of the network and the building's
    point when its entrance is not known, else None. ``difference`` compares
    with the plain way of 一般, None where that is the same way.
    ``better_in`` tells of an alternative what it has over the best route;
    empty for the best route itself.
    """

    segments: tuple[Segment, ...]
    length_m: float
    duration_s: float
    cost: int
    label: str | None
    evidence_m: Mapping[str, float]
    origin: Place | None
    destination: Place | None
    start_exit: Place | None = None
    gap_m: float | None = None
    notes: tuple[str, ...] = ()
    difference: Difference | None = None
    better_in: tuple[Better, ...] = ()


class Opening(StrEnum):
    """What kind of single change would open a way."""

    LIMIT = "limit"
    UNKNOWN = "unknown"
    LIFT_REPAIRED = "lift_repaired"
    LIFT_BUILT = "lift_built"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One single change that alone opens a way, and the way it opens.

    ``key`` is a limit of the traveller (:data:`RANGES`, :data:`CHOICES`),
    ``unknown`` or a lift's place id; ``value`` the smallest change that does
    it, as a JSON value in the limit's unit (a departure as ISO 8601).
    ``length_m`` and ``duration_s`` are those of the opened way, which is told
    as what it is and never returned as the answer. ``lift`` and ``station``
    only for lifts that the network tells of.
    """

    opening: Opening
    key: str
    value: Any
    length_m: float
    duration_s: float
    lift: Place | None = None
    station: Place | None = None


@dataclass(frozen=True, slots=True)
class NearestReachable:
    """The place nearest to the destination that this traveller can reach.

    ``length_m`` metres and ``duration_s`` seconds to it; ``left_m`` metres in
    a straight line from it to the destination.
    """

    at: LonLat
    where: Where
    length_m: float
    duration_s: float
    left_m: float


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """Another exit or station between which and the other end this traveller has a way."""

    place: Place
    length_m: float
    duration_s: float


class Outcome(StrEnum):
    """What came of a question."""

    OK = "ok"
    NO_ROUTE = "no_route"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing assumed (仮定), read from its text.

    ``change`` is ``open``, ``out``, ``closed`` or ``value``; ``key`` names the
    lift, passage or node. ``attribute`` and ``value`` (a JSON value, None =
    not known) only for ``value``. ``station`` is a lift's; ``where`` None for a lift.
    """

    text: str
    change: str
    key: str
    where: Where | None = None
    lift: Place | None = None
    station: Place | None = None
    attribute: str | None = None
    value: Any = None


@dataclass(frozen=True, slots=True)
class Assumed:
    """What was assumed, and what the answer is without it.

    ``status`` and the figures are those without the assumptions (None = no
    route); ``same_way`` says that they change nothing on the way.
    """

    changes: tuple[Assumption, ...]
    status: Outcome
    length_m: float | None = None
    duration_s: float | None = None
    same_way: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What has to be known of an end of the trip.

    ``caution`` is a sentence of the ward's data. Without it ``place`` is a
    station at which ``lift`` is reported out of service; None = a lift whose
    place is not known (位置不明の故障).
    """

    place: Place = field(hash=False)
    caution: str | None = None
    lift: Place | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a :class:`Query`, always from one version of network and overlay.

    ``routes`` holds the best route, then alternatives. ``overlay_revision``
    and ``overlay_as_of`` name what was laid over the network (0 and None =
    nothing). ``partial`` says that the time for explanations ran out.

    """

    status: Outcome
    query: Query
    network_version: str
    routes: tuple[Route, ...] = ()
    notices: tuple[Notice, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    nearest: NearestReachable | None = None
    other_starts: tuple[OtherEnd, ...] = ()
    other_ends: tuple[OtherEnd, ...] = ()
    candidates: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)
    origin: Place | None = None
    destination: Place | None = None
    overlay_revision: int = 0
    overlay_as_of: datetime | None = None
    assumed: Assumed | None = None
    partial: bool = False
