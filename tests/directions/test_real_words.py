"""Routes over the real streets in all six languages: no sentence has a fault, all of them agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from routeguide.directions.describe import Manner, Telling, put_into_words, tell_route
from routeguide.directions.language import LANGUAGES
from routeguide.directions.naming import closed_up, map_name
from routeguide.model.traveller import get_preset
from routeguide.network.store import Network
from routeguide.speech.readings import readings_of
from tests.directions import foreign_linter
from tests.directions.linter import Names, list_faults
from tests.directions.real_routes import random_routes

JAPANESE = ("ja", "ja-easy", "ja-child")
WHO = ("white_cane", "wheelchair_manual", "walk", "cane", "low_vision")
"""A thousand routes in ``make proof``, a hundred in every run."""

Told = tuple[str, Telling]


@pytest.fixture(scope="module")
def told(nerima: Network, proof: bool) -> Sequence[Told]:
    each = 200 if proof else 20
    return [
        (who, tell_route(route, traveller=get_preset(who)))
        for who in WHO
        for route in random_routes(nerima, who, each, seed=20261125)
    ]


@pytest.fixture(scope="module")
def names(nerima: Network) -> Names:
    """All names of the map that hold a blank or a Latin letter."""
    columns = (nerima.column("landmark_name"), nerima.column("edge_name_ja"))
    texts = (nerima.text(int(number)) for column in columns for number in set(column.tolist()))
    return Names(closed_up(map_name(text)) for text in texts if text)


def faults(told: Sequence[Told], code: str, network: Network, names: Names) -> Iterator[str]:
    """Yield every fault of all guidances in a language."""
    for who, telling in told:
        group = get_preset(who).group
        guidance = put_into_words(
            telling, Manner(language=code, readings=readings_of(network)), group
        )
        if code in JAPANESE:
            yield from list_faults(guidance, group, are_read=True, names=names)
        else:
            yield from foreign_linter.list_faults(guidance, group)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_of_a_real_route_has_a_fault(
    told: Sequence[Told], code: str, nerima: Network, names: Names
) -> None:
    assert list(faults(told, code, nerima, names))[:5] == []
