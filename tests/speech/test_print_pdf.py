"""Printed sheets: what readers are told, where blocks stand, how large the letters are."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
import segno

from routeguide.directions.language import LANGUAGES
from routeguide.errors import BadInput, PrintBusy, PrintFailed
from routeguide.exchange import signs
from routeguide.exchange.answer_sheet import answer_to_sheet
from routeguide.exchange.network_info import network_info
from routeguide.exchange.print_sketch import print_sketch
from routeguide.model.guidance import Part
from routeguide.model.sheet import Sheet, SheetSection, SheetStep, unread, without_ruby
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.speech import print_pdf
from routeguide.speech.print_pdf import PrintOptions, Variant, read_print_options, sheet_to_pdf
from tests.drawn import NOON
from tests.speech.pdf_reading import (
    Run,
    page_pixels,
    page_sizes,
    read_facts,
    read_runs,
    squeeze,
    told_lines,
    told_text,
)
from tests.speech.sheets import ADDRESS, ask, printed, sheet_of
from tests.ward_network import ward_network

MM = 72 / 25.4
OUR_FONT = print_pdf.FONTS / print_pdf.REGULAR
SMALL_PRINT = ("https://", "©", "国土地理院")


@pytest.fixture(autouse=True)
def fonts(not_run: Callable[[str, str], NoReturn]) -> None:
    if not OUR_FONT.is_file():
        not_run("no fonts for print in static/vendor/fonts", "make assets")


def system_families() -> set[str]:
    code = "import typst; print('\\n'.join(typst.Fonts(include_embedded_fonts=False).families()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines())


def step_texts(sheet: Sheet) -> list[str]:
    """Return the words of each step with its number, as they should be read."""
    caution = without_ruby(sheet.marks["caution"])
    return [
        squeeze(
            str(step.number or "")
            + "".join(
                (caution if part is Part.CAUTION else "") + without_ruby(words)
                for part, words in step.lines
            )
        )
        for section in sheet.sections
        for step in section.steps
    ]


def find_page(runs: list[Run], told: str) -> int | None:
    """Return the page on which a text stands as a whole; None where it stands on no single one."""
    pages = {run.page for run in runs}
    return next((p for p in pages if told in told_text([r for r in runs if r.page == p])), None)


def outside_the_margins(pdf: bytes, runs: list[Run]) -> list[Run]:
    """Return the runs that do not stand whole on their page, 10 mm of edge left free."""
    edge, sizes = 10 * MM, page_sizes(pdf)
    return [
        run
        for run in runs
        for width, height in [sizes[run.page]]
        if run.left < edge
        or run.right > width - edge
        or run.top > height - edge
        or run.bottom < 7 * MM
    ]


def overlapping(runs: list[Run]) -> list[tuple[Run, Run]]:
    """Return pairs of runs that lie over each other by more than a hair."""
    found = []
    for page in {run.page for run in runs}:
        seen = [run for run in runs if run.page == page and run.text.strip()]
        boxes = np.array([(run.left, run.bottom, run.right, run.top) for run in seen])
        left, bottom, right, top = boxes.T
        wide = np.minimum.outer(right, right) - np.maximum.outer(left, left)
        high = np.minimum.outer(top, top) - np.maximum.outer(bottom, bottom)
        pairs = np.argwhere(np.triu((wide > 1.5) & (high > 1.5), k=1))
        found += [(seen[a], seen[b]) for a, b in pairs]
    return found


def read_qr(pdf: bytes, address: str) -> bool:
    """Tell whether the code under its caption is that of an address: every module is compared."""
    matrix = np.array([list(row) for row in segno.make(address, error="m", micro=False).matrix])
    caption = [run for run in read_runs(pdf) if run.text.endswith("しらべる")]
    if not caption:
        return False
    pixels = page_pixels(pdf, caption[-1].page, scale=4)
    top = pixels.shape[0] - round(4 * (caption[-1].bottom - 6))
    area = pixels[top : top + round(4 * 47 * MM)] < 128
    rows, columns = np.flatnonzero(area.any(axis=1)), np.flatnonzero(area.any(axis=0))
    if not len(rows):
        return False
    step = 45 * MM * 4 / (len(matrix) + 8)
    centres = (np.arange(len(matrix)) + 0.5) * step
    seen = area[np.ix_((rows[0] + centres).astype(int), (columns[0] + centres).astype(int))]
    return bool((seen == matrix.astype(bool)).all())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_pdf_ua_with_title_language_and_tags(
    language: str, not_run: Callable[[str, str], NoReturn]
) -> None:
    other = print_pdf.OTHERS.get(language)
    if other and other not in system_families():
        not_run(f"no font for {language}", "apt-get install fonts-noto-cjk")
    facts = read_facts(printed(language))
    sheet = sheet_of(ask(), language)
    assert facts.title == without_ruby(sheet.title)
    assert facts.language.partition("-")[0] == language.partition("-")[0]
    assert facts.is_tagged
    assert facts.shows_title
    assert facts.standard == "PDF/UA-1"
    assert facts.roles.count("H1") == 1
    assert facts.roles.count("H3") == len(sheet.sections[0].steps)
    assert without_ruby(sheet.marks["address_back"]) in facts.alternatives


@pytest.mark.parametrize(
    ("language", "ruby"),
    [("ja", "none"), ("ja", "all"), ("ja-easy", "all"), ("ja-child", "grade:3"), ("en", "none")],
)
def test_every_block_is_told_whole_in_order_and_on_one_page(language: str, ruby: str) -> None:
    runs = read_runs(printed(language, ruby))
    told = told_text(runs)
    at = [told.find(text) for text in step_texts(sheet_of(ask(), language, ruby))]
    assert -1 not in at
    assert at == sorted(at)
    pages = [find_page(runs, text) for text in step_texts(sheet_of(ask(), language, ruby))]
    assert None not in pages


def test_furigana_are_seen_and_never_told() -> None:
    with_ruby, without = read_runs(printed("ja", "all")), read_runs(printed("ja"))
    assert told_text(with_ruby) == told_text(without)
    seen = [run.text for run in with_ruby if run.is_artifact]
    assert "こたけむかいはら" in seen
    assert len(seen) > 100


def test_a_reading_that_is_told_would_be_found() -> None:
    runs = [replace(run, is_artifact=False) for run in read_runs(printed("ja", "all"))]
    assert told_text(runs) != told_text(read_runs(printed("ja")))


@pytest.mark.parametrize("size", ["22", "25", "28"])
def test_large_type_is_as_large_as_asked_and_numbers_are_larger(size: str) -> None:
    runs = [run for run in read_runs(printed("ja", "all", size)) if not run.is_artifact]
    steps = {str(step.number) for step in sheet_of(ask()).sections[0].steps}
    letters = [run for run in runs if not run.text.startswith(SMALL_PRINT)]
    letters = [run for run in letters if run.size_pt >= 15]
    assert min(run.size_pt for run in letters) == float(size)
    assert {run.text for run in runs if run.size_pt == 36} == steps
    assert max(run.size_pt for run in runs) == 36
    small = "".join(run.text for run in runs if run.size_pt < float(size))
    assert squeeze(small).startswith(squeeze(ADDRESS))


def test_an_ordinary_sheet_is_set_in_twelve_points() -> None:
    sizes = {run.size_pt for run in read_runs(printed("ja", "none", "12")) if not run.is_artifact}
    assert {12.0, 18.0} <= sizes
    assert len(read_runs(printed("ja", "none", "12"))) > 30
    assert max(run.page for run in read_runs(printed("ja", "none", "12"))) <= 1


@pytest.mark.parametrize("ruby", ["none", "all"])
def test_a_line_of_large_type_holds_at_most_22_characters(ruby: str) -> None:
    lines = told_lines(read_runs(printed("ja", ruby)))
    words = ["".join(run.text for run in line if run.size_pt == 22) for line in lines]
    assert max(len(squeeze(line)) for line in words) <= 22


@pytest.mark.parametrize(
    ("ruby", "size", "variant"),
    [("none", "22", ""), ("all", "22", ""), ("all", "28", "cards"), ("grade:3", "12", "")],
)
def test_nothing_is_cut_off_and_nothing_lies_over_another(
    ruby: str, size: str, variant: str
) -> None:
    pdf = printed("ja", ruby, size, "", variant)
    runs = read_runs(pdf)
    assert outside_the_margins(pdf, runs) == []
    assert overlapping(runs) == []


def test_overlapping_and_cut_off_runs_would_be_found() -> None:
    pdf = printed("ja", "all")
    runs = read_runs(pdf)
    moved = [replace(run, bottom=run.bottom - 8) if run.is_artifact else run for run in runs]
    assert overlapping(moved)
    assert outside_the_margins(pdf, [replace(run, left=run.left - 80) for run in runs])


def test_cards_hold_one_block_a_page() -> None:
    sheet = sheet_of(ask())
    runs = read_runs(printed("ja", "none", "22", "", "cards"))
    pages = [find_page(runs, text) for text in step_texts(sheet)]
    assert len(set(pages)) == len(sheet.sections[0].steps)
    listed = [find_page(read_runs(printed("ja")), text) for text in step_texts(sheet)]
    assert len(set(listed)) < len(set(pages))


def long_sheet(count: int, words: str) -> Sheet:
    steps = tuple(
        SheetStep(n, ((Part.CAUTION, unread("段差があります。")), (Part.ACTION, unread(words))))
        for n in range(1, count + 1)
    )
    section = SheetSection(unread("道順"), (unread("はじめに。"),), steps)
    return replace(sheet_of(ask()), sections=(section,))


@pytest.mark.parametrize("length", [40, 700])
def test_no_block_of_a_long_route_is_split_even_where_it_fills_a_page(length: int) -> None:
    words = ("道をまっすぐ進みます。" * 80)[: length - 1] + "終"
    count = 24 if length < 100 else 3
    sheet = long_sheet(count, words)
    pdf = sheet_to_pdf(sheet, options=PrintOptions(28), made_at=NOON)
    runs = read_runs(pdf)
    assert [text for text in step_texts(sheet) if find_page(runs, text) is None] == []
    assert outside_the_margins(pdf, runs) == []


def test_a_split_block_would_be_found() -> None:
    runs = read_runs(printed("ja"))
    last = max(run.page for run in runs)
    torn = [replace(run, page=last) if n % 9 == 0 else run for n, run in enumerate(runs)]
    assert None in [find_page(torn, text) for text in step_texts(sheet_of(ask()))]


def test_a_sheet_without_a_way_says_what_blocks() -> None:
    sheet = sheet_of(ask(unknown=UnknownPolicy.REFUSE))
    pdf = sheet_to_pdf(sheet, options=PrintOptions(), made_at=NOON)
    told = told_text(read_runs(pdf))
    assert "道をさえぎるもの" in told
    assert [text for text in step_texts(sheet) if text not in told] == []
    assert read_facts(pdf).roles.count("H3") == 0


def test_cautions_stand_in_a_box_of_their_own() -> None:
    sheet = long_sheet(1, "進みます。")
    pdf = sheet_to_pdf(sheet, options=PrintOptions(), made_at=NOON)
    mark = next(run for run in read_runs(pdf) if run.text.strip() == "注意")
    _, height = page_sizes(pdf)[mark.page]
    pixels = page_pixels(pdf, mark.page)
    row = pixels[int(height - (mark.top + mark.bottom) / 2)]
    label = row[int(mark.left) - 4 : int(mark.left) - 1]
    assert label.max() < 60, "the label is white on black"
    frame = pixels[int(height - mark.top) - 40 : int(height - mark.top)]
    assert (frame[:, int(mark.right) + 60] < 128).any(), "a line runs above the caution"


@pytest.mark.parametrize(
    ("theme", "paper", "is_dark"),
    [("white", 255, False), ("cream", 243, False), ("black", 0, True)],
)
def test_themes_are_what_they_are_called(theme: str, paper: int, is_dark: bool) -> None:
    pixels = page_pixels(printed("ja", "none", "22", theme), 0)
    assert abs(pixels[2, 2] - paper) <= 3
    assert (pixels.max() if is_dark else pixels.min()) == (255 if is_dark else 0)


def test_the_code_leads_back_to_the_address_and_stands_nowhere_without_one() -> None:
    assert read_qr(printed("ja"), ADDRESS)
    assert not read_qr(printed("ja"), ADDRESS + "x")
    bare = sheet_to_pdf(sheet_of(ask(), address=None), options=PrintOptions(), made_at=NOON)
    assert not read_qr(bare, ADDRESS)
    assert "michi.example.jp" not in told_text(read_runs(bare))


def test_versions_day_and_credit_stand_on_the_sheet() -> None:
    told = told_text(read_runs(printed("ja")))
    version = ask().network_version
    assert squeeze(f"道路網{version}") in told
    assert "出発2026-11-24" in told
    assert squeeze("© OpenStreetMap contributors (ODbL-1.0)") in told
    assert "区の公式な案内ではありません" in told


def test_the_day_on_which_the_network_was_built_stands_on_the_sheet() -> None:
    info = network_info(ward_network()) | {"built_at": "2026-11-23T20:00:00+00:00"}
    sheet = answer_to_sheet(ask(), network_info=info)
    assert "道路網を作った日: 2026-11-24" in [without_ruby(row) for row in sheet.rows]


def test_the_sketch_has_a_page_of_its_own_told_by_its_name_and_lines_of_two_millimetres() -> None:
    sketch = print_sketch(ask(), ward_network())
    assert sketch is not None
    width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', sketch)[0])
    sheet = sheet_of(ask())
    pdf = sheet_to_pdf(sheet, options=PrintOptions(), made_at=NOON, sketch=sketch)
    runs = read_runs(pdf)
    last = max(run.page for run in runs)
    page_width, _ = page_sizes(pdf)[last]
    left = min(run.left for run in runs if run.page == 0)
    scale = min((page_width - 2 * left) / MM / width, 225 / height)
    assert scale * signs.ROUTE_MM >= 2
    assert next(run.text for run in runs if run.page == last and not run.is_artifact) == "略図"
    assert "略図: " + without_ruby(sheet.title) in read_facts(pdf).alternatives
    assert page_pixels(pdf, last).min() == 0


def test_a_sheet_without_a_way_has_no_sketch() -> None:
    assert print_sketch(ask(unknown=UnknownPolicy.REFUSE), ward_network()) is None


def test_the_same_sheet_gives_the_same_file() -> None:
    again = sheet_to_pdf(sheet_of(ask()), options=PrintOptions(), made_at=NOON)
    assert again == printed("ja")


def test_a_character_that_no_font_holds_is_shown_as_missing_and_the_rest_is_printed() -> None:
    sheet = replace(sheet_of(ask()), notices=(unread("店\U0001f98aの前"),))
    told = told_text(read_runs(sheet_to_pdf(sheet, options=PrintOptions(), made_at=NOON)))
    assert "店〓の前" in told
    assert "小竹向原" in told


def test_a_language_without_its_font_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_pdf, "OTHERS", {"ko": "No Such Font"})
    sheet = sheet_of(ask(), "ko")
    told = told_text(read_runs(sheet_to_pdf(sheet, options=PrintOptions(), made_at=NOON)))
    assert squeeze("No font for this language here") in told


def test_without_any_font_nothing_is_printed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(print_pdf, "FONTS", tmp_path)
    monkeypatch.setattr(print_pdf, "JAPANESE", "No Such Font")
    with pytest.raises(PrintFailed, match="書体"):
        sheet_to_pdf(sheet_of(ask()), options=PrintOptions(), made_at=NOON)


def test_a_sheet_that_takes_too_long_is_given_up_and_the_next_one_is_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(print_pdf, "TIMEOUT_S", 0.01)
        with pytest.raises(PrintFailed, match="時間"):
            sheet_to_pdf(sheet_of(ask()), options=PrintOptions(), made_at=NOON)
    assert sheet_to_pdf(sheet_of(ask()), options=PrintOptions(), made_at=NOON)


def test_a_sheet_that_cannot_be_set_is_told_and_logged_without_a_word_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = replace(sheet_of(ask()), title=())
    with pytest.raises(PrintFailed, match="印刷できませんでした"):
        sheet_to_pdf(broken, options=PrintOptions(), made_at=NOON)
    assert "a sheet was not set" in caplog.text
    assert "小竹" not in caplog.text


def refusals(count: int) -> list[PrintBusy]:
    """Return what several people who print at once are refused with."""
    refused: list[PrintBusy] = []

    def try_to_print() -> None:
        try:
            sheet_to_pdf(sheet_of(ask()), options=PrintOptions(), made_at=NOON)
        except PrintBusy as error:
            refused.append(error)

    others = [threading.Thread(target=try_to_print) for _ in range(count)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    return refused


def test_one_sheet_is_set_at_a_time_and_who_waits_too_long_is_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(print_pdf, "WAIT_S", 0.01)
    with print_pdf._turn:
        refused = refusals(1)
    assert [str(error)[:7] for error in refused] == ["印刷がこみあっ"]
    assert refused[0].retry_after_s == 5


def test_no_more_wait_than_leave_threads_for_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_pdf, "_room", threading.BoundedSemaphore(1))
    with print_pdf._room:
        assert len(refusals(2)) == 2
    assert refusals(1) == []


@pytest.mark.parametrize("asked", [{"size": "13"}, {"theme": "pink"}, {"variant": "roll"}])
def test_options_that_nobody_offers_are_refused_by_name(asked: dict[str, str]) -> None:
    with pytest.raises(BadInput) as error:
        read_print_options(**asked)
    assert error.value.about == next(iter(asked))


def test_options_are_large_white_and_listed_where_nobody_chose() -> None:
    assert read_print_options() == PrintOptions(22, print_pdf.Theme.WHITE, Variant.LIST)
