"""Places people name: stations, exits, lifts, platforms, facilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from routeguide.model.passage import LonLat
from routeguide.model.values import Known
from routeguide.model.vocabulary import Status


class PlaceKind(StrEnum):
    """What a place id names; the word before the colon of the id."""

    STATION = "station"
    EXIT = "exit"
    LIFT = "lift"
    PLATFORM = "platform"
    FACILITY = "facility"


@dataclass(frozen=True, slots=True)
class Place:
    """A named place.

    ``id`` is ASCII and permanent (``facility:kotake-toshokan``). ``lonlat``
    None means that no position is known that guidance may use; ``destination``
    False means that the place may be looked at but not routed to, and
    ``why_not`` says so in Japanese. ``group`` is the id shared by stations of
    one name (練馬 of two operators). ``parent`` is the station of an exit, lift
    or platform. ``point_is`` says what the position is: ``entrance`` or ``building``.
    ``facts`` are published values by name, with their evidence, that pages show.
    """

    id: str
    kind: PlaceKind
    name: str
    kana: str | None = None
    kana_checked: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    lonlat: LonLat | None = None
    point_is: str = "building"
    category: str | None = None
    address: str | None = None
    telephone: str | None = None
    parent: str | None = None
    group: str | None = None
    in_ward: bool = True
    status: Status = Status.OPEN
    destination: bool = True
    why_not: str | None = None
    caution: str | None = None
    facts: Mapping[str, Known] = field(default_factory=dict)
    licence: str = "unverified"


@dataclass(frozen=True, slots=True)
class Landmark:
    """Something by the way that helps to know where one is.

    ``offset_m`` is measured along passage ``passage`` from its start, in
    metres; ``side`` is ``left`` or ``right`` in its direction, None when it
    lies on the line or is not known.
    """

    kind: str
    name: str | None
    lonlat: LonLat
    passage: str | None = None
    offset_m: float | None = None
    side: str | None = None
    evidence: str = "mapped"
