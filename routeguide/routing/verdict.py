"""The verdict on one passage or point, in plain comparisons: the explaining side.

:mod:`routeguide.routing.judge` gives the same verdicts for all columns at
once; a test proves that the two agree on every passage of a network.
Limits are inclusive. Evidence decides: wholly over a limit is refused however
it is known; wholly within it passes only when confirmed (mapped or surveyed).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from routeguide.model.passage import Passage, Point
from routeguide.model.traveller import Group, Stairs, Traveller, Use
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import (
    Access,
    Barrier,
    Closure,
    CrossingKind,
    Evidence,
    Footway,
    Kerb,
    Kind,
    LiftState,
    RoadClass,
    Smoothness,
    SurfaceClass,
    Wheelchair,
    YesNo,
    code_of,
)
from routeguide.routing.relevance import (
    SIGNALLED_ONLY,
    relevant_at_door,
    relevant_at_kerb,
    relevant_kinds,
)

CONFIRMED = frozenset({Evidence.MAPPED, Evidence.SURVEY})
STOPS_WHEELS = frozenset(
    {
        Barrier.FENCE,
        Barrier.WALL,
        Barrier.HANDRAIL,
        Barrier.TURNSTILE,
        Barrier.STILE,
        Barrier.KISSING_GATE,
        Barrier.CYCLE_BARRIER,
    }
)
BESIDE_THE_ROAD = frozenset({Footway.APART, Footway.BESIDE})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a passage is refused: attribute, its value, the limit; source None for a kind."""

    attribute: str
    value: Any
    limit: Any
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Refused when ``refused`` is not empty; else unverified or passable."""

    refused: tuple[Refusal, ...] = ()
    unverified: tuple[str, ...] = ()


def judge_passage(passage: Passage, traveller: Traveller, *, run_m: float | None = None) -> Verdict:
    """Return the verdict on a passage in its walking direction.

    ``run_m`` is the whole contiguous run of passages over the slope limit
    that this one belongs to, in metres; None means its own length.
    """
    refused: list[Refusal] = []
    unverified: set[str] = set()
    _judge_kind(passage, traveller, refused)
    _judge_access(passage.values, traveller, refused, unverified)
    _judge_road(passage, traveller, refused, unverified)
    _judge_reports(passage.values, refused)
    for name, kinds in relevant_kinds(traveller).items():
        if passage.kind not in kinds or name == "access":
            continue
        if name in SIGNALLED_ONLY and passage.fact("crossing") in {
            CrossingKind.MARKED,
            CrossingKind.UNMARKED,
        }:
            continue
        _judge_value(name, passage, traveller, run_m, refused, unverified)
    _judge_kerb_word(passage.values, traveller, refused, unverified)
    return Verdict(tuple(refused), tuple(sorted(unverified)))


def judge_point(point: Point, traveller: Traveller) -> Verdict:
    """Return the verdict on walking through a point."""
    refused: list[Refusal] = []
    unverified: set[str] = set()
    values = point.values
    _judge_barrier(values, traveller, refused, unverified)
    _judge_reports(values, refused)
    if "access" in values:
        _judge_access(values, traveller, refused, unverified)
    else:
        _judge_lock(values, refused)
        _judge_wheelchair(values, traveller, refused, unverified)
    wanted: set[str] = set()
    if "kerb" in values or "step_cm" in values or _word(values, "barrier") == Barrier.ENTRANCE:
        wanted |= relevant_at_kerb(traveller) - (
            {"tactile"} if _word(values, "barrier") == Barrier.ENTRANCE else set()
        )
    if "barrier" in values:
        wanted |= relevant_at_door(traveller)
    for name in wanted:
        _judge_known(name, values.get(name), traveller, refused, unverified)
    _judge_kerb_word(values, traveller, refused, unverified)
    return Verdict(tuple(refused), tuple(sorted(unverified)))


def _judge_reports(values: Mapping[str, Known], refused: list[Refusal]) -> None:
    """Refuse to everybody what an overlay says is closed or out of service."""
    if _word(values, "closed") == YesNo.YES:
        refused.append(Refusal("closed", YesNo.YES, YesNo.NO, values["closed"]))
    if _word(values, "lift_status") == LiftState.OUT:
        refused.append(Refusal("lift_status", LiftState.OUT, None, values["lift_status"]))


def _judge_kind(passage: Passage, traveller: Traveller, refused: list[Refusal]) -> None:
    never = {
        Kind.STEPS: traveller.stairs is Stairs.NEVER,
        Kind.ESCALATOR: traveller.escalator is Use.NEVER,
        Kind.MOVING_WALKWAY: traveller.escalator is Use.NEVER,
        Kind.LIFT: traveller.lift is Use.NEVER,
    }
    if never.get(passage.kind, False):
        refused.append(Refusal("kind", str(passage.kind), "never"))


def _judge_access(
    values: Mapping[str, Known],
    traveller: Traveller,
    refused: list[Refusal],
    unverified: set[str],
) -> None:
    access = values.get("access")
    conditional = "conditional:" in (_word(values, "hours") or "")
    lifted = traveller.group is Group.WHEELS and _word(values, "wheelchair") == Wheelchair.YES
    closed = _word(values, "access") == Access.NO and not conditional
    if closed and not lifted:
        refused.append(Refusal("access", Access.NO, Access.YES, access))
    _judge_lock(values, refused)
    if traveller.group is not Group.WALK:
        known_open = access is not None and access.evidence in CONFIRMED
        vouched = lifted and values["wheelchair"].evidence in CONFIRMED
        if (not known_open or (closed and lifted)) and not vouched:
            unverified.add("access")
    _judge_wheelchair(values, traveller, refused, unverified)


def _judge_lock(values: Mapping[str, Known], refused: list[Refusal]) -> None:
    if _word(values, "locked") == YesNo.YES:
        refused.append(Refusal("locked", YesNo.YES, YesNo.NO, values["locked"]))


def _judge_wheelchair(
    values: Mapping[str, Known],
    traveller: Traveller,
    refused: list[Refusal],
    unverified: set[str],
) -> None:
    if traveller.group is not Group.WHEELS:
        return
    word = _word(values, "wheelchair")
    if word == Wheelchair.NO:
        refused.append(Refusal("wheelchair", word, Wheelchair.YES, values["wheelchair"]))
    elif word == Wheelchair.LIMITED:
        unverified.add("wheelchair")


def _judge_road(
    passage: Passage, traveller: Traveller, refused: list[Refusal], unverified: set[str]
) -> None:
    limit = traveller.road_without_footway
    road = passage.road_class
    if (
        limit is not None
        and _is_on_the_road(passage)
        and road is not None
        and code_of(road) > code_of(limit)
        and "width_cm" not in passage.values
    ):
        refused.append(Refusal("road_without_footway", str(road), str(limit)))
    if traveller.group not in {Group.WHEELS, Group.BLIND}:
        return
    closure = passage.values.get("closure")
    if isinstance(closure, Fact):
        if closure.value == Closure.FOOTWAY_FOUND:
            refused.append(Refusal("closure", closure.value, None, closure))
        else:
            unverified.add("closure")


def _is_on_the_road(passage: Passage) -> bool:
    """Tell whether one walks among the traffic; over the rails a street's footway is told apart."""
    if passage.kind is Kind.LEVEL_CROSSING:
        return passage.fact("footway") not in BESIDE_THE_ROAD
    return passage.kind is Kind.STREET


