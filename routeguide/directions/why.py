"""Why this way, what an alternative has, what is only assumed and what that changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from routeguide.directions.naming import lift_at, where
from routeguide.directions.phrase import Amount, Noun, Phrase, Phrases, Unit, Value, listed, say
from routeguide.directions.rounding import round_metres
from routeguide.model.attributes import BY_NAME
from routeguide.model.route import (
    Answer,
    Assumption,
    Better,
    Blocker,
    Difference,
    Outcome,
    Route,
    Where,
)

LEAST_DETOUR_M = 10.0
LEAST_TOLD_M, LEAST_TOLD_S = 5.0, 31.0
WITHOUT_PLACE = frozenset({"lift_status", "closed", "road_without_footway", "closure"})
UNITS = {"cm": Unit.CM, "pct": Unit.PCT, "m": Unit.M, "count": Unit.STAIRS}


def say_value(attribute: str, value: Any) -> Amount | None:  # noqa: ANN401 - a JSON value
    """Return a number or [low, high] without sign and with its unit; None for words."""
    unit = UNITS.get(attribute.rpartition("_")[2])
    if unit is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Amount.of(abs(value), unit)
    if not isinstance(value, list | tuple):
        return None
    low, high = (-math.inf if value[0] is None else value[0]), value[1]
    if BY_NAME[attribute].signed and low < 0:
        high = math.inf if high is None else high
        low, high = (-high, -low) if high <= 0 else (-math.inf, max(-low, high))
    return Amount.within({"low": low, "high": high}, unit)


def say_attribute(attribute: str, value: Any) -> Noun:  # noqa: ANN401 - a JSON value
    """Return the name of an attribute; a slope that goes one way only is called up or down."""
    bounds = value if isinstance(value, list | tuple) else (value, value)
    if attribute == "slope_pct" and None not in bounds:
        if bounds[0] > 0:
            return Noun("attributes", "slope_up")
        if bounds[1] < 0:
            return Noun("attributes", "slope_down")
    return Noun("attributes", attribute)


def say_difference(difference: Difference | None) -> list[Phrase]:
    """Return why this is not the plain way; nothing where it is, or differs for no reason.

    A barrier is named only where the plain way really holds it.
    """
    if difference is None:
        return []
    detour = math.floor(difference.extra_m) >= LEAST_DETOUR_M
    metres = Amount.of(round_metres(difference.extra_m), Unit.M) if detour else None
    if difference.avoided:
        things = list(dict.fromkeys(map(_avoided, difference.avoided)))
        first = things[0] if len(things) > 1 else None  # for an ear that holds no more
        return [say("avoids", things=listed(things), first=first, metres=metres)]
    if difference.better_in:
        return [say("prefers", things=_better(difference.better_in[:1]), metres=metres)]
    return [say("detour", metres=metres)] if detour else []


def say_alternative(route: Route, best: Route) -> list[Phrase]:
    """Return what an alternative has over the best route, and what it costs more."""
    if not route.better_in:
        return []
    metres, seconds = route.length_m - best.length_m, route.duration_s - best.duration_s
    told = say("alternative", things=_better(route.better_in[:2]))
    return [told, say("alternative_costs", **_compared(metres, seconds))]


def tell_assumed(answer: Answer) -> Phrases:
    """Return what the answer assumes and what that changes; nothing where nothing is assumed."""
    assumed = answer.assumed
    if assumed is None:
        return ()
    said = [say("assumed"), *map(_assumption, assumed.changes)]
    route = answer.routes[0] if answer.routes else None
    if assumed.status is not Outcome.OK:
        said.append(say("gain_none" if route is None else "gain_opens"))
    elif route is None:
        said.append(say("gain_closes"))
    elif assumed.same_way:
        said.append(say("gain_same"))
    else:
        metres = route.length_m - (assumed.length_m or 0.0)
        seconds = route.duration_s - (assumed.duration_s or 0.0)
        said.append(say("gain", **_compared(metres, seconds)))
    return tuple(said)


def _compared(metres: float, seconds: float) -> dict[str, Value | None]:
    """Return by how much a way is longer and later, or shorter and earlier.

    None where the difference is less than is said (5 m, half a minute).
    """
    far, long = abs(metres) >= LEAST_TOLD_M, abs(seconds) >= LEAST_TOLD_S
    return {
        "metres": Amount.of(round_metres(abs(metres)), Unit.M) if far else None,
        "minutes": Amount.of(round(abs(seconds) / 60), Unit.MINUTES) if long else None,
        "longer": Noun("compared", "longer" if metres >= 0 else "shorter"),
        "later": Noun("compared", "later" if seconds >= 0 else "earlier"),
    }


def _better(reasons: Sequence[Better]) -> Value | None:
    return listed([Noun("better", str(reason)) for reason in reasons], "comma")


def _avoided(blocker: Blocker) -> Value:
    """Return what is avoided as a noun: 階段, 横断歩道の段差（5センチ）, 歩道の高い縁石."""
    if blocker.attribute == "kind":
        return Noun("avoided", str(blocker.value))
    if blocker.limit == "confirmed":
        return say("avoided_in", where=where(blocker.where), thing=Noun("avoided", "unknown"))
    attribute = BY_NAME.get(blocker.attribute)
    if attribute is not None and attribute.is_measure:
        return say(
            "avoided_number",
            where=where(blocker.where),
            attribute=say_attribute(blocker.attribute, blocker.value),
            value=say_value(blocker.attribute, blocker.value),
        )
    if blocker.attribute == "barrier" and blocker.value:
        return Noun("barriers", str(blocker.value))
    thing = Noun("avoided", blocker.attribute)
    if blocker.attribute in WITHOUT_PLACE:
        return thing
    return say("avoided_in", where=where(blocker.where), thing=thing)


def _assumption(one: Assumption) -> Phrase:
    if one.change in {"open", "out"} and one.key.startswith("lift:"):
        return say(f"assumed_{one.change}", lift=lift_at(one.lift, one.station))
    place = where(one.where or Where("point"))
    if one.change == "value":
        name = str(one.attribute)
        told = say_attribute(name, one.value)
        return say("assumed_value", where=place, attribute=told, value=say_value(name, one.value))
    return say("assumed_closed" if one.change == "closed" else "assumed_passable", where=place)
