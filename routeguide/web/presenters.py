"""What the pages show: plain values for the templates, no decisions in the templates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from markupsafe import Markup

from routeguide.directions.phrase import Noun
from routeguide.errors import BadInput
from routeguide.exchange.network_info import network_info
from routeguide.exchange.said import EVIDENCE
from routeguide.model.place import Place, PlaceKind
from routeguide.model.traveller import presets
from routeguide.model.vocabulary import Status
from routeguide.network.store import Network
from routeguide.routing.places import resolve_place
from routeguide.web.texts import plain, t
from routeguide.web.wording import attribute_of, limits_of, name_of, say, show


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
        "words": _source_words(info["source_kind"]),
        "is_ward_only": info["source_kind"] == "ward",
    }


def _source_words(kind: str) -> Markup:
    if kind == "ward":
        return t(
            "区内の候補ルートだけの道路網です。区の指定ルートではなく、歩いて確かめてもいません。"
        )
    if kind == "osm+ward":
        return t("地図（OpenStreetMap）と区のデータから作った道路網です。")
    if kind == "osm":
        return t("地図（OpenStreetMap）から作った道路網です。")
    return t("ためし用の道路網です。")


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
    heads = {
        True: plain("この道路網で道順をしらべられる駅"),
        False: plain("まだ道がつながっていない駅"),
    }
    groups = [(head, rows[key]) for key, head in heads.items() if rows[key]]
    return _with_chosen(network, groups, chosen)


def facility_groups(network: Network, chosen: str) -> Groups:
    """Return the facilities by category; on a small network the reachable ones only."""
    reachable = set(network.report.get("reachable", []))
    places = [p for p in _of_kind(network, PlaceKind.FACILITY) if p.id in reachable]
    places.sort(key=lambda p: (p.category or "", p.kana or p.name))
    groups = [
        (category, [Choice(p.id, name_of(p), p.id == chosen) for p in group])
        for category, group in groupby(places, key=lambda p: p.category or plain("そのほか"))
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
    return [(plain("今選んでいる場所"), [Choice(place.id, label, selected=True)]), *groups]


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
        name = name_of(place, station)
        label = (
            plain("%(lift)sができたら", lift=name)
            if planned
            else plain("%(lift)sが止まったら", lift=name)
        )
        rows.setdefault(head, []).append(Choice(value, label, value in assumed))
    return [(head, _numbered(group)) for head, group in rows.items()]


def _numbered(choices: Sequence[Choice]) -> list[Choice]:
    """Return the choices with a number before those that are called the same."""
    labels = [one.label for one in choices]
    return [
        replace(one, label=_with_number(one.label, labels[: place + 1].count(one.label)))
        if labels.count(one.label) > 1
        else one
        for place, one in enumerate(choices)
    ]


def _with_number(name: str, number: int) -> str:
    return plain("%(name)s（%(number)sつ目）", name=name, number=number)


def traveller_choices() -> list[tuple[str, Markup]]:
    """Return the presets with their names."""
    return [(key, show(Noun("travellers", key), "label")) for key in presets()]


def ruby_choices() -> list[tuple[str, str]]:
    """Return the kinds of furigana, those of junior high school as one."""
    grades = [
        (f"grade:{grade}", plain("小学%(grade)s年生までに習わない漢字に", grade=grade))
        for grade in range(1, 7)
    ]
    return [
        ("", plain("ことばに合わせる")),
        ("none", plain("付けない")),
        *grades,
        ("grade:9", plain("中学生までに習わない漢字に")),
        ("all", plain("すべての漢字に")),
    ]


def preset_rows() -> list[tuple[Markup, list[tuple[str, str]]]]:
    """Return every preset with its limits in words, without the policy for what is unknown."""
    names = dict(traveller_choices())
    return [(names[key], limits_of(preset)) for key, preset in presets().items()]


def _of_kind(network: Network, kind: PlaceKind) -> list[Place]:
    places = [p for p in network.places.values() if p.kind is kind]
    return sorted(places, key=lambda p: p.kana or p.name)


def _kilometres(evidence: str, metres: float) -> str:
    word = say(Noun("evidence", evidence))
    return plain("%(evidence)s %(km)sキロ", evidence=word, km=f"{metres / 1000:.1f}")


def report_rows(report: Mapping[str, Any]) -> Sequence[tuple[str, str, str]]:
    """Return (attribute, unknown share, known kilometres) for the data page."""
    return [
        (
            attribute_of(name),
            f"{row['unknown_share']:.1%}",
            "、".join(_kilometres(key, row[f"{key}_m"]) for key in EVIDENCE[:3] if row[f"{key}_m"]),
        )
        for name, row in report["attributes"].items()
        if row["passages"]
    ]
