"""The first page, the answer, and the whole question on one page."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from routeguide.directions.language import LANGUAGES
from routeguide.errors import BadInput
from routeguide.model.asked import JST, departure_of
from routeguide.web import presenters
from routeguide.web.current import the_network, the_readings
from routeguide.web.facts import anchor_of, finding_rows, listed_sources
from routeguide.web.formats import WRITERS, answer_response
from routeguide.web.limit_fields import list_limit_fields
from routeguide.web.limits import Group, limited
from routeguide.web.page_query import (
    FIELDS,
    LIMITS,
    MANNER,
    answer_of_page,
    assumptions_of_page,
    how_asked,
    manner_of_page,
    query_of_page,
    tidy,
)
from routeguide.web.questions import answers, has_position
from routeguide.web.route_page import route_page
from routeguide.web.station_choices import outages_now, stations_by_line
from routeguide.web.texts import plain, tell_error

blueprint = Blueprint("pages", __name__)

MORE = ("depart", "alternatives", "what_if")
"""Fields that stand folded behind the first ones."""


@blueprint.get("/")
def start() -> str:
    """Tell what this is, and lead to the first question."""
    network = the_network()
    return render_template(
        "start.html",
        lines=stations_by_line(network),
        outages=outages_now(network),
        network=presenters.network_words(network),
    )


@blueprint.get("/route")
@limited(Group.ANSWER)
def route() -> BaseResponse | str | tuple[str, int]:
    """Answer a question in the address, or ask again with what is missing."""
    told, short = answers(), tidy(request.args)
    if short is not None and _is_understood(told):
        kept: dict[str, Any] = short.to_dict(flat=False)
        return redirect(url_for("pages.route", **kept), code=303)
    return _answer(told)


@blueprint.post("/route")
@limited(Group.ANSWER)
def route_from_position() -> str | tuple[str, int]:
    """Answer a question that starts at a position: it was posted and stands in no address."""
    return _answer(answers())


def _is_understood(told: MultiDict[str, str]) -> bool:
    try:
        query_of_page(told)
        manner_of_page(told, the_readings())
    except BadInput:
        return False
    return True


def _answer(told: MultiDict[str, str]) -> str | tuple[str, int]:
    network = the_network()
    try:
        query = query_of_page(told)
        manner = manner_of_page(told, the_readings())
        answer = answer_of_page(network, query)
    except BadInput as error:
        return _ask_all(told, error), error.status
    page = route_page(answer, network, manner, how=how_asked(told), told=told)
    return render_template("route.html", **page)


@blueprint.route("/route.<suffix>", methods=("GET", "POST"))
@limited(Group.ANSWER)
def route_file(suffix: str) -> Response:
    """Answer the same question as a file: plain text, GPX, GeoJSON or JSON."""
    if suffix not in WRITERS:
        abort(404)
    told = answers()
    manner = manner_of_page(told, the_readings())
    answer = answer_of_page(the_network(), query_of_page(told))
    return answer_response(answer, suffix, manner)


@blueprint.route("/route/all", methods=("GET", "POST"))
def ask_all() -> str:
    """Ask everything on one page: for changing what was answered."""
    return _ask_all(answers())


def _ask_all(chosen: MultiDict[str, str], error: BadInput | None = None) -> str:
    network = the_network()
    assumed = assumptions_of_page(chosen)
    lifts = presenters.lift_groups(network, assumed)
    in_list = {one.value for _, group in lifts for one in group if one.selected}
    details = list_limit_fields(chosen)
    field = error.about if error and error.about in FIELDS else "to" if error else ""
    return render_template(
        "questions/all.html",
        error=tell_error(error) if error else None,
        field=field,
        stations=presenters.station_groups(network, _place(chosen, "from")),
        facilities=presenters.facility_groups(network, _place(chosen, "to")),
        travellers=presenters.traveller_choices(),
        traveller=chosen.get("traveller", "walk"),
        unknown=chosen.get("unknown", "warn"),
        depart=_shown_departure(chosen.get("depart")),
        alternatives=chosen.get("alternatives", "0"),
        languages=[("", plain("このページと同じ")), *LANGUAGES.items()],
        lengths=_lengths(),
        rubies=presenters.ruby_choices(),
        manner={name: chosen.get(name, "") for name in MANNER},
        manner_open=any(map(chosen.get, MANNER)) or field in MANNER,
        lifts=lifts,
        lift=next(iter(in_list), ""),
        what_if="\n".join(one for one in assumed if one not in in_list),
        more_open=any(map(chosen.get, MORE)) or field in MORE,
        details=details,
        details_open=any(row.value for row in details) or field in LIMITS,
        posts=has_position(chosen),
        position=[(name, chosen[name]) for name in ("lat", "lon") if name in chosen],
        network=presenters.network_words(network),
    )


def _lengths() -> tuple[tuple[str, str], ...]:
    return (
        ("full", plain("すべて（予習のために）")),
        ("walking", plain("短く、することを先に（歩きながら）")),
        ("summary", plain("一文だけ")),
    )


def _place(chosen: MultiDict[str, str], name: str) -> str:
    return presenters.chosen_place(the_network(), chosen.get(name, ""))


def _shown_departure(text: str | None) -> str:
    """Return a departure as its field shows it: Japan's time to the minute; empty where none is."""
    try:
        return departure_of(text).astimezone(JST).strftime("%Y-%m-%dT%H:%M") if text else ""
    except BadInput:
        return ""


@blueprint.get("/travellers")
def travellers() -> str:
    """Tell the limits of every way of moving: no hidden defaults."""
    return render_template("travellers.html", rows=presenters.preset_rows())


@blueprint.get("/about-data")
def about_data() -> str:
    """Tell sources, licences, age, and what is not known."""
    network = the_network()
    return render_template(
        "about_data.html",
        network=presenters.network_words(network),
        report=network.report,
        rows=presenters.report_rows(network.report),
        findings=finding_rows(network.report),
        listed={anchor_of(key): row for key, row in listed_sources().items()},
    )


@blueprint.get("/health")
@limited(Group.FREE)
def health() -> Response:
    """Tell that the service answers, on which network, and whether a newer one cannot be used."""
    network, problem = the_network(), current_app.extensions["live"].problem
    told = {"network": network.version, "overlay": network.overlay.revision}
    if problem is None:
        return jsonify({"status": "ok", **told})
    why = "新しい道路網か重ねる情報を使えないため、前のもので答えています。ログを見てください。"
    return jsonify({"status": "degraded", "problem": problem.code, "detail": why, **told})


@blueprint.get("/favicon.ico")
def favicon() -> BaseResponse:
    """Lead browsers to the drawn icon."""
    return redirect("/static/img/icon.svg", code=301)
