"""The cheapest path on which nothing is closed when the traveller comes to it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.deadline import search_deadline
from routeguide.routing.search import find_path
from routeguide.routing.steps import Found, Spot, Step, cost_of, tail_of
from routeguide.routing.timing import Closed, find_closed

MOST_ROUNDS = 5
"""Searches at most while closed gates are found on the way (design/routing.md, Time)."""


AROUND = (1.2, 1.6)
"""A way that differs from another traveller's is mostly not so many times dearer."""


@dataclass(frozen=True, slots=True)
class TimedPath:
    """What the timed search found.

    ``found`` None = no way. ``closed`` pairs every step that was found closed
    with what closed it. ``gave_up`` True when the rounds or the time ran
    out: there may be a way.
    """

    found: Found | None
    closed: tuple[tuple[Step, Closed], ...] = ()
    gave_up: bool = False


def find_timed_path(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    ends: Sequence[Spot],
    depart_at: datetime,
    *,
    guides: Sequence[CostTable] = (),
) -> TimedPath:
    """Search, check every timed element at its expected arrival, and search again.

    It never waits for an opening. ``guides`` are travellers who are known on
    the hierarchy: what their ways cost this one keeps the search short.
    """
    closed: frozenset[tuple[int, bool]] = frozenset()
    points: frozenset[int] = frozenset()
    met: list[tuple[Step, Closed]] = []
    unknown_too = table.policy is UnknownPolicy.REFUSE
    deadline = search_deadline()
    hints = () if table.metric else _list_hints(network, table, starts, ends, guides)
    for _ in range(MOST_ROUNDS):
        found = find_path(
            network, table, starts, ends, closed=closed, closed_points=points, hints=hints
        )
        if found is None:
            return TimedPath(None, tuple(met))
        shut = find_closed(network, table, found.steps, depart_at, unknown_too=unknown_too)
        if not shut:
            return TimedPath(found, tuple(met))
        if deadline.is_over():
            break
        steps = found.steps
        met += [(steps[one.number], one) for one in shut]
        ways = [steps[one.number] for one in shut if not one.at_point]
        closed |= {(step.edge, step.backward) for step in ways}
        points |= {tail_of(network, steps[one.number]) for one in shut if one.at_point}
    return TimedPath(None, tuple(met), gave_up=True)


def _list_hints(
    network: Network,
    table: CostTable,
    starts: Sequence[Spot],
    ends: Sequence[Spot],
    guides: Sequence[CostTable],
) -> tuple[float, ...]:
    """Return what the way is thought to cost at most by the ways of known travellers.

    The least cost of those that this traveller may go is certain. Where all
    are refused to them, the dearest guide's own cost at this pace is a guess.
    """
    certain, guesses = [], []
    for guide in guides:
        path = find_path(network, guide, starts, ends) if guide.metric else None
        if path is not None and path.steps:
            certain.append(cost_of(network, table, path.steps))
            guesses.append(path.cost * guide.speed_mps / table.speed_mps)
    best = min(certain, default=math.inf)
    if math.isfinite(best):
        return (best,)
    return tuple(times * max(guesses) for times in AROUND) if guesses else ()
