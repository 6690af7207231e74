"""docs/examples/sheets/ is what the program makes today."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from typing import NoReturn

import pytest

from routeguide.directions.describe import Manner
from routeguide.speech import print_pdf
from routeguide.speech.engines import MEI
from routeguide.speech.readings import readings_of
from routeguide.speech.script import script_of_answer
from tests.ward_network import ward_network
from tools.write_examples import (
    FOLDER,
    SHEET_TRIPS,
    SHEETS,
    ask,
    draw_trip,
    write_index,
    write_trip,
)

AGAIN = "run: .venv/bin/python tools/write_examples.py"
NUMBERS = range(len(SHEET_TRIPS))
INDEX = (FOLDER / "sheets.md").read_text("utf-8")


@pytest.mark.parametrize("number", NUMBERS)
def test_texts_and_braille_of_the_examples_are_current(number: int) -> None:
    for name, body in write_trip(ward_network(), number).items():
        assert (SHEETS / name).read_bytes() == body, AGAIN


def test_the_page_of_the_examples_is_current() -> None:
    """The times of the sound are taken as they stand; they are measured in proof."""
    kept = (FOLDER / "sheets.md").read_text("utf-8")
    told = iter(re.findall(r"^- sound: (.*)$", kept, re.MULTILINE))
    assert kept == write_index(ward_network(), lambda *_: next(told)), AGAIN


@pytest.mark.parametrize("number", NUMBERS)
def test_the_sound_of_the_examples_holds_the_sentences_of_today(number: int) -> None:
    rows = re.findall(r"^- sound: (\S+), (\d+) sentences, (.*); blocks: (.*)$", INDEX, re.MULTILINE)
    _, count, voice, blocks = rows[number]
    station, facility, who, _ = SHEET_TRIPS[number]
    answer = ask(ward_network(), station, facility, who)
    script = script_of_answer(answer, Manner(readings=readings_of(ward_network())))
    assert script is not None
    assert int(count) == len(script.sentences), AGAIN
    assert len(blocks.split(", ")) == len(script.parts), AGAIN
    assert voice == MEI


def test_the_times_of_the_sound_are_those_of_today(proof: bool) -> None:
    if proof:
        assert write_index(ward_network()) == INDEX, AGAIN
    assert len(re.findall(r"^- sound: \d:\d\d, ", INDEX, re.MULTILINE)) == len(SHEET_TRIPS)


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
