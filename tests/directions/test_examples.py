"""docs/examples/ is what the program tells today."""

from __future__ import annotations

import pytest

from routeguide.directions.language import LANGUAGES
from tests.ward_network import ward_network
from tools.write_examples import FOLDER, TRIPS, WHO, ask, write_language


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_examples_are_current(code: str) -> None:
    told = write_language(ward_network(), code)
    written = (FOLDER / f"directions-{code}.md").read_text(encoding="utf-8")
    assert written == told, "run: .venv/bin/python tools/write_examples.py"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("station", "facility"), TRIPS)
def test_every_example_is_a_way_that_this_traveller_can_take(
    station: str, facility: str, who: str
) -> None:
    assert ask(ward_network(), station, facility, who).routes
