"""What caches may keep: files by their content, answers by what made them, readers' pages never."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, Response, jsonify, request, session, url_for
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.web.caching import conditional
from tests.web.conftest import SECRET
from tests.web.test_versions import another


@pytest.fixture
def kept(ward_network: Path) -> Flask:
    """Return an application with an answer that may be kept, and one that tells of a reader."""
    app = create_app(Settings(network=ward_network, secret_key=SECRET))

    @app.get("/api/v1/kept")
    def answer() -> Response:
        language = request.headers.get("Accept-Language", "ja")
        return conditional(jsonify({"language": language}), language)

    @app.get("/told")
    def told() -> Response:
        return conditional(jsonify({"size": session.get("size")}))

    return app


def test_who_holds_an_answer_is_told_that_nothing_changed(kept: Flask) -> None:
    client = kept.test_client()
    first = client.get("/api/v1/kept")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = client.get("/api/v1/kept", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Content-Security-Policy"]


def test_another_language_and_another_network_are_another_answer(kept: Flask) -> None:
    client = kept.test_client()
    tag = client.get("/api/v1/kept").headers["ETag"]
    assert client.get("/api/v1/kept", headers={"Accept-Language": "en"}).headers["ETag"] != tag
    kept.extensions["network"] = another(kept.extensions["network"])
    again = client.get("/api/v1/kept", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again.headers["ETag"] != tag


def test_what_tells_of_a_reader_is_kept_by_nobody_even_if_its_view_says_so(kept: Flask) -> None:
    answer = kept.test_client().get("/told")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_pages_differ_by_cookie_and_language_and_are_kept_by_nobody(client: FlaskClient) -> None:
    for path in ("/", "/about-data", "/nowhere"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert {"Cookie", "Accept-Language"} <= set(headers["Vary"].split(", "))


def test_a_file_is_kept_forever_under_the_address_of_its_content(
    app: Flask, client: FlaskClient
) -> None:
    with app.test_request_context():
        address = url_for("static", filename="css/page.css")
        assert "v=" not in url_for("static", filename="css/none.css")
        assert "v=" not in url_for("static", filename="../wsgi.py")
    with client.get(address) as named:
        assert named.headers["Cache-Control"].endswith("immutable")
    for other in ("/static/css/page.css", "/static/css/page.css?v=0"):
        with client.get(other) as plain:
            assert plain.headers["Cache-Control"] == "public, no-cache"
            tag = plain.headers["ETag"]
    with client.get("/static/css/page.css", headers={"If-None-Match": tag}) as again:
        assert again.status_code == 304


def test_a_changed_file_has_another_address(
    kept: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "static_folder", str(tmp_path))
    found = []
    for text in ("a", "bc"):
        (tmp_path / "x.css").write_text(text)
        with kept.test_request_context():
            found.append(url_for("static", filename="x.css"))
    assert found[0] != found[1]
    assert client_status(kept, "/static/none.css") == (404, "no-store")


def client_status(app: Flask, path: str) -> tuple[int, str]:
    answer = app.test_client().get(path)
    return answer.status_code, answer.headers["Cache-Control"]
