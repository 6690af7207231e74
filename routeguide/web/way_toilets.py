"""Toilets on a trip: at its ends as published, on its way as mapped."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from routeguide.directions.phrase import Noun
from routeguide.model.guidance import Guidance
from routeguide.model.place import Place
from routeguide.model.route import Answer
from routeguide.network.store import Network
from routeguide.web.facility_page import toilet_rows
from routeguide.web.station_choices import find_station
from routeguide.web.texts import t
from routeguide.web.wording import show, show_name


def list_toilets(answer: Answer, guidance: Guidance, network: Network) -> list[Markup]:
    """Return every toilet that is known on a trip, each with where it is; empty = none is known."""
    first, last = answer.origin, answer.destination
    told = [*_of_place(first, network), *_on_the_way(guidance), *_of_place(last, network)]
    return list(dict.fromkeys(told))


def _of_place(place: Place | None, network: Network) -> Iterator[Markup]:
    if place is None:
        return
    whole = find_station(network, place.id) or place
    for row in toilet_rows(whole):
        toilet = t("%(name)s（%(facts)s）", name=row.name, facts=row.value)
        yield t("%(place)s: %(thing)s", place=show_name(whole), thing=toilet)


def _on_the_way(guidance: Guidance) -> Iterator[Markup]:
    for number, block in enumerate(guidance.blocks, 1):
        for row in block.maneuver.get("facts", {}).get("toilets", ()):
            name = row["name"] or show(Noun("landmarks", row["kind"]))
            yield t("道順%(number)sの途中: %(name)s", number=number, name=name)
