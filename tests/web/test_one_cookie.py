"""One cookie, signed with a key of this installation; no other state in the browser of ours."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask, session
from werkzeug.test import TestResponse

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.errors import BadInput
from routeguide.web import one_cookie
from routeguide.web.secret_key import NAME, secret_key
from tests.web.conftest import SECRET


def make_app(network: Path, **more: object) -> Flask:
    app = create_app(Settings(network=network, secret_key=SECRET, **more))  # type: ignore[arg-type]

    @app.get("/choose")
    def choose() -> str:
        session["size"] = 150
        return "chosen"

    @app.get("/look")
    def look() -> str:
        return str(session.get("size"))

    @app.get("/api/v1/look")
    def look_from_afar() -> str:
        session["seen"] = True
        return str(session.get("size"))

    return app


@pytest.fixture(scope="module")
def choosing(ward_network: Path) -> Flask:
    return make_app(ward_network)


def cookie_of(answer: TestResponse) -> SimpleCookie:
    lines = answer.headers.getlist("Set-Cookie")
    assert len(lines) == 1
    return SimpleCookie(lines[0])


@pytest.mark.parametrize(("address", "is_secure"), [("http://x", False), ("https://x", True)])
def test_the_cookie_is_for_us_alone_for_a_year(
    address: str, is_secure: bool, choosing: Flask
) -> None:
    answer = choosing.test_client().get("/choose", base_url=address)
    ((name, cookie),) = cookie_of(answer).items()
    assert name == "routeguide"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert bool(cookie["secure"]) is is_secure
    ends = datetime.strptime(cookie["expires"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    assert timedelta(364) < ends - datetime.now(UTC) < timedelta(366)
    assert "Cookie" in answer.headers["Vary"]


def test_a_proxy_that_says_nothing_can_be_spoken_for(ward_network: Path) -> None:
    answer = make_app(ward_network, tls="always").test_client().get("/choose")
    assert cookie_of(answer)["routeguide"]["secure"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_cookie_is_read_and_not_written_again(choosing: Flask) -> None:
    client = choosing.test_client()
    client.get("/choose")
    answer = client.get("/look")
    assert answer.text == "150"
    assert "Set-Cookie" not in answer.headers


def test_a_cookie_of_a_month_is_written_again_and_one_of_two_years_is_forgotten(
    choosing: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = choosing.test_client()
    client.get("/choose")
    monkeypatch.setattr(one_cookie, "RENEWED_AFTER_S", -1)
    answer = client.get("/look")
    assert answer.text == "150"
    assert cookie_of(answer)["routeguide"]["expires"]
    monkeypatch.setattr(one_cookie, "KEPT", timedelta(days=-1))
    assert client.get("/look").text == "None"


def test_the_api_and_files_neither_read_nor_write_it(choosing: Flask) -> None:
    client = choosing.test_client()
    client.get("/choose")
    for path in ("/api/v1/look", "/static/css/page.css"):
        with client.get(path) as answer:
            assert answer.status_code == 200
            assert "Set-Cookie" not in answer.headers
            assert "Cookie" not in answer.headers.get("Vary", "")
    assert client.get("/api/v1/look").text == "None"


def test_a_cookie_that_another_key_signed_is_no_cookie(choosing: Flask) -> None:
    client = choosing.test_client()
    client.set_cookie("routeguide", "eyJzaXplIjoxNTB9.aGVsbG8.forged")
    assert client.get("/look").text == "None"


def test_the_key_is_made_once_for_all_who_start_at_once_and_for_its_owner_alone(
    tmp_path: Path,
) -> None:
    settings = Settings(instance=tmp_path / "kept")
    with ThreadPoolExecutor(16) as many:
        keys = set(many.map(lambda _: secret_key(settings), range(64)))
    assert len(keys) == 1
    path = tmp_path / "kept" / NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == [NAME]
    assert keys == {path.read_text().strip()}
    assert len(keys.pop()) >= 64


def test_a_key_that_is_given_needs_no_file(tmp_path: Path) -> None:
    given = Settings.from_environment(
        {"ROUTEGUIDE_SECRET_KEY": SECRET, "ROUTEGUIDE_INSTANCE": str(tmp_path / "none")}
    )
    assert secret_key(given) == SECRET
    assert not (tmp_path / "none").exists()
    assert SECRET not in repr(given)


def test_a_short_key_is_refused_without_telling_it() -> None:
    with pytest.raises(BadInput, match="32文字以上") as refused:
        Settings.from_environment({"ROUTEGUIDE_SECRET_KEY": "hushhush"})
    assert "hushhush" not in refused.value.message


def test_where_no_key_can_be_kept_it_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for settings in (Settings(instance=tmp_path / "file"), Settings(instance=Path("/proc/none"))):
        with pytest.raises(BadInput, match=r"ROUTEGUIDE_INSTANCE.*ROUTEGUIDE_SECRET_KEY"):
            secret_key(settings)


def test_a_torn_key_is_not_used(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("abc\n")
    with pytest.raises(BadInput, match="壊れています"):
        secret_key(Settings(instance=tmp_path))


def test_a_key_that_others_can_read_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key = secret_key(Settings(instance=tmp_path))
    (tmp_path / NAME).chmod(0o644)
    assert secret_key(Settings(instance=tmp_path)) == key
    assert "chmod 600" in caplog.text
    assert key not in caplog.text
