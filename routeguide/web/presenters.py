"""What the pages show: plain values for the templates, no decisions in the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from routeguide.directions.blocks import attribute_ja, place_said
from routeguide.directions.describe import describe, describe_answer
from routeguide.directions.limits import list_limits, say_limit
from routeguide.directions.names import JST, lift_said
from routeguide.exchange.answer_text import based_on
from routeguide.model.guidance import Guidance
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Answer, Opening, Outcome, Query, Route
from routeguide.model.traveller import CHOICES, RANGES, get_preset
from routeguide.network.store import Network

EVIDENCE_ROWS = (
    ("survey", "調査済み"),
    ("mapped", "地図に記載"),
    ("inferred", "推定"),
    ("unknown", "未確認"),
)
SOURCE_WORDS = {
    "ward": "区内の候補ルートだけの道路網です。区の指定ルートではなく、歩いて確かめてもいません。",
    "osm+ward": "地図（OpenStreetMap）と区のデータから作った道路網です。",
    "osm": "地図（OpenStreetMap）から作った道路網です。",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list."""

    value: str
    label: str
    selected: bool = False


def network_info(network: Network) -> dict[str, Any]:
    """Return what every answer tells of its network."""
    built_at = network.built_at
    return {
        "version": network.version,
        "built_at": built_at.isoformat() if built_at else None,
        "source_kind": network.manifest["source_kind"],
        "sources": [dict(source) for source in network.manifest["sources"]],
    }


def network_words(network: Network) -> dict[str, Any]:
    """Return what the pages say of the network."""
    info = network_info(network)
    return {
        **info,
        "words": SOURCE_WORDS.get(info["source_kind"], "ためし用の道路網です。"),
        "is_ward_only": info["source_kind"] == "ward",
    }


def station_groups(network: Network, chosen: str) -> list[tuple[str, list[Choice]]]:
    """Return the stations that lead somewhere, then the others; one choice a name."""
    reachable = set(network.report.get("reachable", []))
    stations = _of_kind(network, PlaceKind.STATION)
    seen: set[str] = set()
    rows: dict[bool, list[Choice]] = {True: [], False: []}
    for place in stations:
        key = place.group or place.id
        members = [p for p in stations if (p.group or p.id) == key]
        if key in seen:
            continue
        seen.add(key)
        label = (place_said(place) or place).text  # type: ignore[union-attr]
        is_in = any(p.id in reachable for p in members)
        rows[is_in].append(Choice(place.id, label, chosen in {p.id for p in members}))
    return _headed(rows, "この道路網で道順をしらべられる駅", "まだ道がつながっていない駅")


def facility_groups(network: Network, chosen: str) -> list[tuple[str, list[Choice]]]:
    """Return the facilities by category; on a small network the reachable ones only."""
    reachable = set(network.report.get("reachable", []))
    places = [p for p in _of_kind(network, PlaceKind.FACILITY) if p.id in reachable]
    places.sort(key=lambda p: (p.category or "", p.kana or p.name))
    return [
        (category, [Choice(p.id, p.name, p.id == chosen) for p in group])
        for category, group in groupby(places, key=lambda p: p.category or "そのほか")
    ]


def _of_kind(network: Network, kind: PlaceKind) -> list[Place]:
    places = [p for p in network.places.values() if p.kind is kind]
    return sorted(places, key=lambda p: p.kana or p.name)


def _headed(
    rows: Mapping[bool, list[Choice]], first: str, second: str
) -> list[tuple[str, list[Choice]]]:
    return [(head, rows[key]) for key, head in ((True, first), (False, second)) if rows[key]]


