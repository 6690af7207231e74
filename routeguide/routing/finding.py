"""Find places by what people type, by kind, by need, and near somewhere.

Pure: no request, no clock of its own. The straight line says what is near, never how far
it is to walk.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from routeguide.errors import BadInput
from routeguide.model.asked import endpoint_of
from routeguide.model.facility_kind import FacilityKind, kind_of_category
from routeguide.model.geodesy import distance_m
from routeguide.model.passage import LonLat
from routeguide.model.place import Place, PlaceKind
from routeguide.network.store import Network
from routeguide.routing.name_match import (
    Name,
    Rank,
    Typed,
    fold_written,
    hear,
    rank_of,
    read_typed,
)
from routeguide.routing.needs import Held, Need, Told, told_of
from routeguide.routing.places import contact_of, resolve_place

MOST_TEXT = 100
MOST_FOUND = 300
WARD_OWNED = "練馬区立", "ねりまくりつ"
STATION = "駅", "えき", "station"
Reader = Callable[[str], str | None]
"""Guesses how a name is read; returns its kana, or None."""

PLACES = frozenset({PlaceKind.STATION, PlaceKind.FACILITY})


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for.

    ``text`` empty = any name. ``kinds`` are kinds of places, ``facility`` the kinds of
    facilities (empty = all; else other places are found only ``with_others``). ``needs`` must
    all be had. ``near`` sorts by the straight line; ``within_m`` keeps what is that near
    (metres, inf = all). ``limit`` bounds each list.
    """

    text: str = ""
    kinds: frozenset[PlaceKind] = PLACES
    facility: frozenset[FacilityKind] = frozenset()
    with_others: bool = False
    needs: tuple[Need, ...] = ()
    near: LonLat | None = None
    within_m: float = math.inf
    limit: int = MOST_FOUND


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was found.

    ``rank`` None where no name was asked for; ``distance_m`` in metres, None where
    nothing was asked or the place has no position; ``needs`` what is known of those asked for.
    """

    place: Place
    rank: Rank | None = None
    distance_m: float | None = None
    needs: Mapping[Need, Told] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: ``hits`` have all needs, of ``unknown`` at least one is not known.

    ``total`` and ``total_unknown`` count those before the limit, ``without`` those that
    are known to lack a need.
    """

    hits: tuple[Hit, ...] = ()
    unknown: tuple[Hit, ...] = ()
    total: int = 0
    total_unknown: int = 0
    without: int = 0


def find_places(network: Network, wish: Wish, *, at: datetime, read: Reader | None = None) -> Found:
    """Return the places that answer a wish, the best first.

    Order: rank of the name, then the straight line, then the reading. ``at`` (aware) is
    when somebody would use the lifts. ``read`` guesses readings of names that have none
    and of what was typed, where that finds nothing as it stands.
    """
    hits = _list_named(network, wish, read)
    kept = [hit for hit in hits if _is_kind(hit.place, wish) and _is_near(hit, wish)]
    told = [_with_needs(network, hit, wish.needs, at) for hit in kept]
    told.sort(key=_order)
    by_held: dict[Held, list[Hit]] = {held: [] for held in Held}
    for hit in told:
        by_held[_together(hit)].append(hit)
    yes, unknown = by_held[Held.YES], by_held[Held.UNKNOWN]
    return Found(
        hits=tuple(yes[: wish.limit]),
        unknown=tuple(unknown[: wish.limit]),
        total=len(yes),
        total_unknown=len(unknown),
        without=len(by_held[Held.NO]),
    )


def read_wish(
    network: Network,
    *,
    text: str = "",
    kinds: Sequence[str] = (),
    needs: Sequence[str] = (),
    near: str | None = None,
    within_m: float | None = None,
    limit: int = MOST_FOUND,
) -> Wish:
    """Return a wish from words: ``kinds`` hold ``station`` or kinds of facilities.

    Raises:
        BadInput: a kind or need is not known, or ``near`` has no position.
    """
    stations = {PlaceKind.STATION} if str(PlaceKind.STATION) in kinds else set()
    facility = frozenset(_member(FacilityKind, word) for word in kinds if word != "station")
    wanted = stations | ({PlaceKind.FACILITY} if facility else set())
    return Wish(
        text=text,
        kinds=frozenset(wanted) or PLACES,
        facility=facility,
        with_others=True,
        needs=tuple(dict.fromkeys(_member(Need, word) for word in needs)),
        near=_near(network, near) if near else None,
        within_m=math.inf if within_m is None else within_m,
        limit=limit,
    )


M = TypeVar("M", bound=StrEnum)


def _member(vocabulary: type[M], word: str) -> M:
    try:
        return vocabulary(word)
    except ValueError:
        raise BadInput(
            "「%(text)s」は選べません。次から選んでください: %(words)s",
            text=word[:40],
            words="、".join(vocabulary),
        ) from None


