"""Words that may reach no log, file or other site, and requests that carry them everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from routeguide.web.forgery import SAFE

NAME = "CANARY-7"
PERSON = "練馬花子"
LAT, LON = 35.743219, 139.681234
NEAR = {"lat": LAT, "lon": LON}
HERE = {name: str(degrees) for name, degrees in NEAR.items()}
PLACES = ("station:kotake-mukaihara", "facility:kotake-toshokan")
ASKED = {
    "from": PLACES[0], "to": PLACES[1], "traveller": "white_cane", "unknown": "pass",
    "depart": "2031-02-03T04:05", "max_step_cm": "2.7182", "canary": NAME, "name": PERSON,
    "what_if": "lift:kotake-mukaihara/evr=out",
}  # fmt: skip
BODY: dict[str, Any] = {
    "from": NEAR, "to": {"place": PLACES[1]}, "depart_at": "2031-02-03T04:05:00",
    "traveller": {"preset": "white_cane", "max_step_cm": 2.7182}, "unknown": "pass",
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "/api/v1/matrix": {"origins": [NEAR], "destinations": [{"place": PLACES[1]}]},
    "/api/v1/facilities/search": {**NEAR, "q": NAME},
}
REPORT = {"about": "w1:2-3", "block": "段差があります。", "words": "段差はもうありません。"}
"""What a report of a mistake keeps; sent with a trip beside it, which it does not."""
SECRETS = (
    NAME, PERSON, "743219", "681234", "kotake", "toshokan", "white_cane", "2.7182", "2031-02",
    "Canary-Agent",
)  # fmt: skip
"""What was asked, in any of the requests, as it may stand in a file."""
CLIENT = "127.0.0.7"
"""From where it is asked."""
PARTS = {"place_id": PLACES[1], "suffix": "gpx", "filename": "css/page.css"}
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BROWSER = {
    "User-Agent": "Canary-Agent", "Accept-Language": "ja", "X-Canary": NAME,
    "Referer": f"http://example.invalid/?name={NAME}",
}  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """One request; ``form`` is a body to which the token of a form is added."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    form: dict[str, str] | None = None


def list_requests(app: Flask) -> Iterator[Sent]:
    """Yield what every route of the application is asked, and mistakes of every kind."""
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: PARTS.get(found[1], NAME), rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if method in SAFE:
                yield Sent(method, f"{path}?{urlencode(ASKED)}")
            elif path.startswith("/api/"):
                body = json.dumps(BODIES.get(path, BODY)).encode()
                yield Sent(method, path, JSON, body)
                yield Sent(method, path, JSON, json.dumps({**BODY, NAME: PERSON}).encode())
            else:
                yield Sent(method, path, FORM, form={**ASKED, "from": "", **HERE})
                yield Sent(method, path, FORM, urlencode({**ASKED, **HERE}).encode())
    yield Sent("POST", "/feedback", FORM, form={**ASKED, **HERE, **REPORT})
    yield from list_mistakes()


def list_mistakes() -> Iterator[Sent]:
    """Yield requests that are answered with 400, 403, 404, 405, 413, 415 and 422."""
    routes, large = "/api/v1/routes", f"{NAME}&name={PERSON}".encode() * 8000
    foreign = {"Sec-Fetch-Site": "cross-site"}
    yield Sent("POST", routes, JSON, f'{{"from": {NAME}'.encode())
    yield Sent("POST", routes, JSON | foreign, json.dumps(BODY).encode())
    yield Sent("GET", f"/{NAME}?{urlencode(ASKED)}")
    yield Sent("GET", f"/api/v1/{NAME}?{urlencode(ASKED)}")
    yield Sent("GET", f"/static/{NAME}.css?{urlencode(ASKED)}")
    yield Sent("DELETE", f"/route?{urlencode(ASKED)}", FORM, urlencode(ASKED).encode())
    yield Sent("POST", routes, JSON, large)
    yield Sent("POST", "/route", FORM, large)
    yield Sent("POST", routes, {"Content-Type": "text/plain"}, json.dumps(BODY).encode())
    yield Sent("POST", routes, JSON, json.dumps({**BODY, "to": {"place": NAME}}).encode())
    yield Sent("POST", routes, JSON, json.dumps({"from": NAME, "to": PERSON}).encode())