def _judge_kerb_word(
    values: Mapping[str, Known],
    traveller: Traveller,
    refused: list[Refusal],
    unverified: set[str],
) -> None:
    """Refuse a raised, rolled or regular kerb for wheels whatever their limit (Kerbs)."""
    if _word(values, "kerb") != Kerb.RAISED or traveller.group is not Group.WHEELS:
        return
    if _word(values, "wheelchair") == Wheelchair.YES:
        unverified.add("step_cm")
    else:
        refused.append(Refusal("kerb", Kerb.RAISED, Kerb.LOWERED, values["kerb"]))


def _judge_barrier(
    values: Mapping[str, Known], traveller: Traveller, refused: list[Refusal], unverified: set[str]
) -> None:
    word = _word(values, "barrier")
    if word is None or traveller.group is not Group.WHEELS or Barrier(word) not in STOPS_WHEELS:
        return
    if _word(values, "access") == Access.YES:
        return
    if _word(values, "wheelchair") != Wheelchair.YES:
        refused.append(Refusal("barrier", word, None, values["barrier"]))
    elif values["wheelchair"].evidence not in CONFIRMED:
        unverified.add("barrier")


def _judge_value(
    name: str,
    passage: Passage,
    traveller: Traveller,
    run_m: float | None,
    refused: list[Refusal],
    unverified: set[str],
) -> None:
    known = passage.values.get(name)
    if name == "slope_pct":
        length = passage.length_m if run_m is None else run_m
        _judge_slope(known, traveller, length, refused, unverified)
    else:
        _judge_known(name, known, traveller, refused, unverified)


