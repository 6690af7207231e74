"""Bollards and the like: which are told alone, which as a pair, which with the leg."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from routeguide.directions.facts import Part
from routeguide.directions.junctions import STRAIGHT
from routeguide.directions.legs import Event, Leg, holds_hazard
from routeguide.directions.rounding import clock_hour
from routeguide.model.geodesy import turn_deg
from routeguide.model.route import Segment
from routeguide.model.traveller import Group
from routeguide.model.values import Fact
from routeguide.model.vocabulary import Barrier

PAIR_M = 15.0
"""Two of one sort within these metres straight on, as on both sides of a small road, are a pair."""

IN_PAIRS = frozenset({Barrier.BOLLARD, Barrier.CYCLE_BARRIER, Barrier.BLOCK})


def barrier_of(segment: Segment) -> str | None:
    """Return the gate, bollard or door that is passed at the start of a segment; None for none.

    The doors of a lift belong to the lift.
    """
    word = segment.point.values.get("barrier") if segment.point else None
    return word.value if isinstance(word, Fact) and word.value != Barrier.LIFT_DOOR else None


def is_own_barrier(segment: Segment, group: Group) -> bool:
    """Tell whether a barrier is a step of its own: plain walkers are told bollards with the leg."""
    word = barrier_of(segment)
    return word is not None and (group is not Group.WALK or word != Barrier.BOLLARD)


def list_passed_barriers(parts: Sequence[Part], group: Group) -> list[dict[str, Any]]:
    """Return the barriers on a leg that are no step of their own."""
    return [
        {"barrier": word, "offset_m": round(part.at_m, 1)}
        for part in parts
        if part.begins
        and (word := barrier_of(part.segment))
        and not is_own_barrier(part.segment, group)
    ]


def join_barriers(items: Iterable[Leg | Event]) -> list[Leg | Event]:
    """Return legs and events with two barriers of one sort, close together, as one event."""
    found: list[Leg | Event] = []
    for item in items:
        if not _joins_pair(found, item):
            found.append(item)
    return found


def _joins_pair(found: list[Leg | Event], item: Leg | Event) -> bool:
    """Let the barrier before take up another and the leg between them, where they are a pair."""
    first, between = found[-2:] if len(found) > 1 else (None, None)
    if not (isinstance(first, Event) and isinstance(between, Leg) and isinstance(item, Event)):
        return False
    words = [barrier_of(segment) for segment in (*first.barriers, *item.barriers)]
    same = len(words) == 2 and words[0] == words[1] and words[0] in IN_PAIRS  # noqa: PLR2004
    if not same or between.length_m > PAIR_M or not _is_plain(between):
        return False
    found.pop()
    first.barriers, first.between = (*first.barriers, *item.barriers), between
    return True


def _is_plain(leg: Leg) -> bool:
    """Tell whether a leg is straight on with nothing to be told on it."""
    bend = clock_hour(turn_deg(leg.first_bearing, leg.last_bearing))
    turns = leg.turn is not None and leg.turn.hour != STRAIGHT
    return bend == STRAIGHT and not turns and not leg.then and not holds_hazard(leg)
