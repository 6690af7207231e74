"""The first pages: the question, the route, the data behind it."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from routeguide.directions.language import LANGUAGES
from routeguide.errors import BadInput
from routeguide.model.asked import JST, departure_of
from routeguide.model.traveller import presets
from routeguide.web import presenters
from routeguide.web.current import the_network, the_readings
from routeguide.web.formats import WRITERS, answer_response
from routeguide.web.limit_fields import list_limit_fields
from routeguide.web.limits import Group, limited
from routeguide.web.page_query import (
    FIELDS,
    LIMITS,
    MANNER,
    answer_of_page,
    assumptions_of_page,
    manner_of_page,
    query_of_page,
    tidy,
)
from routeguide.web.route_page import route_page

blueprint = Blueprint("pages", __name__)

UNKNOWN_CHOICES = (
    ("warn", "なるべく避けて、知らせてほしい（おすすめ）"),
    ("refuse", "確認できた道だけを使いたい"),
    ("pass", "避けなくてよい（未確認とは知らせる）"),
)
LENGTHS = (
    ("full", "すべて（予習のために）"),
    ("walking", "短く、することを先に（歩きながら）"),
    ("summary", "一文だけ"),
)
RUBIES = (
    ("none", "なし"),
    *((f"grade:{grade}", f"小学{grade}年生までに習わない漢字に") for grade in range(1, 7)),
    ("all", "すべての漢字に"),
)
MORE = ("depart", "alternatives", "what_if")
"""Fields that stand folded behind the first ones."""


@blueprint.get("/")
def start() -> str:
    """Ask the question: from which station, to which facility, how one moves."""
    return _question()


@blueprint.get("/route")
@limited(Group.ANSWER)
def route() -> BaseResponse | str | tuple[str, int]:
    """Answer it, or ask again with what is missing."""
    network, depart = the_network(), request.args.get("depart")
    try:
        query = query_of_page(request.args)
        manner = manner_of_page(request.args, the_readings())
        short = tidy(request.args)
        if short is not None:
            kept: dict[str, Any] = short.to_dict(flat=False)
            return redirect(url_for("pages.route", **kept), code=303)
        answer = answer_of_page(network, query)
    except BadInput as error:
        return _question(error), error.status
    return render_template("route.html", **route_page(answer, network, manner, depart=depart))


@blueprint.get("/route.<suffix>")
@limited(Group.ANSWER)
def route_file(suffix: str) -> Response:
    """Answer the same question as a file: plain text, GPX, GeoJSON or JSON."""
    if suffix not in WRITERS:
        abort(404)
    manner = manner_of_page(request.args, the_readings())
    answer = answer_of_page(the_network(), query_of_page(request.args))
    return answer_response(answer, suffix, manner)


def _question(error: BadInput | None = None) -> str:
    network, chosen = the_network(), request.args
    assumed = assumptions_of_page(chosen)
    lifts = presenters.lift_groups(network, assumed)
    in_list = {one.value for _, group in lifts for one in group if one.selected}
    details = list_limit_fields(chosen)
    field = error.about if error and error.about in FIELDS else "to" if error else ""
    return render_template(
        "start.html",
        error=error,
        field=field,
        stations=presenters.station_groups(network, _place("from")),
        facilities=presenters.facility_groups(network, _place("to")),
        travellers=list(presets().values()),
        traveller=chosen.get("traveller", "walk"),
        unknown_choices=UNKNOWN_CHOICES,
        unknown=chosen.get("unknown", "warn"),
        depart=_shown_departure(chosen.get("depart")),
        alternatives=chosen.get("alternatives", "0"),
        languages=LANGUAGES.items(),
        lengths=LENGTHS,
        rubies=RUBIES,
        manner={name: chosen.get(name) or usual for name, usual in MANNER.items()},
        manner_open=any(map(chosen.get, MANNER)) or field in MANNER,
        lifts=lifts,
        lift=next(iter(in_list), ""),
        what_if="\n".join(one for one in assumed if one not in in_list),
        more_open=any(map(chosen.get, MORE)) or field in MORE,
        details=details,
        details_open=any(row.value for row in details) or field in LIMITS,
        network=presenters.network_words(network),
    )


def _place(name: str) -> str:
    return presenters.chosen_place(the_network(), request.args.get(name, ""))


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
    )


@blueprint.get("/health")
@limited(Group.FREE)
def health() -> Response:
    """Tell that the service answers, and on which network."""
    return jsonify({"status": "ok", "network": the_network().version})


@blueprint.get("/favicon.ico")
def favicon() -> BaseResponse:
    """Lead browsers to the drawn icon."""
    return redirect("/static/img/icon.svg", code=301)
