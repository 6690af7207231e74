"""What has to be known before a route: cautions of its ends, lifts out at their stations."""

from __future__ import annotations

from datetime import datetime

from routeguide.model.place import Place
from routeguide.model.route import Notice
from routeguide.model.vocabulary import LiftState
from routeguide.network.store import Network
from routeguide.routing.places import list_group
from routeguide.routing.what_if import SOURCE as ASSUMED


def list_notices(network: Network, depart_at: datetime, *ends: Place | None) -> tuple[Notice, ...]:
    """Return what has to be known of the ends: cautions, and lifts of their stations that are out.

    An outage comes before the route (design/guidance.md), also where the route rides no lift.
    """
    places = [place for place in ends if place is not None]
    told = [Notice(place, caution=place.caution) for place in places if place.caution]
    stations = {p.id for place in places for p in list_group(network, place)}
    stations |= {place.parent for place in places if place.parent}
    for report in network.overlay.outages:
        lift = network.places.get(report.lift)
        station = network.places.get((lift.parent if lift else report.station) or "")
        if station is None or station.id not in stations or report.source == ASSUMED:
            continue
        state, _ = network.overlay.state_of(report.lift, depart_at)
        if report.lift in network.unplaced:
            told.append(Notice(station))
        elif state is LiftState.OUT and lift is not None:
            told.append(Notice(station, lift=lift))
    return tuple(dict.fromkeys(told))
