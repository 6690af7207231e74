"""The question pages, one question each: the station, its exit, who travels.

The answers so far stand in the address, by the names of :mod:`page_query`; a
free position never does: with one, the forms post and carry it in hidden fields.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from routeguide.web import presenters
from routeguide.web.current import the_network
from routeguide.web.limit_fields import list_limit_fields
from routeguide.web.page_query import FIELDS, LIMITS, POSITION
from routeguide.web.station_choices import (
    exit_choices,
    find_station,
    near_stations,
    stations_by_line,
)
from routeguide.web.wording import show_name

blueprint = Blueprint("questions", __name__)
BOTH = ("GET", "POST")


def answers() -> MultiDict[str, str]:
    """Return the answers so far, wherever they stand, without what is no answer."""
    told = request.form if request.method == "POST" else request.args
    known = (*FIELDS, *POSITION) if request.method == "POST" else FIELDS
    rows = [(name, text) for name, text in told.items(multi=True) if name in known and text]
    return MultiDict(rows)


def has_position(told: MultiDict[str, str]) -> bool:
    """Tell whether the trip starts at a free position; its forms post."""
    return any(name in told for name in POSITION)


def carried(told: MultiDict[str, str], *without: str) -> list[tuple[str, str]]:
    """Return the answers that a form carries on in hidden fields."""
    return [(name, text) for name, text in told.items(multi=True) if name not in without]


@blueprint.route("/route/from", methods=BOTH)
def ask_from() -> str:
    """Ask from which station; by its name on a button, by position, or not known yet."""
    told = answers()
    network = the_network()
    goal = network.places.get(told.get("to", ""))
    return render_template(
        "questions/from.html",
        told=told,
        goal=show_name(goal),
        near=near_stations(network, goal),
        lines=stations_by_line(network),
        kept=_kept(told, "from"),
    )


@blueprint.get("/route/exit")
def ask_exit() -> str:
    """Ask by which exit the trip starts; any is an answer."""
    told = answers()
    network = the_network()
    station = find_station(network, told.get("from", ""))
    return render_template(
        "questions/exit.html",
        told=told,
        station=show_name(station),
        station_id=station.id if station else "",
        exits=list(exit_choices(network, station)) if station else [],
        carried=carried(told, "from"),
        kept=_kept(told, "from"),
        chosen=told.get("from", ""),
        action=next_question(told),
    )


@blueprint.route("/route/traveller", methods=BOTH)
def ask_traveller() -> str:
    """Ask who travels: a preset, then, folded, its limits."""
    told = answers()
    details = list_limit_fields(told)
    return render_template(
        "questions/traveller.html",
        told=told,
        travellers=presenters.traveller_choices(),
        traveller=told.get("traveller", ""),
        unknown=told.get("unknown", "warn"),
        details=details,
        details_open=any(row.value for row in details),
        posts=has_position(told),
        carried=carried(told, "traveller", "unknown", *LIMITS),
        back=url_for("questions.ask_from", **_kept(told)) if not has_position(told) else None,
    )


def after_goal(told: MultiDict[str, str]) -> str:
    """Return the address of the question behind the one for the goal."""
    if not (told.get("from") or has_position(told)):
        return url_for("questions.ask_from")
    return url_for("pages.route") if told.get("traveller") else url_for("questions.ask_traveller")


def next_question(told: MultiDict[str, str]) -> str:
    """Return the address of the first question that is not answered yet."""
    if not told.get("to"):
        return url_for("question_to.ask_to")
    return url_for("pages.route") if told.get("traveller") else url_for("questions.ask_traveller")


def _kept(told: MultiDict[str, str], *without: str) -> dict[str, Any]:
    return {
        name: told.getlist(name) for name in told if name not in without and name not in POSITION
    }


__all__ = ["after_goal", "answers", "blueprint", "carried", "has_position"]
