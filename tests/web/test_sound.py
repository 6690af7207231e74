"""The sound of a route by page and API; and the text, complete while every engine is dead."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.speech import mp3
from routeguide.speech.library import AudioLibrary
from routeguide.speech.processes import Processes
from routeguide.speech.speaker import Speaker
from tests.speech.engines import Beeper, InProcess
from tests.web.beeping import LANGUAGES, beeping, give_speaker
from tests.web.conftest import SECRET
from tests.web.page_checker import check_page

QUESTION = {
    "from": "station:kotake-mukaihara", "to": "facility:kotake-toshokan", "traveller": "white_cane",
}  # fmt: skip
BODY: dict[str, Any] = {
    "from": {"place": QUESTION["from"]}, "to": {"place": QUESTION["to"]},
    "traveller": {"preset": "white_cane"},
}  # fmt: skip
HERE = {"lat": 35.7431, "lon": 139.6812}
API = "/api/v1/speech"
SECRETS = ("kotake", "小竹", "コタケ", "white_cane", "35.74", "139.68", "toshokan")


@pytest.fixture(scope="module")
def own(ward_network: Path) -> Flask:
    """Return an application whose speaker the tests exchange."""
    return create_app(Settings(network=ward_network, secret_key=SECRET, class_size=100_000))


@pytest.fixture
def spoken(own: Flask, tmp_path: Path) -> tuple[FlaskClient, Beeper]:
    """Return a client, and the only engine, which has spoken nothing yet."""
    speaker, engine = beeping(tmp_path / "audio")
    give_speaker(own, speaker)
    return own.test_client(), engine


def get(client: FlaskClient, path: str = "/route.mp3", **more: Any):  # noqa: ANN201
    headers = more.pop("headers", {})
    return client.get(path, query_string={**QUESTION, **more}, headers=headers)


# -- the whole, one block, times ------------------------------------------------


def test_a_route_is_an_mp3_with_its_title_and_its_voice(client: FlaskClient) -> None:
    answer = get(client)
    assert answer.status_code == 200
    assert answer.mimetype == "audio/mpeg"
    assert answer.headers["Content-Language"] == "ja"
    assert mp3.decode(answer.data).duration_s > 20
    head = answer.data[:4000]
    assert "小竹向原駅から練馬区立小竹図書館まで".encode("utf-16-le") in head
    assert "Beep".encode("utf-16-le") in head
    assert b"CHAP" in head


def test_the_times_of_the_blocks_are_those_of_the_sound(client: FlaskClient) -> None:
    told = get(client, "/route/sound.json").get_json()
    page = BeautifulSoup(get(client, "/route").text, "html5lib")
    steps = page.select("li[data-step]")
    assert [one["block"] for one in told["chapters"]] == list(range(len(steps) + 1))
    whole = mp3.decode(get(client).data)
    assert told["duration_s"] == pytest.approx(whole.duration_s, abs=0.01)
    for one in told["chapters"][1:3]:
        alone = mp3.decode(get(client, f"/route/sound/{one['block']}.mp3").data)
        assert alone.duration_s == pytest.approx(one["end_s"] - one["start_s"], abs=0.01)
        same = get(client, block=one["block"]).data
        assert mp3.seconds_of(same) == pytest.approx(alone.duration_s, abs=0.01)


@pytest.mark.parametrize("speed", ["0.7", "1", "1.5"])
def test_the_speed_is_asked_for(speed: str, client: FlaskClient) -> None:
    usual = mp3.seconds_of(get(client, block=1).data)
    told = mp3.seconds_of(get(client, block=1, speed=speed).data)
    assert told == pytest.approx(usual / float(speed), rel=0.2)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"speed": "3"}, 400), ({"speed": "0.75"}, 400), ({"speed": "x"}, 400),
        ({"block": "99"}, 404), ({"block": "-1"}, 404), ({"block": "x"}, 404),
        ({"way": "1"}, 404), ({"way": "x"}, 404), ({"to": "facility:nowhere"}, 404),
        ({"traveller": "ghost"}, 422), ({"language": "fr"}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_spoken_is_told_on_a_page(
    more: dict[str, str], status: int, client: FlaskClient
) -> None:
    answer = get(client, **more)
    assert answer.status_code == status
    assert check_page(answer.text, has_error=True) == []


def test_no_route_is_spoken_too(client: FlaskClient) -> None:
    told = get(client, "/route/sound.json", traveller="wheelchair_manual", unknown="refuse")
    assert told.status_code == 200
    assert len(told.get_json()["chapters"]) >= 1


@pytest.mark.parametrize("language", ["ja-easy", "en", "zh", "ko"])
def test_every_language_is_spoken(language: str, client: FlaskClient) -> None:
    answer = get(client, block=1, language=language)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == {"ja-easy": "ja", "zh": "zh-Hans"}.get(
        language, language
    )


def test_a_part_of_the_file_can_be_asked_for(client: FlaskClient) -> None:
    whole = get(client).data
    part = get(client, headers={"Range": "bytes=1000-1999"})
    assert part.status_code == 206
    assert part.data == whole[1000:2000]


def test_who_has_the_sound_is_not_sent_it_again(spoken: tuple[FlaskClient, Beeper]) -> None:
    client, engine = spoken
    first = get(client)
    asked = len(engine.asked)
    again = get(client, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert get(client, speed="1.2").headers["ETag"] != first.headers["ETag"]
    assert get(client, block=1).headers["ETag"] != first.headers["ETag"]
    assert get(client, headers={"If-None-Match": '"else"'}).status_code == 200
    assert asked > 10


def test_the_second_time_no_engine_is_asked(spoken: tuple[FlaskClient, Beeper]) -> None:
    client, engine = spoken
    assert get(client).status_code == 200
    asked = len(engine.asked)
    for path in ("/route.mp3", "/route/sound.json", "/route/sound/2.mp3"):
        assert get(client, path).status_code == 200
    assert len(engine.asked) == asked
    get(client, speed="0.9")
    assert len(engine.asked) == 2 * asked


def test_a_download_is_named_after_nothing_that_was_asked(client: FlaskClient) -> None:
    told = get(client, download="1").headers["Content-Disposition"]
    assert told.startswith("attachment")
    assert "route.mp3" in told
    assert not any(secret in told for secret in SECRETS)


# -- the API --------------------------------------------------------------------


def test_the_api_speaks_the_same_question(client: FlaskClient) -> None:
    sound = client.post(API, json=BODY)
    assert sound.mimetype == "audio/mpeg"
    told = client.post(API, json=BODY, headers={"Accept": "application/json"}).get_json()
    assert told == client.post(f"{API}.json", json=BODY).get_json()
    assert told["duration_s"] == pytest.approx(mp3.seconds_of(sound.data), abs=0.01)
    assert told["voices"] == ["Beep"]
    one = client.post(f"{API}.mp3", json=BODY | {"block": 1, "speed": 1.5})
    assert mp3.seconds_of(one.data) < told["duration_s"] / 4


def test_the_api_speaks_from_a_position(client: FlaskClient) -> None:
    assert client.post(f"{API}.json", json=BODY | {"from": HERE}).status_code == 200


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"speed": 3}, 422), ({"speed": 0.75}, 422), ({"block": -1}, 422), ({"block": 500}, 400),
        ({"way": 2}, 400), ({"voice": "mei"}, 422), ({"text": "何でも"}, 422),
    ],
)  # fmt: skip
def test_what_the_api_cannot_speak_is_a_problem(
    change: dict[str, Any], status: int, client: FlaskClient
) -> None:
    answer = client.post(API, json=BODY | change)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


# -- when nothing speaks ----------------------------------------------------------


def dead_engines(folder: Path) -> dict[str, Speaker]:
    """Return speakers that cannot speak, each in its own way."""
    closed = folder / "file"
    closed.write_text("no folder")
    library = AudioLibrary(folder / "audio", 1_000_000)
    hung = InProcess("hangs", Processes(timeout_s=0.3))
    killed = InProcess("dies", Processes())
    engines = {"dead": killed, "hung": hung, "silent": InProcess("silent", Processes())}
    made = {
        name: Speaker({code: [engine] for code in LANGUAGES}, library)
        for name, engine in engines.items()
    }
    beeper = {code: [Beeper(languages=LANGUAGES)] for code in LANGUAGES}
    return made | {
        "none": Speaker({}, library),
        "busy": Speaker(beeper, library, at_once=1),
        "disk": Speaker(beeper, AudioLibrary(closed, 1_000_000)),
        "tiny": Speaker(beeper, AudioLibrary(folder / "tiny", 10)),
    }


@pytest.mark.parametrize("name", ["dead", "hung", "silent", "none", "busy", "disk", "tiny"])
def test_the_text_is_complete_whatever_happens_to_the_sound(
    name: str, own: Flask, tmp_path: Path
) -> None:
    client = own.test_client()
    complete = BeautifulSoup(get(client, "/route").text, "html5lib").select("ol.steps > li")
    speaker = dead_engines(tmp_path)[name]
    give_speaker(own, speaker)
    if name == "busy":
        assert speaker._places.acquire(blocking=False)
    spoken = [get(client, block=1), get(client, "/route/sound.json"), client.post(API, json=BODY)]
    page = get(client, "/route")
    assert page.status_code == 200
    assert check_page(page.text) == []
    steps = BeautifulSoup(page.text, "html5lib").select("ol.steps > li")
    assert [step.text for step in steps] == [step.text for step in complete]
    assert client.post("/api/v1/routes", json=BODY).status_code == 200
    works = name in {"disk", "tiny"}
    assert [one.status_code for one in spoken] == [200 if works else 503] * 3
    if not works:
        assert all(int(one.headers["Retry-After"]) > 0 for one in spoken)
        told = spoken[2].get_json()
        assert told["title"] == ("RG401" if name == "busy" else "RG400")
        assert check_page(spoken[0].text, has_error=True) == []


def test_a_page_that_waited_for_its_sound_would_be_noticed(
    spoken: tuple[FlaskClient, Beeper],
) -> None:
    client, engine = spoken
    assert get(client, "/route").status_code == 200
    assert engine.asked == [], "a page asked an engine"
    get(client, block=1)
    assert engine.asked


# -- privacy ----------------------------------------------------------------------


def test_nothing_of_a_trip_is_in_a_name_or_a_log(
    own: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = own.test_client()
    with caplog.at_level(logging.DEBUG):
        for one in (beeping(tmp_path / "audio")[0], *dead_engines(tmp_path).values()):
            give_speaker(own, one)
            get(client, block=2)
            client.post(API, json=BODY | {"from": HERE, "block": 1})
    names = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")]
    assert sum(name.endswith(".mp3") for name in names) > 3
    assert [one for one in SECRETS if one in caplog.text or any(one in n for n in names)] == []
    assert "the audio library cannot be written" in caplog.text


def test_a_position_in_the_address_of_a_sound_is_no_question(client: FlaskClient) -> None:
    asked = {"lat": HERE["lat"], "lon": HERE["lon"], "to": QUESTION["to"]}
    assert client.get("/route.mp3", query_string=asked).status_code == 400
    ends = {"from": f"{HERE['lat']},{HERE['lon']}", "to": QUESTION["to"]}
    assert client.get("/route.mp3", query_string=ends).status_code == 404


def test_a_position_is_spoken_from_a_posted_form_with_its_token(app: Flask) -> None:
    client = app.test_client()
    line = client.post("/api/v1/routes", json=BODY).get_json()["routes"][0]["geometry"]
    lon, lat = map(str, line["coordinates"][len(line["coordinates"]) // 2])
    fields = {"lat": lat, "lon": lon, "to": QUESTION["to"], "traveller": "walk"}
    assert client.post("/route.mp3", data=fields).status_code == 400
    page = client.get("/settings")
    token = BeautifulSoup(page.text, "html5lib").select_one("[name=csrf_token]")
    assert token is not None
    shown = client.post("/route", data={**fields, "csrf_token": token["value"]})
    player = BeautifulSoup(shown.text, "html5lib").select_one("#player")
    assert player is not None
    assert "src" not in player.select_one("audio").attrs
    assert "?" not in player["data-sound"] + player["data-times"]
    assert lat not in str(player.attrs)
    form = player.select_one("form")
    assert form is not None
    sent = {field["name"]: field["value"] for field in form.select("input")}
    answer = client.post(form["action"], data=sent)
    assert answer.mimetype == "audio/mpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    times = client.post(player["data-times"], data=sent).get_json()
    assert times["duration_s"] == pytest.approx(mp3.seconds_of(answer.data), abs=0.01)


# -- the page -----------------------------------------------------------------------


def test_the_player_is_complete_without_javascript(client: FlaskClient) -> None:
    page = BeautifulSoup(get(client, "/route").text, "html5lib")
    audio = page.select_one("#player audio")
    assert audio is not None
    assert audio["preload"] == "none"
    assert "autoplay" not in audio.attrs
    assert audio["aria-label"]
    assert client.get(audio["src"]).mimetype == "audio/mpeg"
    link = page.select_one("#player a[download]")
    assert link is not None
    assert client.get(link["href"]).headers["Content-Disposition"].startswith("attachment")
    assert "Beep" in page.select_one("#player").text
    assert page.select_one("#player .controls")["hidden"] == ""


def test_the_sound_of_a_page_is_in_the_language_of_its_words(client: FlaskClient) -> None:
    for language in ("en", "ko"):
        page = BeautifulSoup(get(client, "/route", language=language).text, "html5lib")
        player = page.select_one("#player")
        assert f"language={language}" in player["data-sound"]
        assert player["data-language"] == {"en": "en-US", "ko": "ko-KR"}[language]
        said = [one.text for one in player.select("template [data-part]")]
        assert len(said) > 8
        answer = client.get(player.select_one("audio")["src"])
        assert answer.headers["Content-Language"] == language


def test_a_language_without_a_voice_says_so(own: Flask, tmp_path: Path) -> None:
    give_speaker(own, Speaker({}, AudioLibrary(tmp_path, 1000)))
    page = BeautifulSoup(get(own.test_client(), "/route").text, "html5lib")
    assert page.select_one("#player audio") is None
    assert "音声は、いま作れません" in page.select_one("#player").text


@pytest.mark.parametrize("gtts", ["0", "1"])
def test_the_privacy_page_says_whether_text_is_sent_to_another_firm(
    gtts: str, ward_network: Path
) -> None:
    settings = Settings(network=ward_network, secret_key=SECRET, gtts=gtts)
    text = create_app(settings).test_client().get("/privacy").text
    assert ("案内の文を Google に送り" in text) is (gtts == "1")
    assert ("何も送りません。声はこのサーバーの中で" in text) is (gtts == "0")
    assert check_page(text) == []
