"""The pages' own Japanese: names of places, attributes and limits as they stand on a page."""

from __future__ import annotations

from typing import Any

from routeguide.directions.limits import list_limits, say_limit
from routeguide.directions.phrase import Noun, Spot, Value
from routeguide.directions.words import Words
from routeguide.model.place import Place
from routeguide.model.traveller import Traveller
from routeguide.model.vocabulary import UnknownPolicy


def words() -> Words:
    """Return the words of the pages."""
    return Words("ja")


def say(value: Value) -> str:
    """Return a value as the pages write it."""
    return words().word(value)


def name_of(place: Place | None, station: Place | None = None) -> str:
    """Return a place's name, a lift's or exit's with its station; empty without a place."""
    return say(Spot(place, station)) if place else ""


def attribute_of(name: str) -> str:
    """Return the name of an attribute."""
    return say(Noun("attributes", name))


def limit_of(key: str, value: Any) -> tuple[str, str]:  # noqa: ANN401 - the value of any limit
    """Return the name of a limit and its value."""
    name, limit = say_limit(key, value)
    return say(name), say(limit)


def limits_of(traveller: Traveller) -> list[tuple[str, str]]:
    """Return every limit of a traveller, without the policy for what is unknown."""
    rows = list_limits(traveller, UnknownPolicy.WARN)[:-1]
    return [(say(what), say(limit)) for what, limit in rows]
