"""Why this way, what an alternative has, what is only assumed and what that changes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from routeguide.directions.amounts import say_value
from routeguide.directions.names import attribute_said, lift_said, speak_name
from routeguide.directions.rounding import round_metres
from routeguide.directions.words import Said, Words, join_said
from routeguide.model.attributes import BY_NAME
from routeguide.model.route import Answer, Assumption, Better, Blocker, Difference, Outcome, Route

LEAST_DETOUR_M = 10.0
LEAST_TOLD_M, LEAST_TOLD_S = 5.0, 31.0


def say_difference(words: Words, difference: Difference | None) -> list[Said]:
    """Return why this is not the plain way; nothing where it is, or differs for no reason.

    A barrier is named only where the plain way really holds it.
    """
    if difference is None:
        return []
    detour = math.floor(difference.extra_m) >= LEAST_DETOUR_M
    metres = round_metres(difference.extra_m) if detour else None
    if difference.avoided:
        things = [_avoided(words, one) for one in difference.avoided]
        said = join_said(list(dict.fromkeys(things)), "と")
        return [words.say("avoids", things=said, metres=metres)]
    if difference.better_in:
        said = _better(words, difference.better_in[:1])
        return [words.say("prefers", things=said, metres=metres)]
    return [words.say("detour", metres=metres)] if detour else []


def say_alternative(words: Words, route: Route, best: Route) -> list[Said]:
    """Return what an alternative has over the best route, and what it costs more."""
    if not route.better_in:
        return []
    things = _better(words, route.better_in[:2])
    metres, seconds = route.length_m - best.length_m, route.duration_s - best.duration_s
    return [words.say("alternative", things=things, **_compared(words, metres, seconds))]


def say_assumed(words: Words, answer: Answer) -> list[Said]:
    """Return what the answer assumes and what that changes; nothing where nothing is assumed."""
    assumed = answer.assumed
    if assumed is None:
        return []
    said = [words.say("assumed")]
    said += [_assumption(words, change) for change in assumed.changes]
    route = answer.routes[0] if answer.routes else None
    if assumed.status is not Outcome.OK:
        said.append(words.say("gain_none" if route is None else "gain_opens"))
    elif route is None:
        said.append(words.say("gain_closes"))
    elif assumed.same_way:
        said.append(words.say("gain_same"))
    else:
        metres = route.length_m - (assumed.length_m or 0.0)
        seconds = route.duration_s - (assumed.duration_s or 0.0)
        said.append(words.say("gain", **_compared(words, metres, seconds)))
    return said


def _compared(words: Words, metres: float, seconds: float) -> dict[str, Said | float | None]:
    """Return by how much a way is longer and later, or shorter and earlier.

    None where the difference is less than is said (5 m, half a minute).
    """
    far, long = abs(metres) >= LEAST_TOLD_M, abs(seconds) >= LEAST_TOLD_S
    return {
        "metres": round_metres(abs(metres)) if far else None,
        "minutes": round(abs(seconds) / 60) if long else None,
        "longer": words.noun("compared", "longer" if metres >= 0 else "shorter"),
        "later": words.noun("compared", "later" if seconds >= 0 else "earlier"),
    }


def _better(words: Words, reasons: Sequence[Better]) -> Said:
    return join_said([words.noun("better", str(reason)) for reason in reasons], "、")


def _avoided(words: Words, blocker: Blocker) -> Said:
    """Return what is avoided as a noun: 階段, 横断歩道の段差（5センチ）, 歩道の高い縁石."""
    where = Said(blocker.where, speak_name(blocker.where))
    if blocker.attribute == "kind":
        return words.noun("avoided", str(blocker.value))
    if blocker.limit == "confirmed":
        return words.say("avoided_in", where=where, thing=words.noun("avoided", "unknown"))
    attribute = BY_NAME.get(blocker.attribute)
    if attribute is not None and attribute.is_measure:
        value = say_value(blocker.attribute, blocker.value)
        said = attribute_said(blocker.attribute)
        return words.say("avoided_number", where=where, attribute=said, value=value)
    if blocker.attribute == "barrier" and words.has_noun("barriers", str(blocker.value)):
        return words.noun("barriers", str(blocker.value))
    thing = words.noun("avoided", blocker.attribute)
    if blocker.attribute in {"lift_status", "closed", "road_without_footway", "closure"}:
        return thing
    return words.say("avoided_in", where=where, thing=thing)


def _assumption(words: Words, one: Assumption) -> Said:
    if one.change in {"open", "out"} and one.key.startswith("lift:"):
        return words.say(f"assumed_{one.change}", lift=lift_said(one.lift, one.station))
    where = Said(one.where, speak_name(one.where))
    if one.change == "value":
        name = str(one.attribute)
        value = say_value(name, one.value)
        return words.say("assumed_value", where=where, attribute=attribute_said(name), value=value)
    return words.say(
        "assumed_closed" if one.change == "closed" else "assumed_passable", where=where
    )


def list_texts(pieces: Sequence[Said]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what was said, written and spoken."""
    return tuple(piece.text for piece in pieces), tuple(piece.speech for piece in pieces)
