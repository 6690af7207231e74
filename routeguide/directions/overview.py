"""The overview: what is said before the first step."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from routeguide.directions.acts import Act, Maneuver
from routeguide.directions.amounts import CM, PCT, say_bounds
from routeguide.directions.crossings import EXPOSED
from routeguide.directions.facts import STREETS, bounds, confirmed_measure, confirmed_word
from routeguide.directions.names import attribute_said, exit_said, place_said
from routeguide.directions.rounding import round_metres, round_minutes
from routeguide.directions.start import find_exit
from routeguide.directions.words import Said, Words, join_said
from routeguide.model.route import Route, Segment
from routeguide.model.traveller import Group, Traveller
from routeguide.model.vocabulary import Kind
from routeguide.routing.relevance import SLOPED, WALKED

COUNTED: Sequence[tuple[Act, str]] = (
    (Act.LEVEL_CROSSING, "level_crossings"),
    (Act.LIFT, "lifts"),
    (Act.ESCALATOR, "escalators"),
    (Act.STEPS, "stairs"),
)
MOSTLY_PAVED, HARDLY_PAVED = 0.8, 0.2
"""Shares of the length: ほぼ完全 from 80 %, ほとんどない to 20 % (model/vocabulary.py)."""

LEAST_SLOPE_PCT = 0.5
"""A way that is flatter has no steepest slope to tell."""


def list_overview(
    words: Words,
    route: Route,
    traveller: Traveller,
    maneuvers: Sequence[Maneuver],
    said_once: frozenset[str],
) -> list[Said]:
    """Return the sentences of the overview: the trip, the confirmed share, what is on the way."""
    parts = [_trip(words, route)]
    if traveller.group is not Group.WALK or route.label:
        parts.append(_share(words, route))
    if said_once:
        said = join_said([attribute_said(name) for name in sorted(said_once)], "、")
        parts.append(words.say("mostly_unknown", names=said))
    parts += _crossings(words, traveller, maneuvers)
    parts += _counts(words, route, maneuvers)
    parts += _known_facts(words, route, traveller)
    if any(s.passage.kind in STREETS for s in route.segments):
        parts.append(words.say("centre_line"))
    return parts


def _trip(words: Words, route: Route) -> Said:
    place = find_exit(route)
    return words.say(
        "overview",
        origin=place_said(route.origin) or "出発地",
        exit=exit_said(place) if place else None,
        goal=place_said(route.destination) or "目的地",
        metres=round_metres(route.length_m),
        minutes=round_minutes(route.duration_s),
    )


def _share(words: Words, route: Route) -> Said:
    """Return how much is confirmed: surveyed or mapped metres, never rounded up."""
    if route.label == "verified":
        return words.say("share_all")
    known = route.evidence_m["survey"] + route.evidence_m["mapped"]
    return words.say("share", total=round(route.length_m), known=math.floor(known + 1e-6))


def _crossings(words: Words, traveller: Traveller, maneuvers: Sequence[Maneuver]) -> Iterator[Said]:
    """Yield how many roads are crossed, by what is known of signals."""
    crossed = [m for m in maneuvers if m.type in {Act.CROSSING, Act.ROAD_CROSSING}]
    keys = {"yes": "count_signals", "no": "count_no_signals"}
    counts = Counter(keys.get(m.facts["signal"], "count_unknown_signals") for m in crossed)
    order = ("count_signals", "count_no_signals", "count_unknown_signals")
    parts = [words.say(key, count=counts[key]) for key in order if counts[key]]
    if parts:
        key = "crossings" if traveller.group in EXPOSED else "crossings_big"
        yield words.say(key, parts=join_said(parts, "、"))


def _counts(words: Words, route: Route, maneuvers: Sequence[Maneuver]) -> Iterator[Said]:
    """Yield the numbers of lifts, stairs and so on; "no stairs" only where all is verified."""
    for act, key in COUNTED:
        count = sum(m.type is act for m in maneuvers)
        if count:
            yield words.say(key, count=count)
        elif act is Act.STEPS and route.label == "verified":
            yield words.say("no_stairs")


def _known_facts(words: Words, route: Route, traveller: Traveller) -> Iterator[Said]:
    """Yield the steepest slope, the narrowest width, the tactile paving: where all is known."""
    if traveller.group is Group.WALK:
        return
    if traveller.group is Group.BLIND:
        tactile = _tactile(route.segments)
        if tactile:
            yield words.say(f"tactile_overview_{tactile}")
        return
    slope = _extreme(route.segments, "slope_pct", SLOPED)
    if slope is not None:
        yield words.say("steepest", pct=slope)
    width = _extreme(route.segments, "width_cm", WALKED)
    if width is not None:
        yield words.say("narrowest", width=width)


def _extreme(segments: Sequence[Segment], name: str, kinds: frozenset[Kind]) -> str | None:
    """Return the steepest slope or smallest width; None unless confirmed on every passage."""
    concerned = [s.passage for s in segments if s.passage.kind in kinds]
    known = [m for p in concerned if (m := confirmed_measure(p, name))]
    if not concerned or len(known) < len(concerned):
        return None
    if name == "width_cm":
        return say_bounds(bounds(min(known, key=lambda m: (m.low, m.high))), CM)
    steepest = max(max(abs(m.low), abs(m.high)) for m in known)
    if not math.isfinite(steepest) or steepest < LEAST_SLOPE_PCT:
        return None
    exact = all(m.exact for m in known)
    return say_bounds({"low": steepest if exact else None, "high": steepest}, PCT)


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
