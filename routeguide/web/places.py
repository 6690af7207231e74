"""Stations and facilities: finding them, a page for each, a small page for other sites."""

from __future__ import annotations

import math
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from routeguide.errors import BadInput, UnknownPlace
from routeguide.model.asked import now
from routeguide.model.passage import LonLat
from routeguide.model.place import Place, PlaceKind
from routeguide.routing.finding import Wish, find_places
from routeguide.web import search
from routeguide.web.current import the_network
from routeguide.web.facility_page import facility_page
from routeguide.web.security import embeddable
from routeguide.web.station_page import station_page
from routeguide.web.texts import language
from routeguide.web.wording import show_name

blueprint = Blueprint("places", __name__)
MOST_ID = 120
AROUND_M, MOST_AROUND = 1500.0, 20


@blueprint.get("/places")
def places() -> str | tuple[str, int]:
    """Find stations and facilities: by name, in lists, near a station."""
    asked = search.read_search(request.args)
    try:
        results = None if asked.is_empty else search.find(asked, link_to)
    except BadInput as error:
        return _places(asked, None, wrong=True), error.status
    return _places(asked, results)


def _places(asked: search.Search, results: search.Results | None, *, wrong: bool = False) -> str:
    network = the_network()
    here, around = search.station_items(network, link_to)
    address = _address_of(url_for("places.places"))
    return render_template(
        "places/list.html",
        asked=asked,
        results=results,
        wrong=wrong,
        action=url_for("places.places"),
        stations=here,
        other_stations=around,
        kinds=search.kind_items(network, address),
        errands=search.errand_items(address),
        kind_options=search.kind_options(),
        need_options=search.need_options(),
    )


def link_to(place: Place) -> str:
    """Return the address of a place's page."""
    return url_for("places.place", place_id=place.id)


def _address_of(base: str) -> Callable[[str, str], str]:
    return lambda name, value: search.address_of(base, {}, name, value)


@blueprint.post("/places/near")
def near() -> tuple[str, int] | str:
    """List what is around a position: used for this answer, then forgotten."""
    try:
        here = read_position(request.form.get("lat", ""), request.form.get("lon", ""))
    except BadInput as error:
        return render_template("places/near.html", wrong=error, items=[]), error.status
    wish = Wish(near=here, within_m=AROUND_M, limit=MOST_AROUND)
    found = find_places(the_network(), wish, at=now())
    items = [
        search.Item(hit.place.id, show_name(hit.place), search.note_of(hit), link_to(hit.place))
        for hit in found.hits
    ]  # fmt: skip
    return render_template("places/near.html", wrong=None, items=items)


def read_position(lat: str, lon: str) -> LonLat:
    """Return a position that a form posted, in degrees.

    Raises:
        BadInput: it is none; nothing of it is told.
    """
    try:
        y, x = float(lat), float(lon)
    except ValueError:
        y = x = math.inf
    if not (abs(y) <= 90 and abs(x) <= 180):  # noqa: PLR2004 - degrees of the globe
        raise BadInput("今いる場所を読み取れませんでした。駅の名前で選んでください。")
    return x, y


@blueprint.get("/places/<path:place_id>")
def place(place_id: str) -> str | Response:
    """Tell what is known of one place, and what is not."""
    found = _get(place_id)
    if found.parent:
        return redirect(url_for("places.place", place_id=found.parent), code=302)
    if found.kind is PlaceKind.STATION:
        return render_template("places/station.html", **station_page(the_network(), found, now()))
    page = facility_page(the_network(), found, now())
    code = render_template("places/embed_code.html", language=language(), **page)
    return render_template("places/facility.html", embed_code=code, **page)


@blueprint.get("/embed/<path:place_id>")
@embeddable
def embed(place_id: str) -> str:
    """Show the ways to a facility, small enough for a page of its own site."""
    found = _get(place_id)
    if found.kind is not PlaceKind.FACILITY:
        raise UnknownPlace("埋めこめるのは施設のページだけです。")
    return render_template("places/embed.html", **facility_page(the_network(), found, now()))


def _get(place_id: str) -> Place:
    found = the_network().places.get(place_id[:MOST_ID])
    if found is None:
        raise UnknownPlace("この場所は見つかりません。駅と施設の一覧からえらんでください。")
    return found
