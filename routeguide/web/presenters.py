"""What the pages show: plain values for the templates, no decisions in the templates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from routeguide.directions.phrase import Noun
from routeguide.errors import BadInput
from routeguide.exchange.network_info import network_info
from routeguide.exchange.said import EVIDENCE
from routeguide.model.place import Place, PlaceKind
from routeguide.model.traveller import presets
from routeguide.model.vocabulary import Status
from routeguide.network.store import Network
from routeguide.routing.places import resolve_place
from routeguide.web.japanese import attribute_of, limits_of, name_of, say

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


def network_words(network: Network) -> dict[str, Any]:
    """Return what the pages say of the network."""
    info = network_info(network)
    return {
        **info,
        "words": SOURCE_WORDS.get(info["source_kind"], "ためし用の道路網です。"),
        "is_ward_only": info["source_kind"] == "ward",
    }


Groups = list[tuple[str, list[Choice]]]


def station_groups(network: Network, chosen: str) -> Groups:
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
        label = name_of(place)
        is_in = any(p.id in reachable for p in members)
        rows[is_in].append(Choice(place.id, label, chosen in {p.id for p in members}))
    heads = {True: "この道路網で道順をしらべられる駅", False: "まだ道がつながっていない駅"}
    groups = [(head, rows[key]) for key, head in heads.items() if rows[key]]
    return _with_chosen(network, groups, chosen)


def facility_groups(network: Network, chosen: str) -> Groups:
    """Return the facilities by category; on a small network the reachable ones only."""
    reachable = set(network.report.get("reachable", []))
    places = [p for p in _of_kind(network, PlaceKind.FACILITY) if p.id in reachable]
    places.sort(key=lambda p: (p.category or "", p.kana or p.name))
    groups = [
        (category, [Choice(p.id, p.name, p.id == chosen) for p in group])
        for category, group in groupby(places, key=lambda p: p.category or "そのほか")
    ]
    return _with_chosen(network, groups, chosen)


def chosen_place(network: Network, text: str) -> str:
    """Return the id of a place that an address names by its id or name; the text as it is else."""
    try:
        return resolve_place(network, text).id if text else ""
    except BadInput:
        return text


def _with_chosen(network: Network, groups: Groups, chosen: str) -> Groups:
    """Return the groups, led by the chosen place where none holds it: an exit, a way back."""
    place = network.places.get(chosen)
    if place is None or any(one.selected for _, group in groups for one in group):
        return groups
    station = network.places.get(place.parent or "")
    label = name_of(place, station)
    return [("今選んでいる場所", [Choice(place.id, label, selected=True)]), *groups]


def lift_groups(network: Network, assumed: Collection[str]) -> Groups:
    """Return what may be assumed of the lifts, by station: out, or open where it is planned."""
    rows: dict[str, list[Choice]] = {}
    for lift in network.base.lift_edges:
        place = network.places.get(lift)
        station = network.places.get(place.parent or "") if place else None
        if place is None or station is None:
            continue
        planned = place.status is Status.PLANNED
        value = f"{lift}={'open' if planned else 'out'}"
        head = name_of(station)
        label = f"{name_of(place, station)}が{'できたら' if planned else '止まったら'}"
        rows.setdefault(head, []).append(Choice(value, label, value in assumed))
    return [(head, _numbered(group)) for head, group in rows.items()]


def _numbered(choices: Sequence[Choice]) -> list[Choice]:
    """Return the choices with a number before those that are called the same."""
    labels = [one.label for one in choices]
    return [
        replace(one, label=f"{one.label}（{labels[: place + 1].count(one.label)}つ目）")
        if labels.count(one.label) > 1
        else one
        for place, one in enumerate(choices)
    ]


def preset_rows() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every preset with its limits in words, without the policy for what is unknown."""
    return [(preset.name_ja, limits_of(preset)) for preset in presets().values()]


def _of_kind(network: Network, kind: PlaceKind) -> list[Place]:
    places = [p for p in network.places.values() if p.kind is kind]
    return sorted(places, key=lambda p: p.kana or p.name)


def report_rows(report: Mapping[str, Any]) -> Sequence[tuple[str, str, str]]:
    """Return (attribute, unknown share, known kilometres) for the data page."""
    return [
        (
            attribute_of(name),
            f"{row['unknown_share']:.1%}",
            "、".join(
                f"{say(Noun('evidence', key))} {row[f'{key}_m'] / 1000:.1f}キロ"
                for key in EVIDENCE[:3]
                if row[f"{key}_m"]
            ),
        )
        for name, row in report["attributes"].items()
        if row["passages"]
    ]
