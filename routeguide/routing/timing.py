"""When a traveller comes where, and what is closed to them at that moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from routeguide.model.passage import LonLat
from routeguide.model.values import Fact, Known
from routeguide.model.vocabulary import LiftState
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable, Floats
from routeguide.routing.hours import HoursState, is_open
from routeguide.routing.steps import Step, tail_of, tails_of, walked_of


@dataclass(frozen=True, slots=True)
class Closed:
    """Something that cannot be passed at the expected arrival.

    ``number`` is the step it stands at; ``at_point`` True for the kerb, gate
    or door at the step's start. ``what`` is ``hours`` or ``lift_status``;
    ``state`` OUT for a lift out of service, UNKNOWN where it is not known.
    """

    number: int
    at_point: bool
    what: str
    arrives_at: datetime
    until: datetime | None = None
    is_unknown: bool = False


def step_seconds(table: CostTable, steps: Sequence[Step]) -> Floats:
    """Return the honest seconds of each step."""
    walked = walked_of(steps)
    seconds: Floats = table.edge_seconds[walked.ways, walked.edges] * walked.shares
    return seconds


def find_closed(
    network: Network,
    table: CostTable,
    steps: Sequence[Step],
    depart_at: datetime,
    *,
    unknown_too: bool = False,
) -> list[Closed]:
    """Return what on a path is closed, or a lift out of service, at the expected arrival.

    ``unknown_too`` adds what nobody knows to be open.
    """
    timed, timed_points = timed_rows(network)
    lifts = {report.lift for report in network.overlay.outages}
    numbers = {number for number, step in enumerate(steps) if step.edge in timed}
    if timed_points:
        tails = tails_of(network, steps)
        numbers |= {number for number, node in enumerate(tails) if number and node in timed_points}
    if not numbers:
        return []
    moments = arrivals(table, steps, depart_at)
    found: list[Closed] = []
    for number in sorted(numbers):
        step, at = steps[number], moments[number]
        node = tail_of(network, step) if number else -1
        if node in timed_points:
            row = int(network.point_row[node])
            values = network.tables["point"].list_known([row])[0]
            found += _by_hours(values, network.lonlat(node), number, at, at_point=True)
        if step.edge in timed:
            values = network.tables["edge"].list_known([step.edge])[0]
            place = network.lonlat(tail_of(network, step))
            found += _by_hours(values, place, number, at, at_point=False)
            lift = network.text(int(network.column("edge_lift")[step.edge]))
            if lift in lifts:
                found += _by_report(network, lift, number, at)
    return [one for one in found if unknown_too or not one.is_unknown]


def arrivals(table: CostTable, steps: Sequence[Step], depart_at: datetime) -> list[datetime]:
    """Return the expected arrival at the start of every step."""
    spent = np.concatenate([[0.0], np.cumsum(step_seconds(table, steps))[:-1]])
    return [depart_at + timedelta(seconds=seconds) for seconds in spent.tolist()]


def hours_state(values: Mapping[str, Known], lonlat: LonLat, at: datetime) -> HoursState:
    """Return whether something is open; what has no hours is always open."""
    known = values.get("hours")
    if not isinstance(known, Fact):
        return HoursState.OPEN
    return is_open(known.value, at, lonlat=lonlat)


def timed_rows(network: Network) -> tuple[frozenset[int], frozenset[int]]:
    """Return the edges and the nodes on which anything depends on the time."""
    kept = network.memo.get("timed")
    if kept is None:
        edges = set(np.flatnonzero(network.evidence("edge", "hours")).tolist())
        for report in network.overlay.outages:
            edges |= set(network.lift_edges.get(report.lift, ()))
        rows = np.flatnonzero(network.evidence("point", "hours"))
        nodes = network.column("point_node")[rows].tolist()
        kept = network.memo["timed"] = (frozenset(edges), frozenset(nodes))
    found: tuple[frozenset[int], frozenset[int]] = kept  # type: ignore[assignment]
    return found


def _by_hours(
    values: Mapping[str, Known], lonlat: LonLat, number: int, at: datetime, *, at_point: bool
) -> list[Closed]:
    state = hours_state(values, lonlat, at)
    if state is HoursState.OPEN:
        return []
    unknown = state is HoursState.UNKNOWN
    return [Closed(number, at_point, "hours", at, is_unknown=unknown)]


def _by_report(network: Network, lift: str, number: int, at: datetime) -> list[Closed]:
    state, until = network.overlay.state_of(lift, at)
    if state is LiftState.OUT:
        return [Closed(number, False, "lift_status", at, until)]  # noqa: FBT003
    unknown = state is LiftState.UNKNOWN
    return [Closed(number, False, "lift_status", at, is_unknown=True)] if unknown else []  # noqa: FBT003
