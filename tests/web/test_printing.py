"""Printing, braille and texts for reading aloud, as pages and files."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.directions.kana import KANJI
from routeguide.errors import BadInput
from routeguide.speech import print_pdf
from tests.speech.pdf_reading import read_facts, read_runs, told_text
from tests.speech.same_blocks import read_braille, read_page, read_text
from tests.web.page_checker import check_page

QUESTION = "?from=station:kotake-mukaihara&to=facility:kotake-toshokan&traveller=white_cane"
REFUSED = QUESTION + "&unknown=refuse"
BASE = "https://michi.example.jp"
NOT_JOINED = "?from=station:kotake-mukaihara&to=station:nakamurabashi"
FILES = ("pdf", "brf", "braille.txt", "yomi.txt", "speech.txt")
JAPANESE = ("ja", "ja-easy", "ja-child")


@pytest.fixture(scope="module")
def printing(ward_network: Path) -> Flask:
    settings = Settings(
        network=ward_network, secret_key="k" * 40, class_size=100_000, base_url=BASE
    )
    return create_app(settings)


@pytest.fixture
def reader(printing: Flask) -> FlaskClient:
    return printing.test_client()


@pytest.fixture
def fonts(not_run: Callable[[str, str], NoReturn]) -> None:
    if not (print_pdf.FONTS / print_pdf.REGULAR).is_file():
        not_run("no fonts for print in static/vendor/fonts", "make assets")


@pytest.mark.usefixtures("fonts")
def test_a_sheet_is_printed_as_asked_and_leads_back(reader: FlaskClient) -> None:
    answer = reader.get(f"/route.pdf{QUESTION}&size=28&theme=cream&variant=cards&language=ja")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="route.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Language"] == "ja"
    runs = read_runs(answer.data)
    assert 28.0 in {run.size_pt for run in runs}
    assert max(run.page for run in runs) > 7
    told = told_text(runs)
    assert f"{BASE}/route?from=station:kotake-mukaihara&to=facility:kotake-toshokan" in told
    assert "size=" not in told
    assert any("略図" in text for text in read_facts(answer.data).alternatives)


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize(
    "more", [REFUSED, "?from=station:kotake-mukaihara&to=station:nakamurabashi"]
)
def test_an_answer_without_a_way_is_printed_too(more: str, reader: FlaskClient) -> None:
    answer = reader.get(f"/route.pdf{more}&language=ja")
    assert answer.status_code == 200
    assert "道をさえぎるもの" in told_text(read_runs(answer.data))


@pytest.mark.parametrize("suffix", FILES)
def test_a_question_with_a_mistake_is_told_by_a_page(suffix: str, reader: FlaskClient) -> None:
    answer = reader.get(f"/route.{suffix}?from=station:nowhere&to=facility:kotake-toshokan")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


@pytest.mark.parametrize("language", ["ja", "en", "zh", "ko"])
def test_an_option_that_nobody_offers_is_refused_in_the_readers_language(
    language: str, reader: FlaskClient
) -> None:
    answer = reader.get(f"/route.pdf{QUESTION}&size=13&language={language}")
    assert answer.status_code == 400
    words = BeautifulSoup(answer.text, "html5lib").get_text()
    assert "13" in words
    assert ("印刷の指定" in words) is (language == "ja")


@pytest.mark.parametrize("language", JAPANESE)
def test_the_files_of_a_route_tell_the_steps_of_its_page(
    language: str, reader: FlaskClient
) -> None:
    def get(path: str) -> str:
        answer = reader.get(f"{path}{QUESTION}&language={language}&ruby=none")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    page = BeautifulSoup(get("/route"), "html5lib")
    steps = page.find("ol", class_="steps")
    told = read_page(str(steps))
    assert read_text(get("/route.txt")) == told
    assert read_text(get("/route.speech.txt"), is_spoken=True) == told
    assert read_braille(get("/route.braille.txt")) == told
    assert len(read_text(get("/route.yomi.txt"))) == len(told)


def test_the_text_for_reading_aloud_is_all_kana(reader: FlaskClient) -> None:
    told = reader.get(f"/route.yomi.txt{QUESTION}&language=ja").get_data(as_text=True)
    assert "こたけむかいはらえき" in told
    assert KANJI.findall(told) == []
    assert KANJI.findall(reader.get(f"/route.txt{QUESTION}&language=ja").text)


def test_the_braille_file_is_plain_ascii_in_lines_of_32_and_pages_of_18(
    reader: FlaskClient,
) -> None:
    answer = reader.get(f"/route.brf{QUESTION}&language=ja")
    assert answer.content_type == "application/x-brf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="route.brf"'
    body = answer.data.decode("ascii")
    pages = [page.split("\r\n")[:-1] for page in body.split("\f")]
    assert max(len(line) for page in pages for line in page) <= 32
    assert {len(page) for page in pages[:-1]} <= {18}
    assert body.upper() == body


@pytest.mark.parametrize("language", JAPANESE)
@pytest.mark.parametrize("question", [QUESTION, REFUSED])
def test_the_preview_shows_every_text_in_kana_and_in_braille(
    question: str, language: str, reader: FlaskClient
) -> None:
    answer = reader.get(f"/route/braille{question}&language={language}")
    assert answer.status_code == 200
    assert check_page(answer.text) == []
    page = BeautifulSoup(answer.text, "html5lib")
    rows = page.find_all(class_="braille-text")
    assert len(rows) > 8
    for row in rows:
        kana, cells = row.find(class_="braille-kana"), row.find(class_="braille")
        assert isinstance(kana, Tag)
        assert isinstance(cells, Tag)
        assert kana.get_text().strip()
        assert not KANJI.search(kana.get_text())
        assert all(sign.isspace() or "\u2800" <= sign <= "\u28ff" for sign in cells.get_text())
        assert cells["aria-hidden"] == "true"


@pytest.mark.parametrize(("language", "status"), [("zh", 400), ("ko", 400)])
def test_a_language_without_braille_is_refused_in_its_own_words(
    language: str, status: int, reader: FlaskClient
) -> None:
    answer = reader.get(f"/route/braille{QUESTION}&language={language}")
    assert answer.status_code == status
    assert "日本語か英語" not in answer.text


def test_english_without_liblouis_is_told_and_not_offered(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routeguide.speech.braille_english.shutil.which", lambda _name: None)
    answer = reader.get(f"/route.brf{QUESTION}&language=en")
    assert answer.status_code == 503
    assert "liblouis" in answer.text
    page = reader.get(f"/route{QUESTION}&language=en").text
    assert "route.brf" not in page
    assert "liblouis is not installed" in page


@pytest.mark.parametrize("language", ["ja", "ja-easy", "ja-child", "zh", "ko"])
def test_the_page_of_a_route_leads_to_every_file_that_its_language_has(
    language: str, reader: FlaskClient
) -> None:
    page = BeautifulSoup(reader.get(f"/route{QUESTION}&language={language}").text, "html5lib")
    links = [str(link["href"]).partition("?")[0] for link in page.find_all("a", href=True)]
    is_japanese = language in JAPANESE
    assert "/route.speech.txt" in links
    for path in ("/route.brf", "/route.braille.txt", "/route/braille", "/route.yomi.txt"):
        assert (path in links) is is_japanese
    form = page.find("form", class_="print-form")
    assert isinstance(form, Tag)
    assert form["action"] == "/route.pdf"
    fields = {
        str(field["name"]): field.get("value")
        for field in form.find_all("input", attrs={"type": "hidden"})
    }
    assert fields["from"] == "station:kotake-mukaihara"
    assert fields["language"] == language
    options = {select["name"]: len(select.find_all("option")) for select in form.find_all("select")}
    assert options == {"size": 4, "theme": 3, "variant": 2}


def list_choices(reader: FlaskClient) -> Iterator[tuple[str, str]]:
    page = BeautifulSoup(reader.get(f"/route{QUESTION}&language=ja").text, "html5lib")
    form = page.find("form", class_="print-form")
    assert isinstance(form, Tag)
    for select in form.find_all("select"):
        for option in select.find_all("option"):
            yield str(select["name"]), str(option["value"])


def test_every_option_of_the_form_is_one_that_the_printer_knows(reader: FlaskClient) -> None:
    choices = list(list_choices(reader))
    for name, value in choices:
        assert print_pdf.read_print_options(**{name: value})
    with pytest.raises(BadInput):
        print_pdf.read_print_options(size="13")


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize(
    ("lat", "words"), [("35.7437", "道順1"), ("35.7430", "候補"), ("35.7455", "選びなおして")]
)
def test_a_position_is_posted_and_reaches_neither_the_sheet_nor_a_log(
    lat: str, words: str, reader: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    form = BeautifulSoup(reader.get("/route/from?language=ja").text, "html5lib")
    token = form.find("input", attrs={"name": "csrf_token"})
    assert isinstance(token, Tag)
    sent = {
        "csrf_token": token["value"], "lat": lat, "lon": "139.679", "accuracy": "10",
        "to": "facility:kotake-toshokan", "traveller": "walk", "language": "ja",
    }  # fmt: skip
    with caplog.at_level(logging.DEBUG):
        answer = reader.post("/route.pdf", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    told = told_text(read_runs(answer.data))
    assert words in told
    assert BASE not in told
    assert lat not in told
    assert lat not in caplog.text


def test_settings_name_the_address_that_sheets_lead_back_to() -> None:
    read = Settings.from_environment
    assert read({"ROUTEGUIDE_BASE_URL": BASE + "/"}).base_url == BASE
    assert read({}).base_url is None
    for wrong in ("michi.example.jp", "javascript:alert(1)", "https://a b", BASE + "/?q=1"):
        with pytest.raises(BadInput, match="ROUTEGUIDE_BASE_URL"):
            read({"ROUTEGUIDE_BASE_URL": wrong})
    assert dataclasses.replace(read({}), base_url=BASE).base_url == BASE
