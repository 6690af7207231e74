"""The API's questions about ways: routes, tables, reach; and the OpenAPI 3.1 document of all."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Response, current_app, jsonify
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from routeguide.directions.describe import read_manner
from routeguide.directions.words import Words
from routeguide.exchange.matrix_table import table_to_json
from routeguide.exchange.network_info import network_info
from routeguide.exchange.place_answers import (
    FacilitiesAnswer,
    FacilityAnswer,
    NetworkAnswer,
    OutagesAnswer,
    PlaceAnswer,
    StationAnswer,
    StationsAnswer,
    TravellersAnswer,
)
from routeguide.exchange.place_rows import Teller
from routeguide.exchange.reach_geojson import ReachAnswer, reached_to_answer
from routeguide.exchange.route_answers import FeatureCollection, RouteAnswer, TableAnswer
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.routing.many import MatrixQuery, find_table
from routeguide.routing.plan import find_route
from routeguide.routing.reachable import find_reached
from routeguide.web.api_base import ABOUT, REF, ROUTES, choose_language, make_blueprint
from routeguide.web.current import the_network, the_readings
from routeguide.web.etags import tagged
from routeguide.web.formats import WRITERS, accepted_suffix, answer_response
from routeguide.web.limits import Group, limited
from routeguide.web.place_requests import ReachBody, SearchBody
from routeguide.web.problems import Problem, declare_same
from routeguide.web.requests import FormatPath, MatrixBody, RouteBody
from routeguide.web.sound_api import SpeechBody, SpeechTimes

blueprint = make_blueprint("api")
BODIES: tuple[type[BaseModel], ...] = (
    RouteBody, MatrixBody, ReachBody, SearchBody, SpeechBody,
)  # fmt: skip
ANSWERS: tuple[type[BaseModel], ...] = (
    RouteAnswer, FeatureCollection, TableAnswer, ReachAnswer, StationsAnswer, FacilitiesAnswer,
    StationAnswer, FacilityAnswer, PlaceAnswer, OutagesAnswer, TravellersAnswer, NetworkAnswer,
    SpeechTimes, Problem,
)  # fmt: skip
SHAPES = {"json": RouteAnswer, "geojson": FeatureCollection}
ANY_FORMAT: dict[str | int, Any] = {
    200: {
        "description": "答え。道がないことも答えです（status が no_route）",
        "content": {
            media: {
                "schema": {"$ref": REF + SHAPES[suffix].__name__}
                if suffix in SHAPES
                else {"type": "string"}
            }
            for suffix, (media, _) in WRITERS.items()
        },
    }
}


@blueprint.post("/routes", summary="道順をしらべる", tags=[ROUTES], responses=ANY_FORMAT)
def routes(body: RouteBody) -> Response:
    """Answer one question: ok, no_route or ask, all with HTTP 200; the format by Accept."""
    return _answered(body, accepted_suffix())


@blueprint.post(
    "/routes.<suffix>", summary="道順をしらべる（形式を選ぶ）", tags=[ROUTES], responses=ANY_FORMAT
)
def routes_as(path: FormatPath, body: RouteBody) -> Response:
    """Answer one question as JSON, GeoJSON, GPX or plain text, by suffix."""
    return _answered(body, path.suffix)


def _answered(body: RouteBody, suffix: str) -> Response:
    choose_language(body.language if "language" in body.model_fields_set else None)
    answer = find_route(the_network(), body.query())
    manner = read_manner(body.language, body.length, body.ruby, the_readings())
    return answer_response(answer, suffix, manner)


@blueprint.post(
    "/matrix", summary="多くの出発地と目的地", tags=[ROUTES], responses={200: TableAnswer}
)
@limited(Group.HEAVY)
def matrix(body: MatrixBody) -> Response:
    """Tell metres and seconds between many places; null = no way. Hours are not looked at."""
    question = MatrixQuery(
        origins=tuple(one.endpoint() for one in body.origins),
        destinations=tuple(one.endpoint() for one in body.destinations),
        traveller=body.traveller.traveller(),
        unknown=UnknownPolicy(body.unknown),
    )
    here = the_network()
    table = find_table(here, question)
    return jsonify(table_to_json(table, network_info=network_info(here)))


@blueprint.post("/reachable", summary="行ける範囲", tags=[ROUTES], responses={200: ReachAnswer})
@limited(Group.HEAVY)
def reachable(body: ReachBody) -> Response:
    """Tell how far this traveller comes, as GeoJSON bands, and the facilities in each."""
    here, query = the_network(), body.query()
    words = Words(choose_language(body.language), readings=the_readings())
    reached = find_reached(here, query)
    answer = reached_to_answer(reached, Teller(here, words, query.depart_at), shape=body.shape)
    return jsonify(answer.model_dump(mode="json", by_alias=True))


@blueprint.get(
    "/openapi.json",
    summary="この API の定義",
    tags=[ABOUT],
    responses={
        **declare_same(RouteAnswer),
        200: {
            "description": "OpenAPI 3.1",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
    },
)
def openapi() -> Response:
    """Return the OpenAPI 3.1 document, made from the definitions that validate."""
    return tagged(openapi_document)


def openapi_document() -> dict[str, Any]:
    """Return the document; its schemas are pydantic's own, whole: the library drops some keys."""
    document = dict(current_app.api_doc)  # type: ignore[attr-defined]
    parts = {name: part for name, part in document["components"].items() if part is not None}
    return {**document, "components": {**parts, "schemas": {**parts["schemas"], **_schemas()}}}


@cache
def _schemas() -> dict[str, Any]:
    modes: tuple[tuple[tuple[type[BaseModel], ...], JsonSchemaMode], ...] = (
        (BODIES, "validation"),
        (ANSWERS, "serialization"),
    )
    models = [(model, mode) for some, mode in modes for model in some]
    _, found = models_json_schema(models, ref_template=REF + "{model}")
    schemas: dict[str, Any] = found["$defs"]
    return schemas
