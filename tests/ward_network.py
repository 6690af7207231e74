"""The ward's own network, built once for all tests that ask it questions."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.route import Answer, Endpoint, Query
from routeguide.model.traveller import get_preset
from routeguide.model.vocabulary import LiftState
from routeguide.network.build import BuildInput, build_network
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network, load_network
from routeguide.network.ward import load_ward
from routeguide.routing.plan import find_route
from tests.drawn import NOON, TODAY

WARD = Path(__file__).parents[1] / "graphdata" / "ward"
LIFT = "lift:kotake-mukaihara/evr"


@cache
def ward_network(*, today: date = TODAY) -> Network:
    """Return the ward network of the day on which the tests play."""
    with tempfile.TemporaryDirectory() as folder:
        built = build_network(BuildInput(None, load_ward(WARD, today=today)), Path(folder))
        network = load_network(built)
        network.places  # noqa: B018 - what is read from files is read before they go
        return network


def ask_ward(
    origin: str,
    goal: str,
    who: str,
    *,
    out: str | None = None,
    when: datetime = NOON,
    **more: object,
) -> Answer:
    """Ask for a way from a station to a facility; ``out`` is a lift that is out of service."""
    network = ward_network()
    if out is not None:
        begins = when.astimezone(UTC) - timedelta(hours=2)
        report = LiftReport(out, LiftState.OUT, begins, source="drawn")
        network = lay_over(network, Overlay(revision=1, as_of=when, outages=(report,)))
    query = Query(
        Endpoint(place=f"station:{origin}"), Endpoint(place=f"facility:{goal}"),
        get_preset(who), when,
    )  # fmt: skip
    return find_route(network, replace(query, **more))  # type: ignore[arg-type]
