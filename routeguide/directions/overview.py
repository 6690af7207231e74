"""The overview: what is told before the first step."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from routeguide.directions.acts import Act, Maneuver
from routeguide.directions.crossings import EXPOSED
from routeguide.directions.facts import LEVEL_CM, STREETS, bounds, confirmed_measure, confirmed_word
from routeguide.directions.notes import attributes
from routeguide.directions.phrase import Amount, Day, Hour, Phrase, Spot, Unit, Value, listed, say
from routeguide.directions.rounding import round_metres, round_minutes
from routeguide.directions.start import find_exit
from routeguide.model.place import Place
from routeguide.model.route import Route, Segment
from routeguide.model.traveller import Group, Traveller
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Evidence, Kind
from routeguide.routing.relevance import ROLLED, SLOPED, WALKED

COUNTED: Sequence[tuple[Act, str, Unit]] = (
    (Act.LEVEL_CROSSING, "level_crossings", Unit.PLACES),
    (Act.LIFT, "lifts", Unit.RIDES),
    (Act.ESCALATOR, "escalators", Unit.RIDES),
    (Act.STEPS, "stairs", Unit.PLACES),
)
MOSTLY_PAVED, HARDLY_PAVED = 0.8, 0.2
"""Shares of the length: ほぼ完全 from 80 %, ほとんどない to 20 % (model/vocabulary.py)."""

LEAST_SLOPE_PCT = 0.5
"""A way that is flatter has no steepest slope to tell."""


def say_short(route: Route) -> Phrase:
    """Return the whole route in short: the trip and how much of it is confirmed."""
    if route.label == "verified":
        return say("one_sentence", **_trip(route))
    if _known_m(route) == 0:
        return say("one_sentence_unknown", **_trip(route))
    return say("one_sentence", **_trip(route), **_shares(route))


def list_overview(
    route: Route, traveller: Traveller, maneuvers: Sequence[Maneuver], said_once: frozenset[str]
) -> list[Phrase]:
    """Return the overview: the trip, the confirmed share, what is on the way."""
    parts = [say("overview", **_trip(route)), *_goal_direction(route, maneuvers)]
    if traveller.group is not Group.WALK or route.label:
        parts.append(_share(route))
    parts += _survey_days(route)
    if said_once:
        parts.append(say("mostly_unknown", names=attributes(sorted(said_once))))
    parts += _crossings(traveller, maneuvers)
    parts += _counts(route, maneuvers)
    parts += _known_facts(route, traveller)
    if any(s.passage.kind in STREETS for s in route.segments):
        parts += [say("centre_line"), say("side_unknown")]
    return parts


def _trip(route: Route) -> dict[str, Value | None]:
    return {
        "origin": spot(route.origin),
        "exit": spot(find_exit(route)),
        "goal": spot(route.destination),
        "metres": Amount.of(round_metres(route.length_m), Unit.M),
        "minutes": Amount.of(round_minutes(route.duration_s), Unit.MINUTES),
    }


def spot(place: Place | None) -> Spot | None:
    """Return a place by its name; None without a place."""
    return None if place is None else Spot(place)


def _goal_direction(route: Route, maneuvers: Sequence[Maneuver]) -> Iterator[Phrase]:
    """Yield where the goal lies seen from the exit: only where its bearing is stored."""
    for maneuver in maneuvers:
        hour = maneuver.facts.get("goal_hour") if maneuver.type is Act.START else None
        if hour is not None:
            yield say("goal_direction", goal=spot(route.destination), hour=Hour(hour))


def _known_m(route: Route) -> int:
    """Return the surveyed or mapped metres, never rounded up."""
    return math.floor(route.evidence_m["survey"] + route.evidence_m["mapped"] + 1e-6)


def _share(route: Route) -> Phrase:
    if route.label == "verified":
        return say("share_all")
    if _known_m(route) == 0:
        return say("share_none")
    return say("share", **_shares(route))


def _shares(route: Route) -> dict[str, Value]:
    """Return the whole length and what of it is confirmed, as told: 501 m and 1 m."""
    known, total = _known_m(route), round(route.length_m)
    return {"total": Amount.of(total, Unit.M), "known": Amount.of(known, Unit.M)}


def _survey_days(route: Route) -> Iterator[Phrase]:
    """Yield the day, or the first and last day, on which something of the way was surveyed."""
    passed = [s.passage.values for s in route.segments]
    passed += [s.point.values for s in route.segments if s.point is not None]
    days = {
        value.checked_on
        for values in passed
        for value in values.values()
        if value.evidence is Evidence.SURVEY and value.checked_on is not None
    }
    if days:
        first, last = (Day(day.isoformat()) for day in (min(days), max(days)))
        yield say("surveyed", day=first, last_day=None if first == last else last)


def _crossings(traveller: Traveller, maneuvers: Sequence[Maneuver]) -> Iterator[Phrase]:
    """Yield how many roads are crossed, by what is known of signals."""
    crossed = [m for m in maneuvers if m.type in {Act.CROSSING, Act.ROAD_CROSSING}]
    keys = {"yes": "count_signals", "no": "count_no_signals"}
    counts = Counter(keys.get(m.facts["signal"], "count_unknown_signals") for m in crossed)
    order = ("count_signals", "count_no_signals", "count_unknown_signals")
    parts: list[Value] = [
        say(key, count=Amount.of(counts[key], Unit.PLACES)) for key in order if counts[key]
    ]
    if parts:
        key = "crossings" if traveller.group in EXPOSED else "crossings_big"
        yield say(key, parts=listed(parts, "comma"))


def _counts(route: Route, maneuvers: Sequence[Maneuver]) -> Iterator[Phrase]:
    """Yield the numbers of lifts, stairs and so on; "no stairs" only where all is verified."""
    for act, key, unit in COUNTED:
        count = sum(m.type is act for m in maneuvers)
        if count:
            yield say(key, count=Amount.of(count, unit))
        elif act is Act.STEPS and route.label == "verified":
            yield say("no_stairs")


def _known_facts(route: Route, traveller: Traveller) -> Iterator[Phrase]:
    """Yield the steepest slope, the narrowest width, the tactile paving: where all is known."""
    if traveller.group is Group.WALK:
        return
    if traveller.group is Group.BLIND:
        tactile = _tactile(route.segments)
        if tactile:
            yield say(f"tactile_overview_{tactile}")
        return
    slope = _steepest(route.segments)
    if slope is not None:
        yield say("steepest", pct=slope)
    step = _highest_step(route.segments)
    if step is not None:
        yield say("highest_step", step=step)
    width = _narrowest(route.segments)
    if width is not None:
        yield say("narrowest", width=width)


def _all_known(segments: Sequence[Segment], name: str, kinds: frozenset[Kind]) -> list[Amount]:
    """Return the values of an attribute wherever it applies; none unless all are confirmed."""
    concerned = [s.passage for s in segments if s.passage.kind in kinds]
    unit = Unit(name.rpartition("_")[2])
    known = [Amount.within(bounds(m), unit) for p in concerned if (m := confirmed_measure(p, name))]
    told = [amount for amount in known if amount is not None]
    return told if len(told) == len(concerned) else []


def _highest_step(segments: Sequence[Segment]) -> Amount | None:
    """Return the highest step in centimetres, kerbs included.

    None where one is not confirmed, or all is even ground.
    """
    if any("step_cm" in (*s.unverified, *s.point_unverified) for s in segments):
        return None
    at_points = [s.point.values.get("step_cm") for s in segments if s.point is not None]
    kerbs = [Amount.within(bounds(m), Unit.CM) for m in at_points if isinstance(m, Measure)]
    steps = [*_all_known(segments, "step_cm", ROLLED), *filter(None, kerbs)]
    highest = max(steps, key=lambda step: (step.high, step.low), default=None)
    return highest if highest is not None and highest.high >= LEVEL_CM else None


def _narrowest(segments: Sequence[Segment]) -> Amount | None:
    known = _all_known(segments, "width_cm", WALKED)
    return min(known, key=lambda amount: (amount.low, amount.high), default=None)


def _steepest(segments: Sequence[Segment]) -> Amount | None:
    known = _all_known(segments, "slope_pct", SLOPED)
    if not known:
        return None
    steepest = max(max(abs(amount.low), abs(amount.high)) for amount in known)
    if not math.isfinite(steepest) or steepest < LEAST_SLOPE_PCT:
        return None
    exact = all(amount.low == amount.high for amount in known)
    return Amount(steepest if exact else -math.inf, steepest, Unit.PCT)


def _tactile(segments: Sequence[Segment]) -> str | None:
    """Return the class of the whole way; None unless confirmed wherever one walks."""
    walked = [s for s in segments if s.passage.kind in WALKED]
    words = [confirmed_word(s.passage, "tactile") for s in walked]
    metres = sum(s.length_m for s in walked)
    if None in words or not metres:
        return None
    paved = sum(
        s.length_m * {"continuous": 1.0, "partial": 0.5}.get(str(word), 0.0)
        for s, word in zip(walked, words, strict=True)
    )
    if paved >= MOSTLY_PAVED * metres:
        return "continuous"
    return "hardly_any" if paved <= HARDLY_PAVED * metres else "partial"
