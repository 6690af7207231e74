"""The API's lists and places: stations, facilities, lifts, travellers, the network."""

from __future__ import annotations

import math

from flask import Response, jsonify

from routeguide.directions.phrase import Noun
from routeguide.directions.ruby import kana_only
from routeguide.directions.words import Words
from routeguide.errors import UnknownPlace
from routeguide.exchange.network_info import network_stamp
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
from routeguide.model.place import Place, PlaceKind
from routeguide.model.traveller import CHOICES, RANGES, presets
from routeguide.routing.finding import Found, Wish, find_places, position_of
from routeguide.routing.needs import NEED_JA
from routeguide.web.api_base import ABOUT, PLACES, choose_language, make_blueprint
from routeguide.web.current import the_network, the_readings
from routeguide.web.etags import tagged, this_minute
from routeguide.web.place_requests import (
    FacilitiesQuery,
    IdPath,
    LanguageQuery,
    PlacesQuery,
    SearchBody,
)
from routeguide.web.problems import declare_same
from routeguide.web.texts import plain

blueprint = make_blueprint("api_places")
STATIONS, FACILITIES = (frozenset({kind}) for kind in (PlaceKind.STATION, PlaceKind.FACILITY))


@blueprint.get(
    "/stations", summary="駅をさがす", tags=[PLACES], responses=declare_same(StationsAnswer)
)
def stations(query: PlacesQuery) -> Response:
    """Find stations by name, need and nearness; without a question all are listed."""
    teller = _teller(query.language)

    def build() -> StationsAnswer:
        return teller.stations(_find(_wish(query, STATIONS), teller))

    return tagged(build, teller.words.language.code, teller.at, query)


@blueprint.get(
    "/facilities",
    summary="公共施設をさがす",
    tags=[PLACES],
    responses=declare_same(FacilitiesAnswer),
)
def facilities(query: FacilitiesQuery) -> Response:
    """Find facilities by name, kind, need and nearness; without a question all are listed."""
    teller = _teller(query.language)

    def build() -> FacilitiesAnswer:
        return teller.facilities(_find(_wish(query, FACILITIES), teller))

    return tagged(build, teller.words.language.code, teller.at, query)


@blueprint.post(
    "/facilities/search",
    summary="今いる所の近くの施設をさがす",
    tags=[PLACES],
    responses={200: FacilitiesAnswer},
)
def search_facilities(body: SearchBody) -> Response:
    """Find facilities around a position; the position is neither kept nor logged."""
    teller = _teller(body.language)
    wish = Wish(
        text=body.q,
        kinds=FACILITIES,
        facility=frozenset(body.kind),
        needs=tuple(dict.fromkeys(body.need)),
        near=body.lonlat,
        within_m=body.within_m,
        limit=body.limit,
    )
    answer = teller.facilities(_find(wish, teller))
    return jsonify(answer.model_dump(mode="json", by_alias=True))


@blueprint.get(
    "/stations/<path:place_id>", summary="ひとつの駅", tags=[PLACES],
    responses=declare_same(StationAnswer),
)  # fmt: skip
def station(path: IdPath, query: LanguageQuery) -> Response:
    """Tell exits, lifts with their state and age, platform doors by line, step-free routes."""
    teller, place = _teller(query.language), _get(path.place_id, PlaceKind.STATION)

    def build() -> StationAnswer:
        return StationAnswer(network=teller.stamp(), at=teller.at, station=teller.station(place))

    return tagged(build, teller.words.language.code, teller.at)


@blueprint.get(
    "/facilities/<path:place_id>", summary="ひとつの施設", tags=[PLACES],
    responses=declare_same(FacilityAnswer),
)  # fmt: skip
def facility(path: IdPath, query: LanguageQuery) -> Response:
    """Tell entrance, toilets, lift and equipment, each with source, evidence and date."""
    teller, place = _teller(query.language), _get(path.place_id, PlaceKind.FACILITY)

    def build() -> FacilityAnswer:
        return FacilityAnswer(network=teller.stamp(), at=teller.at, facility=teller.facility(place))

    return tagged(build, teller.words.language.code, teller.at)