def route_page(answer: Answer, network: Network, *, depart: str | None = None) -> dict[str, Any]:
    """Return everything the route page shows; ``depart`` is the departure as asked, if any was."""
    query = answer.query
    kept = {"depart": depart} if depart else {}
    route = answer.routes[0] if answer.routes else None
    return {
        "origin": _name(answer.origin),
        "destination": _name(answer.destination),
        "traveller": query.traveller,
        "found": answer.status is Outcome.OK,
        "partial": answer.partial,
        "is_assumed": answer.assumed is not None,
        "guidance": describe_answer(answer),
        "others": _others(answer),
        "notices": answer.notices,
        "evidence": _evidence(route) if route else [],
        "unverified": _unverified(route) if route else [],
        "limits": list_limits(query.traveller, query.unknown),
        "depart_at": query.depart_at.astimezone(JST),
        "network": network_words(network),
        "based_on": based_on(answer, {"version": answer.network_version}),
        "telephone": answer.destination.telephone if answer.destination else None,
        "address": answer.destination.address if answer.destination else None,
        "question": question_of(query) | kept,
        "back": question_of(query.back()) | kept,
        "changes": _changes(answer, kept),
    }


def question_of(query: Query) -> dict[str, Any]:
    """Return a question as the words of an address: place ids and settings only."""
    preset = get_preset(query.traveller.id)
    changed = {
        key: "none" if value is None else value
        for key, value in query.traveller.limits().items()
        if key in {*RANGES, *CHOICES} and value != preset.limits()[key]
    }
    words: dict[str, Any] = {
        "from": query.origin.place,
        "to": query.destination.place,
        "traveller": query.traveller.id,
        "unknown": str(query.unknown),
        **changed,
    }
    if query.alternatives:
        words["alternatives"] = query.alternatives
    if query.what_if:
        words["what_if"] = list(query.what_if)
    return words


@dataclass(frozen=True, slots=True)
class Change:
    """A link that asks again with one thing changed."""

    label: str
    question: Mapping[str, Any]


def _changes(answer: Answer, kept: Mapping[str, str]) -> list[Change]:
    """Return the questions that would open a way, each with its own single change."""
    found = []
    query = answer.query
    for one in answer.relaxations:
        question = {**question_of(query), **kept}
        if one.opening is Opening.LIMIT:
            name, limit = say_limit(one.key, one.value)
            label, question[one.key] = f"{name}を「{limit}」に変えてしらべる", one.value
        elif one.opening is Opening.UNKNOWN:
            label, question["unknown"] = "確認できていない道も使ってしらべる", one.value
        elif one.opening is Opening.LATER:
            label, question["depart"] = "その時刻に出発するとしてしらべる", one.value
        else:
            lift = lift_said(one.lift, one.station).text
            label = f"{lift}が使えると仮定してしらべる"
            question["what_if"] = [*query.what_if, f"{one.key}=open"]
        found.append(Change(label, question))
    return found


def _others(answer: Answer) -> list[tuple[str, Guidance]]:
    """Return the alternatives with their words, numbered as people count."""
    return [
        (f"別の道{number}", describe(route, traveller=answer.query.traveller, answer=answer))
        for number, route in enumerate(answer.routes[1:], 1)
    ]


def _name(place: Place | None) -> str:
    said = place_said(place)
    return said.text if said else ""


def _evidence(route: Route) -> list[tuple[str, int, int]]:
    """Return (word, metres, percent) for each kind of evidence."""
    total = route.length_m or 1
    return [
        (word, round(route.evidence_m[key]), round(100 * route.evidence_m[key] / total))
        for key, word in EVIDENCE_ROWS
    ]


def _unverified(route: Route) -> list[tuple[str, int]]:
    """Return (attribute, metres) of what is not confirmed, the longest first."""
    metres: dict[str, float] = {}
    for segment in route.segments:
        for name in segment.unverified:
            metres[name] = metres.get(name, 0.0) + segment.length_m
    ordered = sorted(metres.items(), key=lambda pair: -pair[1])
    return [(attribute_ja(name), round(m)) for name, m in ordered]


def report_rows(report: Mapping[str, Any]) -> Sequence[tuple[str, str, str]]:
    """Return (attribute, unknown share, known kilometres) for the data page."""
    return [
        (
            attribute_ja(name),
            f"{row['unknown_share']:.1%}",
            "、".join(
                f"{word} {row[f'{key}_m'] / 1000:.1f}キロ"
                for key, word in EVIDENCE_ROWS[:3]
                if row[f"{key}_m"]
            ),
        )
        for name, row in report["attributes"].items()
        if row["passages"]
    ]
