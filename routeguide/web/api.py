"""The first API: routes, places, travellers, the network. OpenAPI 3.1 from the same definitions."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, jsonify
from flask_openapi3.blueprint import APIBlueprint

from routeguide.directions.describe import read_manner
from routeguide.errors import UnknownPlace
from routeguide.exchange.matrix_table import table_to_json
from routeguide.exchange.network_info import network_info
from routeguide.model.place import Place, PlaceKind
from routeguide.model.places_json import place_to_json
from routeguide.model.traveller import CHOICES, RANGES, presets
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.routing.many import MatrixQuery, find_table
from routeguide.routing.plan import find_route
from routeguide.web.current import the_network, the_readings
from routeguide.web.formats import JSON, WRITERS, accepted_suffix, answer_response
from routeguide.web.limits import Group, limited
from routeguide.web.problems import declare
from routeguide.web.requests import FormatPath, MatrixBody, PlacePath, RouteBody

blueprint = APIBlueprint(
    "api", __name__, url_prefix="/api/v1", doc_ui=True, abp_responses=declare(JSON)
)
ANY_FORMAT = declare(*(media for media, _ in WRITERS.values()))


@blueprint.post("/routes", summary="道順をしらべる", responses=ANY_FORMAT)
def routes(body: RouteBody) -> Response:
    """Answer one question: ok, no_route or ask, all with HTTP 200; the format by Accept."""
    return _answered(body, accepted_suffix())


@blueprint.post("/routes.<suffix>", summary="道順をしらべる（形式を選ぶ）", responses=ANY_FORMAT)
def routes_as(path: FormatPath, body: RouteBody) -> Response:
    """Answer one question as JSON, GeoJSON, GPX or plain text, by suffix."""
    return _answered(body, path.suffix)


def _answered(body: RouteBody, suffix: str) -> Response:
    answer = find_route(the_network(), body.query())
    manner = read_manner(body.language, body.length, body.ruby, the_readings())
    return answer_response(answer, suffix, manner)


@blueprint.post("/matrix", summary="多くの出発地と目的地")
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


@blueprint.get("/travellers", summary="移動のしかた")
def travellers() -> Response:
    """List the presets with their limits, and the range of every limit."""
    choices = {key: [str(member) for member in words] for key, words in CHOICES.items()}
    ranges = {key: {"min": low, "max": high} for key, (low, high) in RANGES.items()}
    rows = [{"name": preset.name_ja, **preset.limits()} for preset in presets().values()]
    return jsonify({"travellers": rows, "ranges": ranges, "choices": choices})


@blueprint.get("/stations", summary="駅")
def stations() -> Response:
    """List the stations."""
    return jsonify({"stations": _list(PlaceKind.STATION)})


@blueprint.get("/facilities", summary="公共施設")
def facilities() -> Response:
    """List the facilities; those without a usable position say why there is no route."""
    return jsonify({"facilities": _list(PlaceKind.FACILITY)})


@blueprint.get("/places/<path:place_id>", summary="ひとつの場所")
def place(path: PlacePath) -> Response:
    """Tell what is known of one place, each fact with source, evidence and date."""
    found = the_network().places.get(path.place_id)
    if found is None:
        raise UnknownPlace(f"「{path.place_id}」という場所は見つかりません。")
    return jsonify(place_to_json(found))


@blueprint.get("/network", summary="道路網")
def network() -> Response:
    """Tell version, age, sources and counts of the network."""
    here = the_network()
    return jsonify({**network_info(here), "counts": here.manifest["counts"]})


@blueprint.get("/openapi.json", summary="この API の定義")
def openapi() -> Response:
    """Return the OpenAPI 3.1 document, made from the definitions that validate."""
    document = dict(current_app.api_doc)  # type: ignore[attr-defined]
    parts = {name: part for name, part in document["components"].items() if part is not None}
    return jsonify({**document, "components": parts})


def _list(kind: PlaceKind) -> list[dict[str, Any]]:
    reachable = set(the_network().report.get("reachable", []))
    places = [p for p in the_network().places.values() if p.kind is kind]
    return [_row(p, p.id in reachable) for p in places]


def _row(place: Place, is_reachable: bool) -> dict[str, Any]:  # noqa: FBT001
    return {
        "id": place.id,
        "name": place.name,
        "kana": place.kana,
        "category": place.category,
        "lonlat": list(place.lonlat) if place.lonlat else None,
        "destination": place.destination,
        "why_not": place.why_not,
        "on_network": is_reachable,
    }
