"""What is known of lifts at a moment: out, planned, confirmed, too old to be known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from routeguide.model.overlay import LiftReport
from routeguide.model.place import Place, PlaceKind
from routeguide.model.vocabulary import LiftState
from routeguide.network.store import Network


@dataclass(frozen=True, slots=True)
class LiftStatus:
    """One lift at one moment.

    ``place`` None for a lift that the overlay names and the network does not hold.
    ``until`` is the end of a planned outage that holds, or of a confirmation. ``since`` is
    when an outage began; ``confirmed_at`` when somebody last saw the lift working; ``age`` the
    time since the newer of both (None = nobody said anything). ``planned`` are outages to come.
    """

    id: str
    place: Place | None
    station: Place | None
    state: LiftState
    until: datetime | None = None
    since: datetime | None = None
    confirmed_at: datetime | None = None
    age: timedelta | None = None
    planned: tuple[LiftReport, ...] = ()
    source: str | None = None


def status_of(network: Network, lift: str, at: datetime) -> LiftStatus:
    """Return what is known of one lift at a moment (aware)."""
    reports = [one for one in network.overlay.outages if one.lift == lift]
    place = network.places.get(lift)
    parent = (place.parent if place else None) or (reports[0].station if reports else None)
    state, until = network.overlay.state_of(lift, at)
    said = [one for one in reports if one.begins <= at]
    outs = [one for one in said if one.state is not LiftState.CONFIRMED and _holds(one, at)]
    seen = [one.begins for one in said if one.state is LiftState.CONFIRMED]
    since = max((one.begins for one in outs), default=None)
    confirmed_at = max(seen, default=None)
    newest = max((moment for moment in (since, confirmed_at) if moment), default=None)
    return LiftStatus(
        id=lift,
        place=place,
        station=network.places.get(parent or ""),
        state=state,
        until=until,
        since=since,
        confirmed_at=confirmed_at,
        age=at - newest if newest else None,
        planned=tuple(_list_planned(reports, at)),
        source=next((one.source for one in reversed(said) if one.source), None),
    )


def list_statuses(network: Network, at: datetime) -> list[LiftStatus]:
    """Return all lifts of the network and all that are reported, by id."""
    lifts = {place.id for place in network.places.values() if place.kind is PlaceKind.LIFT}
    lifts |= {report.lift for report in network.overlay.outages}
    return [status_of(network, lift, at) for lift in sorted(lifts)]


def _list_planned(reports: list[LiftReport], at: datetime) -> list[LiftReport]:
    ahead = [one for one in reports if one.state is LiftState.PLANNED and one.begins > at]
    return sorted(ahead, key=lambda one: one.begins)


def _holds(report: LiftReport, at: datetime) -> bool:
    return report.ends is None or at < report.ends
