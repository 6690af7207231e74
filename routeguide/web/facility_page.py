"""The page of a facility: how to get there, its entrance and equipment, what is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import url_for
from markupsafe import Markup

from routeguide.directions.phrase import Floor, Literal, Noun
from routeguide.model.place import Place, PlaceKind
from routeguide.model.values import Fact, Known
from routeguide.network.store import Network
from routeguide.routing.finding import Wish, find_places
from routeguide.routing.needs import NEED_JA, Held, Need, told_of
from routeguide.web.equipment import read_toilets
from routeguide.web.facts import FactRow, centimetres, fact_row, unknown_row
from routeguide.web.search import Item, kind_words, straight
from routeguide.web.texts import t
from routeguide.web.wording import comma, japanese, name_of, show, show_name

NEAR_M, MOST_NEAR = 3000.0, 4
EQUIPMENT = (
    Need.LIFT, Need.WHEELCHAIR_TOILET, Need.OSTOMATE, Need.LARGE_BED, Need.BABY_CHANGING,
    Need.NURSING_ROOM, Need.PARKING,
)  # fmt: skip


def facility_page(network: Network, place: Place, at: datetime) -> dict[str, Any]:
    """Return everything that the page of a facility shows."""
    equipment = equipment_rows(network, place, at)
    return {
        "place": place,
        "name": show_name(place),
        "title": name_of(place),
        "kind": kind_words(place),
        "caution": show(Literal(place.caution)) if place.caution else None,
        "near": near_stations(network, place, at),
        "entrance": entrance_rows(network, place, at),
        "equipment": [row for row in equipment if row.is_known],
        "not_known": comma().join(row.name for row in equipment if not row.is_known),
        "toilets": toilet_rows(place),
        "contact": contact_rows(place),
        "telephone": place.telephone,
    }


def near_stations(network: Network, place: Place, at: datetime) -> list[Item]:
    """Return the nearest stations, one a name, each with the question that it asks."""
    if place.lonlat is None or not place.destination:
        return []
    wish = Wish(kinds=frozenset([PlaceKind.STATION]), near=place.lonlat, within_m=NEAR_M)
    reachable = set(network.report.get("reachable", []))
    found: dict[str, Item] = {}
    for hit in find_places(network, wish, at=at).hits:
        station = hit.place
        key = station.group or station.id
        if key not in found and (station.id in reachable or not reachable):
            href = _asking(station, place)
            note = straight(hit.distance_m or 0.0)
            found[key] = Item(station.id, show_name(station), note, href)
    return list(found.values())[:MOST_NEAR]


def _asking(station: Place, goal: Place) -> str:
    """Return the address that asks who travels from a station to a goal."""
    words: dict[str, Any] = {"from": station.id, "to": goal.id}
    return url_for("questions.ask_traveller", **words)


def entrance_rows(network: Network, place: Place, at: datetime) -> list[FactRow]:
    """Return what is known of the entrance: step, width, door, ramp; unknown is said as unknown."""
    node = network.place_node.get(place.id)
    point = network.point(node) if node is not None else None
    values: Mapping[str, Known] = point.values if point else {}
    ramp = told_of(network, place, Need.RAMP, at)
    return [
        _measured(t("入口の段差"), values.get("step_cm")),
        _measured(t("入口の幅"), values.get("gap_cm") or values.get("width_cm")),
        _word(t("入口の扉"), values.get("door") or place.facts.get("door"), "doors"),
        need_row(t(NEED_JA[Need.RAMP]), ramp.held, ramp.known),
    ]


def _measured(name: Markup, known: Known | None) -> FactRow:
    return fact_row(name, known, centimetres(known)) if known else unknown_row(name)


def _word(name: Markup, known: Known | None, _table: str) -> FactRow:
    if not isinstance(known, Fact):
        return unknown_row(name)
    return fact_row(name, known, show(Literal(known.value)))


def need_row(name: Markup, held: Held, known: Known | None) -> FactRow:
    """Return a row that says whether something is there; what nobody knows is neither."""
    if held is Held.UNKNOWN or known is None:
        return unknown_row(name)
    word = t("あります") if held is Held.YES else t("ありません")
    return fact_row(name, known, word, ages="equipment")


def equipment_rows(network: Network, place: Place, at: datetime) -> list[FactRow]:
    """Return the equipment, known or not; an evacuation base only where it is one."""
    told = {need: told_of(network, place, need, at) for need in (*EQUIPMENT, Need.EVACUATION)}
    if told[Need.EVACUATION].held is Held.UNKNOWN:
        del told[Need.EVACUATION]
    return [need_row(t(NEED_JA[need]), one.held, one.known) for need, one in told.items()]


def toilet_rows(place: Place) -> list[FactRow]:
    """Return the toilets that published lists tell of, each with its floor and equipment."""
    known = place.facts.get("toilets")
    if not isinstance(known, Fact):
        return []
    rows = []
    for toilet in read_toilets(known.value):
        told = [t(NEED_JA[need]) for need in toilet.equipment] or [t("設備は分かりません")]
        told += [show(Literal(note)) for note in toilet.notes]
        name = japanese(toilet.name)
        if toilet.floor is not None:
            name = t("%(floor)s %(name)s", floor=show(Floor(toilet.floor)), name=name)
        rows.append(fact_row(name, known, comma().join(told), ages="toilets"))
    return rows


def contact_rows(place: Place) -> list[FactRow]:
    """Return address, telephone and hours; what is not known is said."""
    told = show(Noun("evidence", "mapped"))
    name, hours = t("開いている時間"), place.facts.get("hours")
    rows = [
        FactRow(t("住所"), japanese(place.address), told) if place.address else None,
        FactRow(t("電話"), _telephone(place), told) if place.telephone else None,
        fact_row(name, hours, show(Literal(hours.value)), ages="hours")
        if isinstance(hours, Fact)
        else None,
    ]
    names = (t("住所"), t("電話"), name)
    return [row or unknown_row(of) for row, of in zip(rows, names, strict=True)]


def _telephone(place: Place) -> Markup:
    number = place.telephone or ""
    words = t("%(place)sに電話する（%(telephone)s）", place=show_name(place), telephone=number)
    return Markup('<a href="tel:{}">{}</a>').format(number.replace("-", ""), words)
