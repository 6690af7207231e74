"""Requests generated from the OpenAPI document: no 5xx, no answer that it does not tell of.

schemathesis makes requests that the document allows and requests that it forbids, and holds
every answer against it: status, media type, headers, schema; what is forbidden must be refused,
what is allowed must not be called malformed (422).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
import schemathesis
from flask import Flask
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import BaseSchema

from routeguide.model.traveller import CHOICES, RANGES
from routeguide.web import errors
from routeguide.web.page_query import FIELDS
from routeguide.web.problems import Problem, declare
from routeguide.web.requests import WHOLE, invalid_request
from routeguide.web.strict_json import StrictJson
from tests.web.page_checker import check_page

QUICK, PROOF = 1_000, 10_000
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
JUNK: tuple[str, ...] = (
    "None", "True", "-1", "0", str(10**30), "1e308", "0.1", "", "x" * 5000, "\x00\u202e", "NaN",
    "９", "[]", "{}", "lift:x=open", "2026-11-24T09:00",
)  # fmt: skip
POSITIONS = st.one_of(
    st.fixed_dictionaries({"place": st.sampled_from(PLACES[:3])}),
    st.fixed_dictionaries({"place": st.sampled_from(PLACES)}),
    st.fixed_dictionaries({"lat": st.floats(35.73, 35.75), "lon": st.floats(139.67, 139.69)}),
)
REAL: dict[str, st.SearchStrategy[Any]] = {
    "from": POSITIONS,
    "to": POSITIONS,
    "origins": st.lists(POSITIONS, min_size=1, max_size=3),
    "destinations": st.lists(POSITIONS, min_size=1, max_size=3),
    "place_id": st.sampled_from(PLACES),
    "near": st.sampled_from(PLACES),
    "q": st.sampled_from(["こたけ", "nerima", "図書館"]),
    "what_if": st.lists(st.sampled_from(GOOD_WHAT_IFS), max_size=3)
    | st.lists(st.sampled_from(WHAT_IFS), max_size=3),
    "depart_at": st.sampled_from(["2026-11-24T09:30", "2099-12-31T23:59:59+09:00"]),
}
"""What no schema can say: places that exist, questions that have an answer."""

EXPECTED = {"positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404", "409"]}}
"""What is well-formed may still name no place (404), several (409), or a way too long (400)."""


@st.composite
def real_cases(draw: st.DrawFn, cases: st.SearchStrategy[Case]) -> Case:
    """Return a case with values of the ward where the document allows any text."""
    case = draw(cases)
    for part in (case.body, case.path_parameters, case.query):
        for key in sorted(set(part) & set(REAL)) if isinstance(part, dict) else ():
            part[key] = draw(REAL[key])
    return case


def list_cases(schema: BaseSchema) -> st.SearchStrategy[Case]:
    """Return a strategy of requests to any operation, as the document says and against it."""
    operations = [found.ok() for found in schema.get_all_operations()]
    as_told = [one.as_strategy(generation_mode=GenerationMode.POSITIVE) for one in operations]
    against = [one.as_strategy(generation_mode=GenerationMode.NEGATIVE) for one in operations]
    real = st.one_of(
        [
            real_cases(one)
            for one, operation in zip(as_told, operations, strict=True)
            if "speech" not in operation.label  # a voice takes seconds; its own tests ask for it
        ]
    )
    return st.one_of(real, real, st.one_of(as_told), st.one_of(against))


def load(app: Flask, path: str) -> BaseSchema:
    config = SchemathesisConfig.from_dict({"checks": EXPECTED})
    return schemathesis.openapi.from_wsgi(path, app, config=config)


def try_cases(schema: BaseSchema, count: int) -> set[tuple[str, int]]:
    """Send ``count`` requests; return what was answered: operation and status."""
    answered: set[tuple[str, int]] = set()

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(case=list_cases(schema))
    def check(case: Case) -> None:
        answer = case.call_and_validate()
        answered.add((case.operation.label, answer.status_code))

    check()
    return answered


def test_no_generated_request_breaks_the_api(app: Flask, proof: bool) -> None:
    answered = try_cases(load(app, "/api/v1/openapi.json"), PROOF if proof else QUICK)
    good = {operation for operation, status in answered if status == 200}
    assert good >= {
        "POST /api/v1/routes", "POST /api/v1/matrix", "GET /api/v1/facilities",
        "POST /api/v1/facilities/search", "GET /api/v1/stations",
    }  # fmt: skip
    assert {status for _, status in answered} <= {200, 400, 404, 405, 409, 415, 422}


# -- the document itself ---------------------------------------------------------


@pytest.fixture(scope="module")
def document(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    return found


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


def test_every_answer_has_a_schema_and_every_problem_is_told(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            answers = operation["responses"]
            assert {"400", "404", "405", "409", "413", "415", "422", "429"} <= set(answers), path
            for content in answers["200"]["content"].values():
                assert content["schema"], f"{path}: an answer without a shape"


def test_every_whole_number_that_is_asked_for_is_bounded(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    asked = [schemas[name] for name in ("RouteBody", "MatrixBody", "ReachBody", "SearchBody")]
    asked += [
        parameter["schema"]
        for operations in document["paths"].values()
        for operation in operations.values()
        for parameter in operation.get("parameters", [])
    ]
    found = list(_list_integers(asked))
    assert len(found) >= 7
    assert [one for one in found if not {"minimum", "maximum"} <= set(one)] == []


def _list_integers(part: Any) -> Any:
    if isinstance(part, dict):
        if part.get("type") == "integer":
            yield part
        for one in part.values():
            yield from _list_integers(one)
    elif isinstance(part, list):
        for one in part:
            yield from _list_integers(one)


# -- the control -------------------------------------------------------------------


class Careless(BaseModel):
    """A body with an integer that nothing bounds."""

    model_config = ConfigDict(extra="forbid")
    seconds: Annotated[int, WHOLE]


class When(BaseModel):
    """A moment."""

    at: str


def careless_app(*, bounded: bool) -> OpenAPI:
    """Return a small API that counts seconds from 1970, with or without a look at how many."""
    app = OpenAPI(
        "careless", info=Info(title="careless", version="1"), doc_ui=False,
        responses=declare("application/json"), validation_error_model=Problem,
        validation_error_callback=invalid_request,
    )  # fmt: skip
    app.json = StrictJson(app)

    @app.post("/api/when", responses={200: When})
    def when(body: Careless) -> dict[str, Any]:
        seconds = body.seconds % 1000 if bounded else body.seconds
        return {"at": datetime.fromtimestamp(seconds, UTC).isoformat()}

    document: dict[str, Any] = {
        **app.api_doc, "components": {"schemas": app.api_doc["components"]["schemas"]},
    }  # fmt: skip
    app.add_url_rule("/openapi.json", view_func=lambda: document)
    errors.register(app)
    return app


def test_an_unbounded_integer_is_found() -> None:
    with pytest.raises(FailureGroup):
        try_cases(load(careless_app(bounded=False), "/openapi.json"), 200)
    assert try_cases(load(careless_app(bounded=True), "/openapi.json"), 200)


# -- addresses of pages ------------------------------------------------------------

WORDS = st.one_of(
    st.sampled_from(PLACES), st.sampled_from(WHAT_IFS), st.text(max_size=12),
    st.sampled_from(JUNK),
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
