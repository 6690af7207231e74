"""docs/examples/sheets/ is what the program makes today."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NoReturn

import pytest

from routeguide.speech import print_pdf
from tests.ward_network import ward_network
from tools.write_examples import FOLDER, SHEET_TRIPS, SHEETS, draw_trip, write_index, write_trip

AGAIN = "run: .venv/bin/python tools/write_examples.py"
NUMBERS = range(len(SHEET_TRIPS))


@pytest.mark.parametrize("number", NUMBERS)
def test_texts_and_braille_of_the_examples_are_current(number: int) -> None:
    for name, body in write_trip(ward_network(), number).items():
        assert (SHEETS / name).read_bytes() == body, AGAIN


def test_the_page_of_the_examples_is_current() -> None:
    assert (FOLDER / "sheets.md").read_text("utf-8") == write_index(ward_network()), AGAIN


@pytest.mark.parametrize("number", NUMBERS)
def test_pictures_of_the_examples_are_those_of_todays_print(
    number: int, not_run: Callable[[str, str], NoReturn]
) -> None:
    if not (print_pdf.FONTS / print_pdf.REGULAR).is_file():
        not_run("no fonts for print in static/vendor/fonts", "make assets")
    name, drawn = draw_trip(ward_network(), number)
    kept = (SHEETS / name).read_bytes()
    assert size_of(kept) == size_of(drawn)
    assert abs(len(kept) - len(drawn)) < 0.05 * len(drawn), AGAIN


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height
