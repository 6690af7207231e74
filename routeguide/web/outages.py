"""The page of lifts that stand still now or are going to, and how old that news is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template

from routeguide.model.asked import now
from routeguide.model.vocabulary import LiftState
from routeguide.network.store import Network
from routeguide.web.current import the_network
from routeguide.web.lift_rows import STALE, LiftRow, ago, lift_row, moment

blueprint = Blueprint("outages", __name__)


@blueprint.get("/outages")
def outages() -> str:
    """Tell which lifts are out now, which will be, and of which it is not known."""
    return render_template("outages.html", **outages_page(the_network(), now()))


def outages_page(network: Network, at: datetime) -> dict[str, Any]:
    """Return the lifts with reports by their state, and when the reports were read."""
    lifts = dict.fromkeys(report.lift for report in network.overlay.outages)
    rows = [lift_row(network, lift, at) for lift in lifts]
    planned = {r.lift for r in network.overlay.outages if r.begins > at and _is_outage(r.state)}
    as_of = network.overlay.as_of
    return {
        "out": _of_state(rows, LiftState.OUT),
        "unknown": _of_state(rows, LiftState.UNKNOWN),
        "planned": [row for row in rows if row.id in planned and row.key != LiftState.OUT],
        "confirmed": _of_state(rows, LiftState.CONFIRMED),
        "as_of": moment(as_of) if as_of else None,
        "age": ago(as_of, at) if as_of else None,
        "is_stale": as_of is not None and at - as_of > STALE,
    }


def _is_outage(state: LiftState) -> bool:
    return state in {LiftState.OUT, LiftState.PLANNED}


def _of_state(rows: list[LiftRow], state: LiftState) -> list[LiftRow]:
    return [row for row in rows if row.key == state]
