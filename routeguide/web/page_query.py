"""A question in a page's address: place ids and settings only, never a position."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from routeguide.directions.analyser import Readings
from routeguide.directions.describe import Length, Manner, read_manner
from routeguide.errors import BadInput, BadTraveller
from routeguide.model.asked import UNSET, departure_of, read_limit
from routeguide.model.route import Answer, Endpoint, Query
from routeguide.model.traveller import CHOICES, RANGES, Traveller, customise, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.places import resolve_place, spots_of
from routeguide.routing.plan import find_route
from routeguide.routing.what_if import read_assumptions
from routeguide.web.limit_fields import limit_error
from routeguide.web.texts import language, ruby

MOST_ID = 120
MOST_LAT, MOST_LON = 90.0, 180.0
LIMITS = (*RANGES, *CHOICES)
MANNER = ("language", "length", "ruby")
"""How to tell; language and furigana are the reader's own where an address does not say."""

HOW = ("depart", *MANNER)
"""What an address keeps as it was asked for, and leaves out where it was not."""

FIELDS = (
    "from", "to", "traveller", "unknown", "depart", "alternatives", "what_if", *MANNER, *LIMITS,
)  # fmt: skip
"""The fields of the form, by the names that an address gives them."""

POSITION = ("lat", "lon", "back")
"""Fields of a free position: only ever in a posted form, never in an address.

``back`` turns the trip round: to the position."""

MISSING = {"from": "出発する駅を選んでください。", "to": "行き先を選んでください。"}
EMPTY: Mapping[str, str] = MappingProxyType({})
NOTHING_ASKED = {"alternatives": "0", "length": "full"}


def query_of_page(arguments: MultiDict[str, str]) -> Query:
    """Return the question in a page's address.

    Raises:
        BadInput: something is missing or not understood; ``about`` names its field.
    """
    for name, sentence in MISSING.items():
        if not arguments.get(name, "").strip() and not _is_position(name, arguments):
            raise BadInput(sentence, about=name)
    unknown = arguments.get("unknown", "warn")
    if unknown not in list(UnknownPolicy):
        raise BadInput(
            "「確認できていない道」の選び方が正しくありません。選びなおしてください。",
            about="unknown",
        )
    query = Query(
        origin=origin_of_page(arguments),
        destination=Endpoint(place=arguments["to"][:MOST_ID]),
        traveller=traveller_of_page(arguments),
        depart_at=departure_of(arguments.get("depart")),
        unknown=UnknownPolicy(unknown),
        alternatives=_alternatives(arguments.get("alternatives") or "0"),
        what_if=assumptions_of_page(arguments),
    )
    is_back = arguments.get("back") and _is_position("from", arguments)
    return query.back() if is_back else query


def _is_position(name: str, arguments: MultiDict[str, str]) -> bool:
    return name == "from" and all(arguments.get(key) for key in POSITION[:2])


def origin_of_page(arguments: MultiDict[str, str]) -> Endpoint:
    """Return where a trip starts: a place, or the position that a form posted.

    Raises:
        BadInput: the position cannot be read.
    """
    if not _is_position("from", arguments):
        return Endpoint(place=arguments["from"][:MOST_ID])
    try:
        lat, lon = (float(arguments[name]) for name in POSITION[:2])
    except ValueError:
        lat = lon = math.inf
    if not (abs(lat) <= MOST_LAT and abs(lon) <= MOST_LON):
        raise BadInput("今いる場所を読み取れませんでした。駅の名前で選んでください。", about="from")
    return Endpoint(lonlat=(lon, lat))


def traveller_of_page(arguments: MultiDict[str, str]) -> Traveller:
    """Return the preset with whatever limits the address or form changes; empty fields change none.

    Raises:
        BadTraveller: a limit is out of range; told by the names that the page has.
    """
    try:
        preset = get_preset(arguments.get("traveller") or "walk")
        changes = {
            key: read_limit(key, text) for key in LIMITS if (text := arguments.get(key, "").strip())
        }
        return customise(preset, changes)
    except BadTraveller as error:
        raise limit_error(error.about) from error


