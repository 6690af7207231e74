"""The answers about routes, tables and reach, as models: what the OpenAPI document tells of them.

:mod:`routeguide.exchange.answer_json` writes routes for speed without these models; the tests
hold every answer against them, unknown keys included.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from routeguide.exchange.place_answers import Lonlat, NetworkStamp, Shape
from routeguide.model.route import Better, Opening, Outcome
from routeguide.model.vocabulary import Kind, LiftState, RoadClass, UnknownPolicy

Ruby = list[Annotated[list[str | None], Field(min_length=2, max_length=2)]] | None
"""Text with furigana as pairs (text, reading or null)."""

Value = str | float | bool | list[Any] | None
Limits = dict[str, str | float | bool | None]
"""What a traveller may do and at most; null = no limit."""

Path = Literal["survey", "mapped", "inferred", "unknown"]


class LineString(Shape):
    """A line as GeoJSON has it."""

    type: Literal["LineString"]
    coordinates: list[Lonlat]


class End(Shape):
    """An end of a trip: a place by its id and name, or a position."""

    place: str | None = None
    name: str | None = None
    lat: float | None = None
    lon: float | None = None


class Question(Shape):
    """The question as it was understood."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    origin: End = Field(alias="from")
    destination: End = Field(alias="to")
    unknown: UnknownPolicy
    depart_at: datetime
    alternatives: int
    what_if: list[str]
    language: str
    length: Literal["full", "walking", "summary"]
    ruby: str


class KnownAttribute(Shape):
    """A value with how it is known; ``bound`` exact, min, max or [low, high]."""

    value: str | float | None
    bound: Literal["exact", "min", "max"] | list[float | None]
    evidence: Literal["survey", "mapped", "inferred", "expired"]
    expired: bool
    checked_on: str | None
    source: str


class Block(Shape):
    """One step: as written, for the ear, in kana (null in other languages), with furigana."""

    text: str
    speech: str
    kana: str | None
    ruby: Ruby
    caution: list[str]
    caution_speech: list[str]
    caution_ruby: list[Ruby]
    note: list[str]
    note_speech: list[str]
    note_ruby: list[Ruby]
    distance_m: float | None
    clock: int | None
    maneuver: dict[str, Any]
    at: Lonlat


class OsmWay(Shape):
    """Where a passage comes from in OpenStreetMap."""

    way: int
    origin: int = Field(alias="from")
    destination: int = Field(alias="to")


class LiftOnWay(Shape):
    """A lift that is ridden."""

    id: str
    state: LiftState | None
    until: str | None


class PointOnWay(Shape):
    """A kerb, gate or door that is passed."""

    key: str
    attributes: dict[str, KnownAttribute]
    unverified: list[str]


class Segment(Shape):
    """One passage of a route; an attribute null matters to this traveller and is not known."""

    kind: Kind
    key: str
    length_m: float
    duration_s: int
    starts_at: datetime
    road_class: RoadClass | None
    name: str | None
    geometry: LineString
    evidence: str | None
    attributes: dict[str, KnownAttribute | None]
    unverified: list[str]
    osm: OsmWay | None
    lift: LiftOnWay | None = None
    point: PointOnWay | None = None


class Blocker(Shape):
    """What stands in the way, and the limit that would open it."""

    at: Lonlat
    where: str
    attribute: str
    value: Value
    limit: Value
    source: str | None
    checked_on: str | None
    relaxation: Value
    key: str | None
    lift: str | None


class Plain(Shape):
    """The plain way of somebody who walks."""

    length_m: float
    duration_s: int


class Difference(Shape):
    """Why this way and not the plain one."""

    plain: Plain
    extra_m: float
    extra_s: int
    avoided: list[Blocker]
    better_in: list[Better]


class Spoken(Shape):
    """The words of a route, or of why there is none."""

    summary: str
    summary_speech: str
    summary_ruby: Ruby
    reasons: list[str]
    reasons_speech: list[str]
    reasons_ruby: list[Ruby]
    action_first: bool
    guessed_readings: list[str]
    blocks: list[Block]


class Route(Spoken):
    """One way. ``label`` verified only where all that matters was surveyed; null = not asked."""

    label: Literal["verified", "unverified"] | None
    length_m: float
    duration_s: int
    cost: float
    evidence_m: dict[Path, float]
    start_exit: str | None
    gap_m: float | None
    difference: Difference | None
    better_in: list[Better]
    geometry: LineString
    segments: list[Segment]


class Change(Shape):
    """One thing that was assumed."""

    text: str
    change: Literal["open", "out", "closed", "value"]
    key: str
    attribute: str | None
    value: Value


class Without(Shape):
    """What the answer would be without the assumptions."""

    status: Outcome
    length_m: float | None
    duration_s: int | None


class Assumed(Shape):
    """What was assumed (仮定)."""

    changes: list[Change]
    without: Without
    same_way: bool


class Relaxation(Shape):
    """The smallest single change that opens a way, and the way it opens."""

    opening: Opening
    key: str
    value: Value
    length_m: float
    duration_s: int


class Nearest(Shape):
    """How near one can get."""

    at: Lonlat
    where: str
    length_m: float
    duration_s: int
    left_m: float


class OtherEnd(Shape):
    """Another exit or station from, or to, which there is a way."""

    place: str
    name: str
    length_m: float
    duration_s: int


class StreetNear(Shape):
    """A street near a position, to choose from."""

    end: Literal["from", "to"]
    name: str | None
    lon: float
    lat: float
    distance_m: int


class RouteAnswer(Shape):
    """The answer to one question; without a route its words stand beside ``blockers``."""

    status: Outcome
    network: NetworkStamp
    question: Question
    traveller: Limits
    notices: list[str]
    assumed: Assumed | None
    routes: list[Route]
    blockers: list[Blocker]
    relaxations: list[Relaxation]
    nearest_reachable: Nearest | None
    other_starts: list[OtherEnd]
    other_ends: list[OtherEnd]
    partial: bool
    candidates: list[StreetNear]
    summary: str | None = None
    summary_speech: str | None = None
    summary_ruby: Ruby = None
    reasons: list[str] | None = None
    reasons_speech: list[str] | None = None
    reasons_ruby: list[Ruby] | None = None
    action_first: bool | None = None
    guessed_readings: list[str] | None = None
    blocks: list[Block] | None = None


class TableEnd(End):
    """An origin or destination of a table; ``why_not`` says why it has no ways."""

    why_not: str | None


class TableAnswer(Shape):
    """Metres and seconds by row (origins) and column (destinations); null = no way."""

    network: NetworkStamp
    traveller: Limits
    unknown: UnknownPolicy
    hours_checked: bool
    origins: list[TableEnd]
    destinations: list[TableEnd]
    length_m: list[list[float | None]]
    duration_s: list[list[int | None]]


class Feature(Shape):
    """A feature of GeoJSON."""

    type: Literal["Feature"]
    geometry: dict[str, Any] | None
    properties: dict[str, Any]


class FeatureCollection(Shape):
    """Features (RFC 7946); what the whole answer says stands beside them."""

    model_config = ConfigDict(extra="allow")
    type: Literal["FeatureCollection"]
    features: list[Feature]