def _near(network: Network, text: str) -> LonLat:
    endpoint = endpoint_of(text)
    return endpoint.lonlat or position_of(network, endpoint.place or "")


def position_of(network: Network, place_id: str) -> LonLat:
    """Return where a place is, or the station that it belongs to.

    Raises:
        UnknownPlace: there is no such place.
        AmbiguousPlace: several places are called so.
        BadInput: its position is not known.
    """
    place = resolve_place(network, place_id)
    parent = network.places.get(place.parent or "")
    lonlat = place.lonlat or (parent.lonlat if parent else None)
    if lonlat is None:
        raise BadInput(
            "%(name)sの位置が確認できていないため、近くをさがせません。%(contact)s",
            about="near",
            name=place.name,
            contact=contact_of(place),
        )
    return lonlat


def _list_named(network: Network, wish: Wish, read: Reader | None) -> list[Hit]:
    """Return the places of a name, with their distances; all places where no name is asked for."""
    if not wish.text.strip():
        return [_hit(place, None, wish) for place in network.places.values()]
    text = wish.text[:MOST_TEXT]
    hits = _by_typed(network, read_typed(text), wish, read)
    if hits or read is None:
        return hits
    kana = read(text)
    return _by_typed(network, Typed(fold_written(kana), hear(kana)), wish, read) if kana else []


def _by_typed(network: Network, typed: Typed, wish: Wish, read: Reader | None) -> list[Hit]:
    ranked = (
        (network.places[key], rank_of(typed, name)) for key, name in _names(network, read).items()
    )
    return [_hit(place, rank, wish) for place, rank in ranked if rank is not None]


def _hit(place: Place, rank: Rank | None, wish: Wish) -> Hit:
    metres = distance_m(wish.near, place.lonlat) if wish.near and place.lonlat else None
    return Hit(place, rank, metres)


def _is_kind(place: Place, wish: Wish) -> bool:
    if place.kind not in wish.kinds:
        return False
    if not wish.facility:
        return True
    if place.kind is not PlaceKind.FACILITY:
        return wish.with_others
    return kind_of_category(place.category) in wish.facility


def _is_near(hit: Hit, wish: Wish) -> bool:
    """Tell whether a place is near enough; one without a position is near nothing."""
    if wish.near is None:
        return True
    if hit.distance_m is None:
        return hit.rank is not None and math.isinf(wish.within_m)
    return hit.distance_m <= wish.within_m


def _with_needs(network: Network, hit: Hit, needs: tuple[Need, ...], at: datetime) -> Hit:
    if not needs:
        return hit
    told = {need: told_of(network, hit.place, need, at) for need in needs}
    return Hit(hit.place, hit.rank, hit.distance_m, told)


def _together(hit: Hit) -> Held:
    held = {told.held for told in hit.needs.values()}
    if Held.NO in held:
        return Held.NO
    return Held.UNKNOWN if Held.UNKNOWN in held else Held.YES


def _order(hit: Hit) -> tuple[int, float, str, str]:
    metres = math.inf if hit.distance_m is None else hit.distance_m
    own = hit.place
    return (hit.rank or 0, metres, own.kana or own.name, own.id)


# -- names, made ready once for a network -------------------------------------


def _names(network: Network, read: Reader | None) -> dict[str, Name]:
    """Return the names of all places, with guessed readings only where one reads them."""
    key = "names of places, read" if read else "names of places"
    names = network.base.memo.get(key)
    if not isinstance(names, dict):
        names = {place.id: _name(place, read) for place in network.places.values()}
        network.base.memo[key] = names
    return names


def _name(place: Place, read: Reader | None) -> Name:
    kana = place.kana or (read(place.name) if read else None)
    told = [text for text in (place.name, kana, *place.names.values()) if text]
    texts = [form for text in told for form in _without_owner(text)]
    written = dict.fromkeys(fold_written(text) for text in texts if text != kana)
    sounds = dict.fromkeys(sound for text in texts if (sound := hear(text)))
    is_station = place.kind is PlaceKind.STATION
    longer = {form for text in told if is_station for form in _as_station(text)}
    return Name(tuple(written), tuple(sounds), frozenset(longer))


def _without_owner(text: str) -> list[str]:
    """Return a name whole, and without 練馬区立 before it."""
    return [text, *(text.removeprefix(front) for front in WARD_OWNED if text.startswith(front))]


def _as_station(text: str) -> Iterator[str]:
    """Yield a station's name with 駅 behind it, as written and as heard."""
    for end in STATION:
        yield fold_written(f"{text}{end}")
        if sound := hear(f"{text}{end}"):
            yield sound.letters