def _judge_slope(
    known: Known | None,
    traveller: Traveller,
    run_m: float,
    refused: list[Refusal],
    unverified: set[str],
) -> None:
    up = _or_inf(traveller.max_slope_up_pct)
    down = _or_inf(traveller.max_slope_down_pct)
    if not isinstance(known, Measure):
        unverified.add("slope_pct")
        return
    outside = known.low > up or known.high < -down
    inside = known.high <= up and known.low >= -down
    if outside and traveller.short_slope_pct is not None and traveller.short_slope_m is not None:
        short = traveller.short_slope_pct
        if run_m <= traveller.short_slope_m and known.high <= short and known.low >= -short:
            outside, inside = False, known.exact
    if outside:
        limit = traveller.max_slope_up_pct if known.low > up else traveller.max_slope_down_pct
        refused.append(Refusal("slope_pct", _json_value(known), limit, known))
    elif not (inside and known.evidence in CONFIRMED):
        unverified.add("slope_pct")


HIGHEST: Mapping[str, str] = {"step_cm": "max_step_cm", "cross_slope_pct": "max_cross_slope_pct"}
LOWEST: Mapping[str, str] = {"width_cm": "min_width_cm", "gap_cm": "min_gap_cm"}
WORST: Mapping[str, tuple[str, type[SurfaceClass | Smoothness]]] = {
    "surface": ("worst_surface", SurfaceClass),
    "smoothness": ("worst_smoothness", Smoothness),
}


def _judge_known(
    name: str,
    known: Known | None,
    traveller: Traveller,
    refused: list[Refusal],
    unverified: set[str],
) -> None:
    """Compare one value with its limit; a relevant value without a limit must just be confirmed."""
    if known is None:
        unverified.add(name)
        return
    outside, inside, limit = _compare(name, known, traveller)
    if outside:
        refused.append(Refusal(name, _json_value(known), limit, known))
    elif not (inside and known.evidence in CONFIRMED):
        unverified.add(name)


def _compare(name: str, known: Known, traveller: Traveller) -> tuple[bool, bool, Any]:
    if isinstance(known, Measure):
        if name in HIGHEST:
            limit = getattr(traveller, HIGHEST[name])
            return known.low > _or_inf(limit), known.high <= _or_inf(limit), limit
        if name in LOWEST:
            limit = getattr(traveller, LOWEST[name])
            floor = -math.inf if limit is None else limit
            return known.high < floor, known.low >= floor, limit
        return False, True, None
    if name in WORST:
        attribute, vocabulary = WORST[name]
        limit = getattr(traveller, attribute)
        over = limit is not None and code_of(vocabulary(known.value)) > code_of(limit)
        return over, not over, None if limit is None else str(limit)
    return False, True, None


def _word(values: Mapping[str, Known], name: str) -> str | None:
    known = values.get(name)
    return known.value if isinstance(known, Fact) else None


def _or_inf(limit: float | None) -> float:
    return math.inf if limit is None else limit


def _json_value(known: Known) -> Any:  # noqa: ANN401 - a figure, a pair of bounds or a word
    if isinstance(known, Fact):
        return known.value
    if known.exact:
        return known.low
    return tuple(v if math.isfinite(v) else None for v in (known.low, known.high))


def is_big_road(road: RoadClass | None) -> bool:
    """Tell whether a road is of tertiary class or above."""
    return road is not None and code_of(road) >= code_of(RoadClass.TERTIARY)
