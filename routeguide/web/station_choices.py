"""Stations and exits to choose from, with what helps to choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from routeguide.model.asked import JST, now
from routeguide.model.geodesy import distance_m
from routeguide.model.place import Place, PlaceKind
from routeguide.model.values import Fact
from routeguide.model.vocabulary import LiftState
from routeguide.network.store import Network
from routeguide.routing.places import list_group
from routeguide.web.texts import plain, t
from routeguide.web.wording import comma, show_name

NEAR = 5
"""Stations that are offered for a goal."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place to choose: its id, its name with furigana; metres in a straight line where known."""

    id: str
    name: Markup
    metres: int | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """A lift that is out of service now, its station, and until when that is planned."""

    lift: Markup
    station: str | None
    until: datetime | None


def list_stations(network: Network) -> list[Place]:
    """Return the stations that guidance reaches, in the order of the kana."""
    reachable = set(network.report.get("reachable", []))
    places = [p for p in network.places.values() if p.kind is PlaceKind.STATION]
    joined = [p for p in places if any(q.id in reachable for q in list_group(network, p))]
    return sorted(joined, key=lambda place: place.kana or place.name)


def stations_by_line(network: Network) -> list[tuple[Markup, list[Link]]]:
    """Return the stations by line; one that several lines serve stands under each of them."""
    lines: dict[Markup, list[Link]] = {}
    for place in list_stations(network):
        for line in _lines_of(place):
            lines.setdefault(t(line), []).append(Link(place.id, show_name(place)))
    return sorted(lines.items())


def _lines_of(place: Place) -> list[str]:
    known = place.facts.get("lines")
    text = str(known.value) if isinstance(known, Fact) and known.value else ""
    return [line for line in text.split("、") if line] or [plain("そのほか")]


def near_stations(network: Network, goal: Place | None) -> list[Link]:
    """Return the stations nearest to a goal in a straight line, the nearest first."""
    if goal is None or goal.lonlat is None:
        return []
    rows = [
        (distance_m(place.lonlat, goal.lonlat), place.id, place)
        for place in list_stations(network)
        if place.lonlat
    ]
    nearest = sorted(rows, key=lambda row: row[:2])[:NEAR]
    return [Link(key, show_name(place), _straight(metres)) for metres, key, place in nearest]


def _straight(metres: float) -> int:
    """Return a straight line as told: to 50 metres, never none."""
    return 50 * max(1, round(metres / 50))


def find_station(network: Network, text: str) -> Place | None:
    """Return the station of a station's, exit's or lift's id; None where there is none."""
    place = network.places.get(text)
    if place is not None and place.kind is not PlaceKind.STATION:
        place = network.places.get(place.parent or "")
    return place if place is not None and place.kind is PlaceKind.STATION else None


def exit_choices(network: Network, station: Place) -> Iterator[tuple[str, Markup]]:
    """Yield "any exit", then the exits of a station with what is known to lead to them."""
    yield station.id, t("どの出口でもよい（行きやすい出口をえらびます）")
    for member in list_group(network, station):
        for place in network.places.values():
            if place.kind is PlaceKind.EXIT and place.parent == member.id and place.destination:
                yield place.id, exit_words(place, member)


def exit_words(place: Place, station: Place) -> Markup:
    """Return an exit's name with what is known to lead to it; unknown is said."""
    known = place.facts.get("facilities")
    value = str(known.value) if isinstance(known, Fact) and known.value else ""
    words = {
        "elevator": t("エレベーターあり"),
        "escalator": t("エスカレーターあり"),
        "stairs": t("階段あり"),
    }
    told = [words[thing] for thing in words if thing in value]
    facts = comma().join(told) or t("設備は確認できていません")
    return t("%(name)s（%(facts)s）", name=show_name(place, station), facts=facts)


def outages_now(network: Network) -> list[Outage]:
    """Return the lifts that are out of service at this moment."""
    found, at = [], now()
    for lift in dict.fromkeys(report.lift for report in network.overlay.outages):
        state, ends = network.overlay.state_of(lift, at)
        place = network.places.get(lift)
        if state is LiftState.OUT and place is not None:
            name = show_name(place, network.places.get(place.parent or ""))
            found.append(Outage(name, place.parent, ends.astimezone(JST) if ends else None))
    return found
