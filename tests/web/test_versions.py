"""Invariant 14: what leaves the service carries version, revision and time, of one network."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient

from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.vocabulary import LiftState
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing.plan import Planner
from routeguide.web import formats

JST = timezone(timedelta(hours=9))
AS_OF = datetime(2026, 11, 24, 9, 30, tzinfo=JST)
QUESTION = {
    "from": {"place": "station:kotake-mukaihara"},
    "to": {"place": "facility:kotake-toshokan"},
    "traveller": {"preset": "walk"},
}
PAGE = "/route?from=station:kotake-mukaihara&to=facility:kotake-toshokan&traveller=walk"
ARTEFACTS = ("json", "geojson", "gpx", "txt", "page")


def artefact(client: FlaskClient, form: str) -> str:
    """Return one answer in one form: a format of the API, or the page."""
    if form == "page":
        response = client.get(PAGE)
    else:
        response = client.post(f"/api/v1/routes.{form}", json=QUESTION)
    assert response.status_code == 200
    return response.text


@pytest.fixture
def overlaid(app: Flask) -> Iterator[Network]:
    """Serve the network with an overlay for one test."""
    before: Network = app.extensions["network"]
    out = LiftReport("lift:kotake-mukaihara/evr", LiftState.OUT, AS_OF - timedelta(hours=1))
    laid = lay_over(before, Overlay(revision=4711, as_of=AS_OF, outages=(out,)))
    app.extensions["network"] = laid
    yield laid
    app.extensions["network"] = before


@pytest.mark.parametrize("form", ARTEFACTS)
def test_every_artefact_carries_version_revision_and_time(
    form: str, overlaid: Network, client: FlaskClient
) -> None:
    text = artefact(client, form)
    assert overlaid.version in text
    assert "4711" in text
    assert any(told in text for told in (AS_OF.isoformat(), "2026-11-24 09:30"))


def another(network: Network) -> Network:
    """Return the same network as another build of it: other version, other sources."""
    twin = copy.copy(network)
    source = {**network.manifest["sources"][0], "name": "the-other-build.osm.pbf"}
    twin.manifest = {**network.manifest, "hash": "f" * 64, "sources": [source]}
    return twin


def mixed(form: str, app: Flask, patch: pytest.MonkeyPatch) -> list[str]:
    """Return what an answer tells of a network that was put in place while it was made."""
    first: Network = app.extensions["network"]
    real = Planner.answer

    def swapped(self: Planner, query: Any) -> Any:
        answer = real(self, query)
        app.extensions["network"] = another(first)
        return answer

    with patch.context() as inner:
        inner.setattr(Planner, "answer", swapped)
        text = artefact(app.test_client(), form)
    app.extensions["network"] = first
    assert first.version in text
    return [told for told in ("ffffffff", "the-other-build") if told in text]


@pytest.mark.parametrize("form", ARTEFACTS)
def test_no_answer_mixes_the_network_before_and_after_a_swap(
    form: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mixed(form, app, monkeypatch) == []


def test_the_check_catches_a_build_that_asks_for_the_network_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "the_network", lambda: current_app.extensions["network"])
    assert mixed("json", app, monkeypatch)
