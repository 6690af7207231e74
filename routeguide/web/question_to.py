"""The question "where do you go?": by name, kind, errand or list; not knowing is an answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from routeguide.errors import BadInput
from routeguide.model.place import Place
from routeguide.web import search
from routeguide.web.current import the_network
from routeguide.web.questions import after_goal, answers, carried, has_position
from routeguide.web.wording import show_name

blueprint = Blueprint("question_to", __name__)


@blueprint.route("/route/to", methods=("GET", "POST"))
def ask_to() -> str | tuple[str, int]:
    """Ask where one goes; what was answered before is carried on."""
    told = answers()
    told.poplist("to")
    source = request.form if request.method == "POST" else request.args
    asked = search.read_search(source)
    nothing_typed = "q" in source and asked.is_empty
    status, results = 200, None
    try:
        results = None if asked.is_empty else search.find(asked, _leads_on(told))
    except BadInput as error:
        status = error.status
    field = "near" if status != 200 else "q" if nothing_typed else ""  # noqa: PLR2004
    page = _page(told, asked, results, field, unsure="unsure" in source)
    return (page, 400) if nothing_typed else (page, status)


def _page(
    told: MultiDict[str, str],
    asked: search.Search,
    results: search.Results | None,
    field: str,
    *,
    unsure: bool,
) -> str:
    network = the_network()
    posts = has_position(told)
    kept = {name: told.getlist(name) for name in told}
    stations = search.station_items(network, _leads_on(told))

    def address(name: str, value: str) -> str:
        return search.address_of(url_for("question_to.ask_to"), kept, name, value)

    return render_template(
        "questions/to.html",
        asked=asked,
        results=results,
        field=field,
        unsure=unsure,
        posts=posts,
        carried=carried(told),
        start=show_name(network.places.get(told.get("from", ""))),
        action=url_for("question_to.ask_to"),
        onward=after_goal(told),
        back=None if posts else _back(kept),
        stations=stations[0],
        other_stations=stations[1],
        kinds=search.kind_items(network, address),
        errands=search.errand_items(address),
        unsure_href=address("unsure", "1"),
        kind_options=search.kind_options(),
        need_options=search.need_options(),
    )  # fmt: skip


def _leads_on(told: MultiDict[str, str]) -> search.Link:
    """Return how a chosen place leads on, with every answer so far in the address."""
    rows = [] if has_position(told) else list(told.items(multi=True))

    def link(place: Place) -> str:
        return f"{after_goal(told)}?{urlencode([*rows, ('to', place.id)])}"

    return link


def _back(kept: dict[str, list[str]]) -> str:
    words: dict[str, Any] = {name: kept[name] for name in kept if name != "from"}
    return url_for("questions.ask_from", **words)