@blueprint.get(
    "/places/<path:place_id>", summary="ひとつの場所（出口やホームも）", tags=[PLACES],
    responses=declare_same(PlaceAnswer),
)  # fmt: skip
def place(path: IdPath, query: LanguageQuery) -> Response:
    """Tell what is known of one place, each fact with source, evidence and date."""
    teller, found = _teller(query.language), _get(path.place_id)

    def build() -> PlaceAnswer:
        return PlaceAnswer(network=teller.stamp(), at=teller.at, place=teller.place(found))

    return tagged(build, teller.words.language.code, teller.at)


@blueprint.get(
    "/outages", summary="止まっているエレベーター", tags=[PLACES],
    responses=declare_same(OutagesAnswer),
)  # fmt: skip
def outages(query: LanguageQuery) -> Response:
    """Tell lifts out of service, planned to be, and of which nothing is known any more."""
    teller = _teller(query.language)
    return tagged(teller.outages, teller.words.language.code, teller.at)


@blueprint.get(
    "/travellers", summary="移動のしかた", tags=[ABOUT], responses=declare_same(TravellersAnswer)
)
def travellers(query: LanguageQuery) -> Response:
    """List the presets with their limits, and the range of every limit."""
    words = Words(choose_language(query.language))

    def build() -> TravellersAnswer:
        return TravellersAnswer.model_validate(
            {
                "travellers": [
                    {"name": p.name_ja, "label": words.word(Noun("travellers", p.id)), **p.limits()}
                    for p in presets().values()
                ],
                "ranges": {key: {"min": low, "max": high} for key, (low, high) in RANGES.items()},
                "choices": {key: [str(one) for one in words] for key, words in CHOICES.items()},
            }
        )

    return tagged(build, words.language.code)


@blueprint.get("/network", summary="道路網", tags=[ABOUT], responses=declare_same(NetworkAnswer))
def network() -> Response:
    """Tell version, age, sources, overlay and counts of the network."""
    here = the_network()

    def build() -> NetworkAnswer:
        return NetworkAnswer(**network_stamp(here), counts=here.manifest["counts"])

    return tagged(build)


# -- helpers --------------------------------------------------------------------


def _teller(asked: str | None) -> Teller:
    words = Words(choose_language(asked), readings=the_readings())
    return Teller(the_network(), words, this_minute(), lambda need: plain(NEED_JA[need]))


def _wish(query: PlacesQuery, kinds: frozenset[PlaceKind]) -> Wish:
    return Wish(
        text=query.q,
        kinds=kinds,
        facility=frozenset(query.kind) if isinstance(query, FacilitiesQuery) else frozenset(),
        needs=tuple(dict.fromkeys(query.need)),
        near=position_of(the_network(), query.near) if query.near else None,
        within_m=math.inf if query.within_m is None else query.within_m,
        limit=query.limit,
    )


def _find(wish: Wish, teller: Teller) -> Found:
    return find_places(teller.network, wish, at=teller.at, read=guess_reading)


def guess_reading(text: str) -> str:
    """Return how a name is read, as far as the lexicon and the analyser tell."""
    return kana_only(the_readings().name(text))


def _get(place_id: str, kind: PlaceKind | None = None) -> Place:
    """Return a place by its id; the word before the colon may be left out.

    Raises:
        UnknownPlace: there is none of that kind.
    """
    places = the_network().places
    found = places.get(place_id) or (places.get(f"{kind}:{place_id}") if kind else None)
    if found is None or (kind and found.kind is not kind):
        raise UnknownPlace(
            "「%(text)s」という場所は見つかりません。名前か番号（id）を確かめてください。",
            text=place_id,
        )
    return found
