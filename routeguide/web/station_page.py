"""What the page of a station shows: ways out by wheelchair, lifts, exits, doors, toilets, plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from routeguide.directions.phrase import Literal, Noun, Street
from routeguide.directions.ruby import parse_marked, ruby_html
from routeguide.model.place import Place, PlaceKind
from routeguide.model.traveller import presets
from routeguide.model.values import Fact
from routeguide.network.store import Network
from routeguide.routing.finding import Wish, find_places
from routeguide.routing.needs import list_parts
from routeguide.routing.places import list_group
from routeguide.routing.step_free import find_ways_out
from routeguide.web.facility_page import toilet_rows
from routeguide.web.facts import FactRow, fact_row, unknown_row
from routeguide.web.lift_rows import list_lifts, list_planned
from routeguide.web.search import Item, note_of
from routeguide.web.texts import ruby, t
from routeguide.web.wording import comma, name_of, show, show_name, words

WHEELS = ("wheelchair_manual", "wheelchair_assisted", "wheelchair_powered")
NEAR_M, MOST_NEAR = 1500.0, 12


@dataclass(frozen=True, slots=True)
class WayOutRow:
    """How many exits someone can take; None = the inside is not known, nothing is counted."""

    traveller: Markup
    confirmed: int | None
    possible: int | None
    names: Markup


def station_page(network: Network, place: Place, at: datetime) -> dict[str, Any]:
    """Return everything that the page of a station shows; stations of one name are one page."""
    members = list_group(network, place)
    return {
        "place": place,
        "name": show_name(place),
        "title": name_of(place),
        "lines": comma().join(line for one in members for line in line_names(network, one)),
        "ways_out": [(_of(network, one, members), ways_out(network, one, at)) for one in members],
        "published": [_published(network, one, members) for one in members],
        "lifts": list_lifts(network, members, at),
        "planned": [show_name(lift) for lift in list_planned(network, members)],
        "exits": [_exit_row(one) for member in members for one in _exits(network, member)],
        "doors": [row for member in members for row in door_rows(network, member)],
        "toilets": [row for member in members for row in toilet_rows(member)],
        "near": near_facilities(network, place, at),
    }


def _of(network: Network, station: Place, members: Sequence[Place]) -> Markup:
    """Return which of several stations of one name is meant, by its lines; empty for one alone."""
    if len(members) == 1:
        return Markup("")
    return comma().join(line_names(network, station))


def line_names(network: Network, station: Place) -> list[Markup]:
    """Return the lines of a station."""
    parts = list_parts(network, station.id)
    return [line_name(part) for part in parts if part.kind is PlaceKind.PLATFORM]


def line_name(platform: Place) -> Markup:
    """Return the line of a platform."""
    name = platform.name.partition(" ")[2].removesuffix("のホーム")
    marked = words().language.tables["lines"].get(name)
    if marked is None:
        return show(Street(name))
    return Markup(ruby_html(parse_marked(marked), ruby()))  # noqa: S704 - our own table


def ways_out(network: Network, station: Place, at: datetime) -> list[WayOutRow]:
    """Return for every wheelchair by how many exits one gets to the street."""
    rows = []
    for key in WHEELS:
        found = find_ways_out(network, station, presets()[key], at)
        who = show(Noun("travellers", key))
        if found is None:
            rows.append(WayOutRow(who, None, None, Markup("")))
        else:
            names = comma().join(show_name(one) for one in found.possible)
            rows.append(WayOutRow(who, len(found.confirmed), len(found.possible), names))
    return rows


def _published(network: Network, station: Place, members: Sequence[Place]) -> FactRow:
    """Return how many step-free routes are published: at least so many."""
    known = station.facts.get("step_free_routes")
    of = _of(network, station, members)
    name = t("公表されている段差のない道の数")
    if of:
        name = t("%(name)s（%(of)s）", name=name, of=of)
    if not isinstance(known, Fact):
        return unknown_row(name)
    return fact_row(name, known, t("%(count)sつ以上", count=known.value), ages="step_free_routes")


def _exits(network: Network, station: Place) -> Iterator[Place]:
    for part in list_parts(network, station.id):
        if part.kind is PlaceKind.EXIT:
            yield part


def _exit_row(place: Place) -> FactRow:
    """Return how one gets up to the street at an exit, and when."""
    known = place.facts.get("facilities")
    name = show_name(place)
    if not place.destination:
        name = t("%(name)s（駅の中の出入口）", name=name)
    if not isinstance(known, Fact):
        return unknown_row(name)
    means = {
        "stairs": t("階段あり"), "escalator": t("エスカレーターあり"),
        "elevator": t("エレベーターあり"),
    }  # fmt: skip
    told = [means.get(word, show(Literal(word))) for word in known.value.split("、")]
    hours = place.facts.get("hours")
    if isinstance(hours, Fact):
        told.append(t("使える時間 %(hours)s", hours=hours.value))
    return fact_row(name, known, comma().join(told))


def door_rows(network: Network, station: Place) -> Iterator[FactRow]:
    """Yield whether the platforms of each line have doors."""
    for part in list_parts(network, station.id):
        if part.kind is not PlaceKind.PLATFORM:
            continue
        known = part.facts.get("platform_door")
        if not isinstance(known, Fact) or known.value not in {"yes", "no"}:
            yield unknown_row(line_name(part))
        else:
            word = t("あります") if known.value == "yes" else t("ありません")
            yield fact_row(line_name(part), known, word, ages="platform_door")


def near_facilities(network: Network, place: Place, at: datetime) -> list[Item]:
    """Return the facilities around a station, the nearest first."""
    if place.lonlat is None:
        return []
    wish = Wish(
        kinds=frozenset([PlaceKind.FACILITY]), near=place.lonlat, within_m=NEAR_M, limit=MOST_NEAR
    )
    return [
        Item(hit.place.id, show_name(hit.place), note_of(hit),
             url_for("places.place", place_id=hit.place.id))
        for hit in find_places(network, wish, at=at).hits
    ]  # fmt: skip
