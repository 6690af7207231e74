"""Requests generated from the OpenAPI document: no 5xx, no answer that it does not tell of."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from pydantic import BaseModel, ConfigDict

from routeguide.model.traveller import CHOICES, RANGES
from routeguide.web import errors
from routeguide.web.page_query import FIELDS
from routeguide.web.problems import Problem, declare
from routeguide.web.requests import invalid_request
from routeguide.web.strict_json import StrictJson
from tests.web.openapi_requests import JUNK, Request, find_violations, requests_of
from tests.web.page_checker import check_page

QUICK, PROOF = 200, 10_000
PLACES = (
    "station:kotake-mukaihara", "exit:kotake-mukaihara/2", "facility:kotake-toshokan", "小竹向原",
    "station:nerima", "facility:hayamiya-kumin-jimusho", "station:nowhere",
)  # fmt: skip
GOOD_WHAT_IFS = (
    "lift:kotake-mukaihara/evr=out", "lift:kotake-mukaihara/2=open",
    "ward:kotake-mukaihara/west-yurakucho=closed",
    "ward:kotake-mukaihara/west-yurakucho.width_cm=50..60",
)  # fmt: skip
WHAT_IFS = (
    *GOOD_WHAT_IFS, "lift:nowhere/1=open", "x=closed", "lift:kotake-mukaihara/evr.step_cm=1e999",
    "a.b.c==", "....=",
)  # fmt: skip
POSITIONS = st.one_of(
    st.fixed_dictionaries({"place": st.sampled_from(PLACES[:3])}),
    st.fixed_dictionaries({"place": st.sampled_from(PLACES)}),
    st.fixed_dictionaries({"lat": st.floats(35.73, 35.75), "lon": st.floats(139.67, 139.69)}),
)
HINTS: dict[str, st.SearchStrategy[Any]] = {
    "from": POSITIONS,
    "to": POSITIONS,
    "origins": st.lists(POSITIONS, min_size=1, max_size=3),
    "destinations": st.lists(POSITIONS, min_size=1, max_size=3),
    "place_id": st.sampled_from(PLACES),
    "what_if": st.lists(st.sampled_from(GOOD_WHAT_IFS), max_size=3)
    | st.lists(st.sampled_from(WHAT_IFS), max_size=3),
    "depart_at": st.sampled_from(["2026-11-24T09:30", "2099-12-31T23:59:59+09:00"]),
}


@pytest.fixture(scope="module")
def document(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    return found


def test_no_generated_request_breaks_the_api(
    app: Flask, document: dict[str, Any], proof: bool
) -> None:
    client, answered = app.test_client(), set()

    @settings(max_examples=PROOF if proof else QUICK)
    @given(request=requests_of(document, HINTS))
    def check(request: Request) -> None:
        assert find_violations(client, request, document) == []
        answered.add(request.path)

    check()
    assert {"/api/v1/routes", "/api/v1/matrix"} <= answered
    assert any(path.startswith("/api/v1/routes.") for path in answered)  # .gpx, .geojson, ...


def test_the_document_holds_every_operation_of_the_api(
    app: Flask, document: dict[str, Any]
) -> None:
    rules = {
        (method.lower(), rule.rule.replace("<path:", "<").replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/")
    }
    told = {(m, path) for path, operations in document["paths"].items() for m in operations}
    assert told == rules


def test_the_document_tells_every_limit_with_its_range(document: dict[str, Any]) -> None:
    limits = document["components"]["schemas"]["TravellerBody"]["properties"]
    assert set(limits) == {"preset", *RANGES, *CHOICES}
    assert limits["max_step_cm"]["anyOf"][0] == {"type": "number", "minimum": 0, "maximum": 30}
    assert limits["stairs"] == {"type": "string", "enum": ["never", "priced", "allowed"]}


class Careless(BaseModel):
    """A body with an integer that nothing bounds."""

    model_config = ConfigDict(extra="forbid")
    seconds: int


def careless_app(*, bounded: bool) -> OpenAPI:
    """Return a small API that counts seconds from 1970, with or without a look at how many."""
    app = OpenAPI(
        "careless", info=Info(title="careless", version="1"), doc_ui=False,
        responses=declare("application/json"), validation_error_model=Problem,
        validation_error_callback=invalid_request,
    )  # fmt: skip
    app.json = StrictJson(app)

    @app.post("/api/when", responses=declare("application/json"))
    def when(body: Careless) -> dict[str, Any]:
        seconds = body.seconds % 1000 if bounded else body.seconds
        return {"at": datetime.fromtimestamp(seconds, UTC).isoformat()}

    errors.register(app)
    return app


def find_fault(app: OpenAPI) -> Request:
    document: dict[str, Any] = app.api_doc
    client = app.test_client()
    return find(
        requests_of(document, {}),
        lambda request: bool(find_violations(client, request, document)),
        settings=settings(max_examples=QUICK, phases=[Phase.generate]),
    )


def test_an_unbounded_integer_is_found() -> None:
    assert find_fault(careless_app(bounded=False)).path == "/api/when"
    with pytest.raises(NoSuchExample):
        find_fault(careless_app(bounded=True))


WORDS = st.one_of(
    st.sampled_from(PLACES), st.sampled_from(WHAT_IFS), st.text(max_size=12),
    st.sampled_from([str(one) for one in JUNK if "\ud800" not in str(one)]),
    st.sampled_from(["2026-11-24T09:30", "3", "none", "なし", "never", "walk", "cane", "refuse"]),
)  # fmt: skip


@settings(max_examples=60)
@given(
    asked=st.dictionaries(st.sampled_from(FIELDS), WORDS, max_size=6),
    path=st.sampled_from(["/", "/route", "/route.gpx", "/route.txt"]),
)
def test_no_address_of_a_page_breaks_it(asked: dict[str, str], path: str, app: Flask) -> None:
    ends = {"from": PLACES[0], "to": PLACES[2]}
    answer = app.test_client().get(path, query_string=ends | asked, follow_redirects=True)
    assert answer.status_code in {200, 400, 404, 409, 422}
    if answer.mimetype == "text/html":
        assert check_page(answer.text, has_error=answer.status_code >= 400) == []
