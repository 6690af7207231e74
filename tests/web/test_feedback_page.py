"""Telling a mistake: kept without a trip, told where it cannot be kept, nothing lost."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.tagging.feedback import MOST_WORDS, NAME, list_reports
from tests.web.conftest import SECRET
from tests.web.page_checker import check_page
from tests.web.pages import MANUAL
from tests.web.test_place_pages import post, read

CANARY = "CANARY-9"
TRIP: dict[str, Any] = {
    "from": f"station:{CANARY}", "to": f"facility:{CANARY}", "traveller": f"white_{CANARY}",
    "lat": "35.743219", "lon": "139.681234", "max_step_cm": CANARY,
}  # fmt: skip
TOLD = {"about": "ward:route:x/1", "block": "左に曲がります。", "words": "工事で通れません。"}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "instance"


@pytest.fixture
def reader(ward_network: Path, kept: Path) -> FlaskClient:
    settings = Settings(network=ward_network, secret_key=SECRET, instance=kept)
    return create_app(settings).test_client()


def test_a_report_holds_the_block_and_the_words_and_no_trip(
    reader: FlaskClient, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = post(reader, "/feedback", {**TOLD, **TRIP})
    assert answer.status_code == 303
    assert check_page(reader.get(answer.location).text) == []
    (report,) = list_reports(kept)
    assert (report.about, report.block, report.words) == tuple(TOLD.values())
    written = (kept / NAME).read_text("utf-8")
    for secret in (CANARY, "743219", "681234", "white_"):
        assert secret not in written + caplog.text + answer.location
    assert "工事" not in caplog.text


def test_a_trip_in_a_report_would_be_noticed(reader: FlaskClient, kept: Path) -> None:
    """The negative control: a page that kept all that was sent would hold the canary."""
    post(reader, "/feedback", {**TOLD, "words": str(TRIP)})
    assert CANARY in (kept / NAME).read_text("utf-8")


@pytest.mark.parametrize("words", ["", "   \n", "長" * (MOST_WORDS + 1)])
def test_what_cannot_be_kept_leads_to_its_field_with_the_words_still_there(
    words: str, reader: FlaskClient, kept: Path
) -> None:
    answer = post(reader, "/feedback", {**TOLD, "words": words})
    assert answer.status_code == 400
    assert check_page(answer.text, has_error=True) == []
    page = BeautifulSoup(answer.text, "html5lib")
    assert [a["href"] for a in page.select(".errors a")] == ["#words"]
    field = page.select_one("#words")
    assert field is not None
    assert field.get_text().strip() == words.strip()
    assert TOLD["block"] in page.get_text()
    assert list_reports(kept) == []


def test_fields_that_are_too_long_are_cut_and_strange_signs_kept_harmless(
    reader: FlaskClient, kept: Path
) -> None:
    post(reader, "/feedback", {"about": "a" * 999, "block": "b" * 9999, "words": "<b>\n\x00}"})
    (report,) = list_reports(kept)
    assert (len(report.about), len(report.block)) == (200, 1000)
    assert report.words == "<b>\n\x00}"


@pytest.mark.parametrize("telephone", [None, "03-1234-5678"])
def test_without_a_place_to_write_it_is_said_whom_to_phone_and_nothing_is_lost(
    telephone: str | None, ward_network: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(
        network=ward_network, secret_key=SECRET, instance=tmp_path / "file",
        contact_telephone=telephone,
    )  # fmt: skip
    answer = post(create_app(settings).test_client(), "/feedback", TOLD)
    assert answer.status_code == 503
    assert check_page(answer.text, has_error=True) == []
    page = BeautifulSoup(answer.text, "html5lib")
    field = page.select_one("#words")
    assert field is not None
    assert field.get_text().strip() == TOLD["words"]
    alert = page.select_one("[role=alert]")
    assert alert is not None
    assert (telephone or "練馬区役所") in alert.get_text()
    assert (telephone or "豊玉北6-12-1") in alert.get_text()


def test_another_sites_page_reports_nothing(reader: FlaskClient, kept: Path) -> None:
    assert reader.post("/feedback", data=TOLD).status_code == 400
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert reader.post("/feedback", data=TOLD, headers=foreign).status_code == 403
    assert list_reports(kept) == []


def test_no_field_asks_who_somebody_is(reader: FlaskClient) -> None:
    page = read(reader, "/feedback?about=x&block=y&from=station:nerima&traveller=cane")
    names = {str(field["name"]) for field in page.select("main form [name]")}
    assert names == {"csrf_token", "about", "block", "words"}
    assert "station:nerima" not in str(page.main)


def test_a_block_of_a_route_is_called_wrong_without_its_trip(
    reader: FlaskClient, kept: Path
) -> None:
    page = read(reader, MANUAL)
    buttons = [str(one["value"]) for one in page.select("button[name=report]")]
    steps = [one.get_text(strip=True) for one in page.select("ol.steps .say")]
    assert [one.partition("|")[2] for one in buttons] == [*steps[:-1], ""]
    network = reader.application.extensions["network"]
    assert all(network.find_edge(one.partition("|")[0]) for one in buttons)
    sent = "".join(buttons)
    assert "小竹図書館" not in sent
    assert "wheelchair" not in sent
    form = read(reader, f"/feedback?{urlencode({'report': buttons[3], **TRIP})}")
    posted = post(reader, "/feedback", {"report": buttons[3], **TRIP})
    assert BeautifulSoup(posted.text, "html5lib").select_one("[name=block]") == form.select_one(
        "[name=block]"
    )
    assert check_page(str(form)) == []
    held = {str(f["name"]): str(f["value"]) for f in form.select("main [type=hidden]")}
    assert held.pop("csrf_token")
    assert held == dict(zip(("about", "block"), buttons[3].split("|"), strict=True))
    post(reader, "/feedback", {**held, "words": "信号があります。"})
    (report,) = list_reports(kept)
    assert report.block == steps[3]


def test_without_a_way_there_is_no_block_to_call_wrong(reader: FlaskClient) -> None:
    assert read(reader, f"{MANUAL}&unknown=refuse").select("button[name=report]") == []
