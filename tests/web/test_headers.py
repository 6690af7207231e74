"""Headers of every answer: nothing from outside, nothing inline, in frames on purpose only."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.web import security
from tests.web.conftest import SECRET

SOURCES = (
    "script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src",
    "worker-src", "form-action",
)  # fmt: skip
EVERYWHERE = ("/", "/nowhere", "/api/v1/stations", "/api/v1/nowhere", "/static/css/page.css")


def policy_of(headers: object) -> dict[str, str]:
    text = headers["Content-Security-Policy"]  # type: ignore[index]
    return dict(part.strip().partition(" ")[::2] for part in text.split(";"))


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_takes_things_from_us_alone_and_nothing_inline(
    path: str, client: FlaskClient
) -> None:
    with client.get(path) as answer:
        policy = policy_of(answer.headers)
    assert policy.pop("default-src") == "'none'"
    assert {policy.pop(name) for name in SOURCES} == {"'self'"}
    assert policy.pop("media-src") == "'self' blob:"
    assert policy == {"base-uri": "'none'", "frame-ancestors": "'none'"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Permissions-Policy"].startswith("geolocation=(self)")
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.fixture
def embedding(ward_network: Path) -> Flask:
    app = create_app(Settings(network=ward_network, secret_key=SECRET))

    @app.get("/embed/x")
    @security.embeddable
    def embed() -> str:
        return "framed"

    @app.get("/tiles")
    def tiles() -> str:
        return "map"

    return app


def test_only_what_is_made_for_it_may_stand_in_a_frame(embedding: Flask) -> None:
    headers = embedding.test_client().get("/embed/x").headers
    assert policy_of(headers)["frame-ancestors"] == "*"
    assert "X-Frame-Options" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert policy_of(embedding.test_client().get("/tiles").headers)["frame-ancestors"] == "'none'"


def test_every_view_that_may_be_framed_is_known_here(app: Flask) -> None:
    framed = {name for name, view in app.view_functions.items() if hasattr(view, "may_be_embedded")}
    assert all("embed" in name for name in framed)


def test_images_of_one_other_origin_are_allowed_by_name_only(embedding: Flask) -> None:
    security.allow_images_from(embedding, "https://tiles.example")
    policy = policy_of(embedding.test_client().get("/tiles").headers)
    assert policy["img-src"] == "'self' https://tiles.example"
    assert policy["connect-src"] == "'self'"


def test_tls_is_asked_for_over_tls_alone(client: FlaskClient, ward_network: Path) -> None:
    name = "Strict-Transport-Security"
    assert name not in client.get("/").headers
    assert client.get("/", base_url="https://x").headers[name] == "max-age=31536000"
    proxied = {"X-Forwarded-Proto": "https"}
    assert name not in client.get("/", headers=proxied).headers
    for hops, days, told in ((1, 2, "max-age=172800"), (1, 0, None)):
        settings = Settings(
            network=ward_network, secret_key=SECRET, proxy_hops=hops, hsts_days=days
        )
        behind = create_app(settings).test_client().get("/", headers=proxied)
        assert behind.headers.get(name) == told