def assumptions_of_page(arguments: MultiDict[str, str]) -> tuple[str, ...]:
    """Return the assumptions: one a line of any field of that name, each once."""
    lines = (line.strip() for text in arguments.getlist("what_if") for line in text.splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))


def manner_of_page(arguments: MultiDict[str, str], readings: Readings) -> Manner:
    """Return how to tell: language, length, furigana.

    Raises:
        BadInput: no such language, length or furigana; ``about`` names the field.
    """
    usual = {"language": language(), "length": str(Length.FULL), "ruby": str(ruby())}
    asked = {name: arguments.get(name) or word for name, word in usual.items()}
    for name, text in asked.items():
        with _concerning(name):
            told = {**usual, name: text}
            read_manner(told["language"], told["length"], told["ruby"])
    return read_manner(asked["language"], asked["length"], asked["ruby"], readings)


def _alternatives(text: str) -> int:
    if text not in {"0", "1", "2", "3"}:
        raise BadInput("別の道の数は、0から3までで選んでください。", about="alternatives")
    return int(text)


def answer_of_page(network: Network, query: Query) -> Answer:
    """Answer a question of a page.

    Raises:
        BadInput: it cannot be answered; ``about`` names the field that is why.
    """
    for field, endpoint in (("from", query.origin), ("to", query.destination)):
        if endpoint.place is None:
            continue
        with _concerning(field):
            spots_of(network, resolve_place(network, endpoint.place))
    with _concerning("what_if"):
        read_assumptions(network, query.what_if)
    with _concerning("to"):
        return find_route(network, query)


@contextmanager
def _concerning(field: str) -> Iterator[None]:
    try:
        yield
    except BadInput as error:
        error.about = error.about or field
        raise


def how_asked(arguments: MultiDict[str, str]) -> dict[str, str]:
    """Return the departure and the manner that were asked for, as they were."""
    return {
        name: text
        for name in HOW
        if (text := arguments.get(name)) and text != NOTHING_ASKED.get(name)
    }


def question_of(query: Query, how: Mapping[str, str] = EMPTY) -> dict[str, Any]:
    """Return a question as the words of an address; ``how`` as :func:`how_asked` tells it.

    A free position is not among them: it never stands in an address.
    """
    preset = get_preset(query.traveller.id).limits()
    changed = {
        key: UNSET[0] if value is None else short(value)
        for key, value in query.traveller.limits().items()
        if key in LIMITS and value != preset[key]
    }
    words: dict[str, Any] = {
        "from": query.origin.place,
        "to": query.destination.place,
        "traveller": query.traveller.id,
        "unknown": str(query.unknown),
        **changed,
        "alternatives": str(query.alternatives) if query.alternatives else None,
        "what_if": list(query.what_if),
        **how,
    }
    return {key: value for key, value in words.items() if value not in (None, [], "")}


def address_of(base_url: str | None, query: Query, how: Mapping[str, str] = EMPTY) -> str | None:
    """Return the whole address of a question's page; None without a site or with a position."""
    if base_url is None or None in (query.origin.place, query.destination.place):
        return None
    return f"{base_url}/route?{urlencode(question_of(query, how), doseq=True, safe=':/')}"


def short(value: float | str) -> str:
    """Return the value of a limit as people write it: 3, not 3.0."""
    return value if isinstance(value, str) else f"{value:g}"


def tidy(arguments: MultiDict[str, str]) -> MultiDict[str, str] | None:
    """Return an address without what says nothing; None where all of it says something.

    A form sends its empty fields too; nobody should have to print or mail them.
    """
    rows = [
        (key, value)
        for key, value in arguments.items(multi=True)
        if value and value != NOTHING_ASKED.get(key)
    ]
    return None if len(rows) == len(list(arguments.items(multi=True))) else MultiDict(rows)
