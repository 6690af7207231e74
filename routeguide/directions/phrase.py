"""What is said, as data: keys of phrases with their facts, without a word of any language.

The same phrases are put into every language (:mod:`routeguide.directions.words`),
so that all languages tell the same things, in the same blocks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Union

from routeguide.model.passage import LonLat
from routeguide.model.place import Place


class Unit(StrEnum):
    """What an amount counts; every language has its own word for each."""

    M = "m"
    CM = "cm"
    PCT = "pct"
    MINUTES = "minutes"
    STAIRS = "stairs"
    PLACES = "places"
    RIDES = "rides"
    WAYS = "ways"
    MPS = "mps"
    DEGREES = "degrees"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: exact, or between two bounds (infinite = no bound on that side)."""

    low: float
    high: float
    unit: Unit

    @classmethod
    def of(cls, value: float, unit: Unit) -> Amount:
        """Return an exact amount."""
        return cls(value, value, unit)

    @classmethod
    def within(cls, bounds: Mapping[str, float | None], unit: Unit) -> Amount | None:
        """Return an amount by its low and high bound; None without any bound."""
        low, high = bounds["low"], bounds["high"]
        least, most = (-math.inf if low is None else low), (math.inf if high is None else high)
        return None if math.isinf(least) and math.isinf(most) else cls(least, most, unit)


@dataclass(frozen=True, slots=True)
class Noun:
    """A word of a table of nouns."""

    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Hour:
    """A direction as the hour of a clock face, 1-12; 12 is straight on."""

    hour: int


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor: 0 the ground floor, 1 the floor above, -1 the first below."""

    level: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day in Japan."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, ISO 8601."""

    iso: str


@dataclass(frozen=True, slots=True)
class Street:
    """A proper name that the map gives: of a road, a shop, a bridge; ``kana`` None = not known."""

    name: str
    kana: str | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by its name: station, exit, facility, platform, or a lift at its station."""

    place: Place = field(hash=False)
    station: Place | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Literal:
    """Text of the ward's data that stands as it is: a telephone number, a note, opening hours."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Several things named in a row; ``join`` is a word of the languages' tables of joins."""

    items: tuple[Value, ...]
    join: str = "and"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with the facts it may use; a fact that is not there is not known."""

    key: str
    facts: Mapping[str, Value] = field(default_factory=dict, hash=False)


Value = Union[
    "Phrase", Noun, Amount, Hour, Floor, Moment, Day, Street, Spot, Literal, Listing, int
]  # fmt: skip
Phrases = tuple[Phrase, ...]


def say(key: str, **facts: Value | None) -> Phrase:
    """Return a phrase with the facts that are known (None = not known)."""
    return Phrase(key, {name: value for name, value in facts.items() if value is not None})


def listed(items: list[Value], join: str = "and") -> Value | None:
    """Return several things named in a row; None for none of them."""
    if not items:
        return None
    return items[0] if len(items) == 1 else Listing(tuple(items), join)


@dataclass(frozen=True, slots=True)
class Step:
    """One block as data: what is done, its hazards (at most two), what else is told.

    ``must`` holds what is told at every length (invariants 3 and 8), ``notes``
    what is left out while walking. ``distance_m`` metres as said, None without
    length; ``hour`` the clock position, None where none is said. ``maneuver``
    is the data it was made from, as JSON values.
    """

    at: LonLat
    action: Phrases
    cautions: Phrases = ()
    must: Phrases = ()
    notes: Phrases = ()
    distance_m: float | None = None
    hour: int | None = None
    maneuver: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything that is told of one route or answer, as data.

    ``short`` is the one-sentence summary. ``assumed`` is told first of all:
    what is only assumed (仮定) and what that changes. ``reasons`` say why this
    way, or what one can do where there is none.
    """

    short: Phrases
    summary: Phrases
    assumed: Phrases = ()
    reasons: Phrases = ()
    steps: tuple[Step, ...] = ()
