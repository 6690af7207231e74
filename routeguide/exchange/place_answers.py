"""The answers about places, lifts and the network: the models that shape them and document them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from routeguide.model.facility_kind import FacilityKind
from routeguide.model.place import PlaceKind
from routeguide.model.vocabulary import LiftState, Status
from routeguide.routing.needs import Held, Need

Lonlat = Annotated[list[float], Field(min_length=2, max_length=2, examples=[[139.6759, 35.7419]])]


class Shape(BaseModel):
    """A part of an answer: every key is always there, and no other."""

    model_config = ConfigDict(extra="forbid")


class Source(BaseModel):
    """A source of the network with its licence; more keys tell its date and hash."""

    model_config = ConfigDict(extra="allow")
    name: str
    licence: str | None


class OverlayStamp(Shape):
    """Which changes since the build are in an answer; revision 0 = none."""

    revision: int
    as_of: str | None


class NetworkStamp(Shape):
    """The network that an answer was made on."""

    version: str
    built_at: str | None
    source_kind: Literal["ward", "osm", "osm+ward"]
    sources: list[Source]
    overlay: OverlayStamp


class NetworkAnswer(NetworkStamp):
    """The network with what it holds."""

    counts: dict[str, int]


class KnownValue(Shape):
    """A value with how it is known. ``bound``: exact, min, max or [low, high]."""

    value: str | float | None
    bound: Literal["exact", "min", "max"] | list[float | None]
    evidence: Literal["survey", "mapped", "inferred", "expired"]
    expired: bool
    checked_on: date | None
    source: str
    note: str | None


class ToldNeed(Shape):
    """Whether a place has something; unknown is never a yes."""

    need: Need
    name: str
    answer: Held
    known: KnownValue | None


class PlaceRow(Shape):
    """A place in a list. ``label`` is its name in the language asked for."""

    id: str
    kind: PlaceKind
    name: str
    label: str
    kana: str | None
    kana_checked: bool
    names: dict[str, str]
    category: str | None
    facility_kind: FacilityKind | None
    lonlat: Lonlat | None
    in_ward: bool
    destination: bool
    why_not: str | None
    caution: str | None
    on_network: bool
    distance_m: int | None
    needs: list[ToldNeed]


class LiftWindow(Shape):
    """A planned outage."""

    begins: datetime
    ends: datetime | None
    source: str


class LiftRow(Shape):
    """A lift at one moment; ``no_report`` says that nobody told of an outage, no more."""

    id: str
    label: str
    station: str | None
    station_label: str | None
    existence: Status | None
    state: LiftState
    until: datetime | None
    since: datetime | None
    last_confirmed_at: datetime | None
    age_minutes: int | None
    planned: list[LiftWindow]
    source: str | None
    lonlat: Lonlat | None
    levels: KnownValue | None
    hours: KnownValue | None


class ExitRow(Shape):
    """A street-side end of a station and what leads up to it."""

    id: str
    label: str
    lonlat: Lonlat | None
    destination: bool
    why_not: str | None
    means: KnownValue | None
    hours: KnownValue | None


class PlatformRow(Shape):
    """A platform of one line; ``door`` null = not known."""

    id: str
    label: str
    door: KnownValue | None


class DoorRow(Shape):
    """Platform doors as one line's operator tells of them."""

    line: str
    door: KnownValue


class EntranceRow(Shape):
    """Where a facility is entered.

    ``point_is`` ``building``: only the building is known, not its entrance. ``step_cm`` null =
    nobody told.
    """

    point_is: Literal["building", "entrance"]
    lonlat: Lonlat | None
    step_cm: KnownValue | None


class PlaceDetail(PlaceRow):
    """Everything known of a place; ``facts`` holds each published value with its source."""

    address: str | None
    telephone: str | None
    licence: str
    facts: dict[str, KnownValue]


class WaysOutRow(Shape):
    """Exits by which a wheelchair comes from the platforms to the street now, lifts looked at.

    ``confirmed``: all that matters is confirmed; ``possible`` holds these and the ones that lie
    behind something that nobody confirmed.
    """

    confirmed: list[str]
    possible: list[str]


class StationDetail(PlaceDetail):
    """A station with its parts; ``group`` are the stations of the same name.

    ``step_free_routes`` is the published count; ``step_free_exits`` null = the inside is not known.
    """

    group: list[str]
    lines: KnownValue | None
    step_free_routes: KnownValue | None
    step_free_exits: WaysOutRow | None
    toilets: KnownValue | None
    exits: list[ExitRow]
    lifts: list[LiftRow]
    platforms: list[PlatformRow]
    platform_doors: list[DoorRow]


class FacilityDetail(PlaceDetail):
    """A facility with its entrance and equipment."""

    entrance: EntranceRow
    toilets: KnownValue | None
    equipment: KnownValue | None


class FoundAnswer(Shape):
    """What was found. ``unknown`` lists those of which a need is not known: never taken for yes."""

    network: NetworkStamp
    at: datetime
    total: int
    total_unknown: int
    without: int


class StationsAnswer(FoundAnswer):
    """Stations."""

    stations: list[PlaceRow]
    unknown: list[PlaceRow]


class FacilitiesAnswer(FoundAnswer):
    """Facilities."""

    facilities: list[PlaceRow]
    unknown: list[PlaceRow]


class PlacesAnswer(FoundAnswer):
    """Stations and facilities."""

    places: list[PlaceRow]
    unknown: list[PlaceRow]


class StationAnswer(Shape):
    """One station."""

    network: NetworkStamp
    at: datetime
    station: StationDetail


class PlaceAnswer(Shape):
    """One place of any kind."""

    network: NetworkStamp
    at: datetime
    place: PlaceDetail


class FacilityAnswer(Shape):
    """One facility."""

    network: NetworkStamp
    at: datetime
    facility: FacilityDetail


class OutagesAnswer(Shape):
    """Lifts by what is known of them; ``no_report`` counts those of which nobody spoke."""

    network: NetworkStamp
    at: datetime
    out: list[LiftRow]
    unknown: list[LiftRow]
    planned: list[LiftRow]
    confirmed: list[LiftRow]
    no_report: int


class Range(Shape):
    """The range of a limit, both ends included."""

    min: float
    max: float


class TravellersAnswer(Shape):
    """The presets with their limits (null = none), and what every limit may be."""

    travellers: list[dict[str, str | float | bool | None]]
    ranges: dict[str, Range]
    choices: dict[str, list[str]]
