"""Routes and failures as guidance: overview, reasons, blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from routeguide.directions.blocks import BlockMaker, attribute_ja, place_said
from routeguide.directions.maneuvers import Maneuver, list_maneuvers
from routeguide.directions.rounding import round_metres, round_minutes
from routeguide.directions.words import Said, Words
from routeguide.model.attributes import BY_NAME
from routeguide.model.guidance import Block, Guidance
from routeguide.model.route import Answer, Blocker, Route
from routeguide.model.traveller import Group, Traveller

MOSTLY = 0.8
"""An attribute unknown on more than this share of the metres is told once (routing.md)."""

LEAST_DETOUR_M = 10.0
UNITS = {"cm": "センチ", "pct": "パーセント", "m": "メートル"}
VALUES_JA = {
    "steps": "階段",
    "escalator": "エスカレーター",
    "lift": "エレベーター",
    "raised": "高い縁石",
    "lowered": "低い縁石",
}


def describe(
    route: Route, *, traveller: Traveller, plain: Route | None = None, language: str = "ja"
) -> Guidance:
    """Return the words of a route for a traveller.

    ``plain`` is the route of 一般, told where it differs. The overview comes
    first; what is unknown nearly everywhere is said there, once.
    """
    words = Words(language)
    maneuvers = list_maneuvers(route)
    said_once = _mostly_unknown(route) if traveller.group is not Group.WALK else frozenset()
    blocks = BlockMaker(words, route, traveller, said_once).make(maneuvers)
    parts = _overview(words, route, traveller, maneuvers, said_once)
    reason = describe_difference(words, route, plain)
    return Guidance(
        summary="".join(part.text for part in parts),
        blocks=blocks,
        reasons=(reason,) if reason else (),
        language=language,
    )


def _overview(
    words: Words,
    route: Route,
    traveller: Traveller,
    maneuvers: Sequence[Maneuver],
    said_once: frozenset[str],
) -> list[Said]:
    parts = [
        words.say(
            "overview",
            origin=place_said(route.origin) or "出発地",
            exit=route.start_exit.name if route.start_exit else None,
            goal=place_said(route.destination) or "目的地",
            metres=round_metres(route.length_m),
            minutes=round_minutes(route.duration_s),
        )
    ]
    if traveller.group is not Group.WALK or route.label:
        parts.append(_share(words, route))
    if said_once:
        names = "、".join(attribute_ja(name) for name in sorted(said_once))
        parts.append(words.say("mostly_unknown", names=names))
    parts += _counts(words, route, maneuvers)
    if any(m.facts.get("on_centre_line") for m in maneuvers):
        parts.append(words.say("centre_line"))
    return parts


def _share(words: Words, route: Route) -> Said:
    if route.label == "verified":
        return words.say("share_all")
    known = route.evidence_m["survey"] + route.evidence_m["mapped"]
    return words.say("share", total=round(route.length_m), known=round(known))


def _counts(words: Words, route: Route, maneuvers: Sequence[Maneuver]) -> list[Said]:
    """Return the number of crossings and stairs; "no stairs" only where all is verified."""
    found = []
    crossed = [m for m in maneuvers if m.type in {"crossing", "road_crossing"}]
    if crossed:
        signals = sum(m.facts.get("how") == "signals" for m in crossed)
        found.append(words.say("crossings", count=len(crossed), signals=signals))
    stairs = sum(m.type == "steps" for m in maneuvers)
    if stairs:
        found.append(words.say("stairs", count=stairs))
    elif route.label == "verified":
        found.append(words.say("no_stairs"))
    return found


def _mostly_unknown(route: Route) -> frozenset[str]:
    """Return the attributes that are not confirmed on more than 80 % of the metres."""
    metres: Counter[str] = Counter()
    for segment in route.segments:
        for name in segment.unverified:
            metres[name] += segment.length_m  # type: ignore[assignment]
    return frozenset(name for name, m in metres.items() if m > MOSTLY * route.length_m)


def describe_difference(words: Words, route: Route, plain: Route | None) -> str | None:
    """Return why the route is longer than the plain one; None where it is not."""
    if plain is None or route.length_m - plain.length_m < LEAST_DETOUR_M:
        return None
    metres = round_metres(route.length_m - plain.length_m)
    kinds = {str(s.passage.kind) for s in plain.segments}
    mine = {str(s.passage.kind) for s in route.segments}
    key = "detour_steps" if "steps" in kinds - mine else "detour"
    return words.say(key, metres=metres).text


def describe_no_route(answer: Answer, *, language: str = "ja") -> Guidance:
    """Return what stands in the way, in words, and whom to ask."""
    words = Words(language)
    goal = place_said(answer.destination) or Said("目的地", "目的地")
    summary = words.say(
        "no_route",
        origin=place_said(answer.origin) or "出発地",
        goal=goal,
        who=answer.query.traveller.name_ja,
    )
    blocks = [_blocked(words, list(group)) for _, group in groupby(answer.blockers, _same_doubt)]
    reasons = []
    if not answer.blockers:
        reasons.append(words.say("not_connected").text)
    telephone = answer.destination.telephone if answer.destination else None
    if telephone:
        reasons.append(words.say("ask_phone", goal=goal, telephone=telephone).text)
    return Guidance(summary.text, tuple(blocks), tuple(reasons), language)


def _same_doubt(blocker: Blocker) -> Any:  # noqa: ANN401 - a key to group by
    """Group what is not confirmed at one place; every refusal stands alone."""
    return (blocker.where, blocker.at) if blocker.limit == "confirmed" else id(blocker)


def _blocked(words: Words, blockers: Sequence[Blocker]) -> Block:
    first = blockers[0]
    names = [OWN_NAMES.get(b.attribute) or attribute_ja(b.attribute) for b in blockers]
    if first.limit == "confirmed":
        said = words.say("blocked_unknown", where=first.where, attribute="と".join(names))
    else:
        said = words.say(
            _blocked_key(first),
            where=first.where,
            attribute=names[0],
            value=_value_ja(first.attribute, first.value),
            limit=_value_ja(first.attribute, first.limit),
        )
    return Block(said.text, said.speech, first.at)


OWN_NAMES = {"kind": "通り方", "road_without_footway": "歩道のない大きな車道"}
OWN_PHRASES = frozenset({"kind", "access", "road_without_footway", "closure", "hours"})


def _blocked_key(blocker: Blocker) -> str:
    if blocker.attribute in OWN_PHRASES:
        return f"blocked_{blocker.attribute}"
    return "blocked_number" if BY_NAME[blocker.attribute].is_measure else "blocked"


def _value_ja(attribute: str, value: Any) -> str | None:  # noqa: ANN401 - a JSON value
    if value is None:
        return None
    if attribute == "hours":
        return None if "conditional:" in str(value) else str(value)
    unit = UNITS.get(attribute.rpartition("_")[2], "")
    if isinstance(value, int | float):
        return f"{value:g}{unit}"
    if isinstance(value, list | tuple):
        low, high = (("" if v is None else f"{v:g}") for v in value)
        return f"{low}から{high}{unit}"
    return VALUES_JA.get(str(value))
