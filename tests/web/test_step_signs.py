"""The sign beside a step says what its words say."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from routeguide.model.guidance import Block, Line
from routeguide.web.step_signs import SIGNS, sign_of
from tests.web.pages import MANUAL

SHEET = Path(__file__).parents[2] / "static" / "img" / "steps.svg"
SIDES = {"左": "left", "右": "right"}


def test_every_sign_is_drawn() -> None:
    sheet = BeautifulSoup(SHEET.read_text("utf-8"), "html5lib")
    assert {str(symbol["id"]) for symbol in sheet.select("symbol")} == SIGNS


@pytest.mark.parametrize(
    ("maneuver", "sign"),
    [
        ({"type": "walk", "hour": 9}, "left"), ({"type": "walk", "hour": 2}, "slight-right"),
        ({"type": "walk", "hour": 12}, "straight"), ({"type": "walk", "hour": None}, "straight"),
        ({"type": "walk", "hour": 6}, "back"), ({"type": "lift", "hour": 3}, "lift"),
        ({"type": "road_crossing"}, "crossing"), ({"type": "arrive"}, "arrive"), ({}, "straight"),
    ],
)  # fmt: skip
def test_a_sign_is_of_what_one_meets_or_of_the_turn(maneuver: dict[str, object], sign: str) -> None:
    block = Block(said=Line("", ""), at=(0.0, 0.0), maneuver=maneuver)
    assert sign_of(block) == sign


def test_the_sign_of_a_turn_points_to_the_side_that_is_told(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get(MANUAL).text, "html5lib")
    told = []
    for step in page.select("ol.steps > li"):
        words = step.select_one(".say")
        use = step.select_one("svg.sign[aria-hidden=true] use")
        assert words is not None
        assert use is not None
        sign = str(use["href"]).partition("#")[2]
        told += [(side, sign) for word, side in SIDES.items() if words.get_text()[:1] == word]
    assert told
    assert all(side in sign for side, sign in told)
