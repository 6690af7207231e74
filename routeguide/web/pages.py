"""The first pages: the question, the route, the data behind it."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as BaseResponse

from routeguide.errors import BadInput, RouteguideError
from routeguide.model.traveller import CHOICES, RANGES, presets
from routeguide.network.store import Network
from routeguide.routing.plan import find_route
from routeguide.web import presenters
from routeguide.web.formats import WRITERS, answer_response
from routeguide.web.limit_fields import list_limit_fields
from routeguide.web.requests import query_of_page

blueprint = Blueprint("pages", __name__)

UNKNOWN_CHOICES = (
    ("warn", "なるべく避けて、知らせてほしい（おすすめ）"),
    ("refuse", "確認できた道だけを使いたい"),
    ("pass", "避けなくてよい（未確認とは知らせる）"),
)


FIELD_WORDS = (
    ("日時", "depart"),
    ("別の道", "alternatives"),
    ("未確認", "unknown"),
    ("仮定", "what_if"),
    ("エレベーター", "what_if"),
    ("この道路網", "what_if"),
)
"""Words by which an error is linked to its field."""


def the_network() -> Network:
    """Return the network that this process serves."""
    network: Network = current_app.extensions["network"]
    return network


@blueprint.get("/")
def start() -> str:
    """Ask the question: from which station, to which facility, how one moves."""
    return _question()


@blueprint.get("/route")
def route() -> Response | str | tuple[str, int]:
    """Answer it, or ask again with what is missing."""
    try:
        query = query_of_page(request.args)
        answer = find_route(the_network(), query)
    except BadInput as error:
        return _question(error), error.status
    return render_template(
        "route.html",
        **presenters.route_page(answer, the_network(), depart=request.args.get("depart")),
    )


@blueprint.get("/route.<suffix>")
def route_file(suffix: str) -> Response:
    """Answer the same question as a file: plain text, GPX, GeoJSON or JSON."""
    if suffix not in WRITERS:
        abort(404)
    answer = find_route(the_network(), query_of_page(request.args))
    return answer_response(answer, suffix)


def _question(error: RouteguideError | None = None) -> str:
    network, chosen = the_network(), request.args
    return render_template(
        "start.html",
        error=error,
        field=_field_of(error),
        stations=presenters.station_groups(network, chosen.get("from", "")),
        facilities=presenters.facility_groups(network, chosen.get("to", "")),
        travellers=list(presets().values()),
        traveller=chosen.get("traveller", "walk"),
        unknown_choices=UNKNOWN_CHOICES,
        unknown=chosen.get("unknown", "warn"),
        chosen=chosen,
        details=list_limit_fields(chosen),
        alternatives=chosen.get("alternatives", "0"),
        network=presenters.network_words(network),
    )


def _field_of(error: RouteguideError | None) -> str:
    """Return the field that an error is linked to."""
    if error is None:
        return ""
    if not request.args.get("from"):
        return "from"
    if not request.args.get("to"):
        return "to"
    text = error.message
    named = [key for key in (*RANGES, *CHOICES) if f"「{key}」" in text]
    if named:
        return named[0]
    if error.code == "RG103":
        return "traveller"
    return next((field for word, field in FIELD_WORDS if word in text), "to")


@blueprint.get("/about-data")
def about_data() -> str:
    """Tell sources, licences, age, and what is not known."""
    network = the_network()
    return render_template(
        "about_data.html",
        network=presenters.network_words(network),
        report=network.report,
        rows=presenters.report_rows(network.report),
    )


@blueprint.get("/health")
def health() -> Response:
    """Tell that the service answers, and on which network."""
    return jsonify({"status": "ok", "network": the_network().version})


@blueprint.get("/favicon.ico")
def favicon() -> BaseResponse:
    """Lead browsers to the drawn icon."""
    return redirect("/static/img/icon.svg", code=301)
