"""``routeguide print`` and ``routeguide braille``, and texts for reading aloud."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result

from routeguide.cli import main
from routeguide.directions.kana import KANJI
from routeguide.speech import print_pdf
from tests.speech.pdf_reading import read_facts, read_runs, told_text
from tests.speech.same_blocks import read_braille, read_sheet, read_text

TRIP = ("station:kotake-mukaihara", "facility:kotake-toshokan")
WHEN = ("--depart", "2026-11-24T10:00")
Run = Callable[..., Result]


@pytest.fixture
def run(ward_network: Path) -> Run:
    return lambda *words: CliRunner(mix_stderr=False).invoke(
        main, [*words, "--network", str(ward_network)]
    )


@pytest.fixture
def fonts(not_run: Callable[[str, str], NoReturn]) -> None:
    if not (print_pdf.FONTS / print_pdf.REGULAR).is_file():
        not_run("no fonts for print in static/vendor/fonts", "make assets")


@pytest.mark.usefixtures("fonts")
def test_a_route_is_printed_to_a_file_with_its_steps_and_its_address(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "route.pdf"
    base = ("--base-url", "https://michi.example.jp")
    done = run("print", *TRIP, *WHEN, "--out", str(out), "--ruby", "all", *base)
    assert done.exit_code == 0, done.stderr
    assert str(out) in done.stdout
    pdf = out.read_bytes()
    told = run("route", *TRIP, *WHEN).stdout
    assert read_sheet(read_runs(pdf)) == read_text(told)
    assert "https://michi.example.jp/route?from=station:kotake-mukaihara" in told_text(
        read_runs(pdf)
    )
    assert read_facts(pdf).standard == "PDF/UA-1"


@pytest.mark.usefixtures("fonts")
def test_a_position_and_a_bare_call_give_a_sheet_without_an_address(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "route.pdf"
    base = ("--base-url", "https://michi.example.jp")
    for trip, more in ((("35.7437,139.679", TRIP[1]), base), (TRIP, ())):
        assert run("print", *trip, *WHEN, "--out", str(out), *more).exit_code == 0
        assert "michi.example.jp" not in told_text(read_runs(out.read_bytes()))


def test_braille_is_written_as_a_brf_file_or_as_unicode(run: Run, tmp_path: Path) -> None:
    brf, text = tmp_path / "route.brf", tmp_path / "route.txt"
    for out in (brf, text):
        assert run("braille", *TRIP, *WHEN, "--out", str(out)).exit_code == 0
    assert brf.read_bytes().isascii()
    told = run("route", *TRIP, *WHEN).stdout
    assert read_braille(text.read_text("utf-8")) == read_text(told)


def test_texts_for_reading_aloud_are_formats_of_a_route(run: Run) -> None:
    yomi = run("route", *TRIP, *WHEN, "--format", "yomi").stdout
    assert KANJI.findall(yomi) == []
    spoken = run("route", *TRIP, *WHEN, "--format", "speech").stdout
    told = run("route", *TRIP, *WHEN).stdout
    assert read_text(spoken, is_spoken=True) == read_text(told)


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("command", ["print", "braille"])
def test_a_file_that_cannot_be_written_is_told(command: str, run: Run, tmp_path: Path) -> None:
    done = run(command, *TRIP, "--out", str(tmp_path / "nowhere" / "route.out"))
    assert done.exit_code != 0
    assert "書けません（見つかりません）" in done.stderr


def test_a_language_without_braille_is_refused_on_the_command_line(
    run: Run, tmp_path: Path
) -> None:
    done = run("braille", *TRIP, "--language", "ko", "--out", str(tmp_path / "x.brf"))
    assert done.exit_code != 0
    assert "点字は作れません" in done.stderr
    assert not (tmp_path / "x.brf").exists()
