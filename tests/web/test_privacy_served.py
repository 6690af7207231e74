"""Canaries through the whole service: none in its log, its files, its cookie, or a Referer."""

from __future__ import annotations

import base64
import http.client
import http.server
import json
import re
import socket
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlparse

import pytest
from flask import Flask
from playwright.sync_api import sync_playwright

from tests.web.canaries import (
    ASKED,
    BROWSER,
    CLIENT,
    FORM,
    HERE,
    NAME,
    REPORT,
    SECRETS,
    Sent,
    list_requests,
)
from tests.web.serving import SERVE, Served, serve
from tests.web.test_browser import ARGUMENTS
from tests.web.test_serve import TORN

BREAK = """
from routeguide.routing import plan
from routeguide.web import api, page_query
def fail(network, query):
    try:
        {}[repr(query)]
    except KeyError as error:
        raise RuntimeError(f"broken on purpose: {query}") from error
api.find_route = page_query.find_route = fail
"""
"""Every route is a fault whose message tells all that was asked."""
LEAK = """
import pathlib, tempfile
from flask import Flask, request
from routeguide.web import api, page_query, serve
options, answer, prepare = serve.options, page_query.find_route, Flask.preprocess_request
def told(network, query):
    print("asked:", query)
    return answer(network, query)
def noted(self):
    pathlib.Path(tempfile.mkstemp()[1]).write_bytes(request.get_data())
    return prepare(self)
serve.options = lambda *given: {**options(*given), "accesslog": "-", "loglevel": "info"}
api.find_route = page_query.find_route = told
Flask.preprocess_request = noted
"""
"""A program with an access log, a line of its own for each route, and a file for each body."""


class Reader:
    """Someone who asks from an address of their own, with a browser's cookie and tokens."""

    def __init__(self, address: str) -> None:
        self.address = urlparse(address)
        self.cookie = ""
        self.token = ""

    def ask(self, sent: Sent) -> tuple[int, bytes]:
        body = sent.body
        if sent.form is not None:
            body = urlencode({**sent.form, "csrf_token": self._find_token()}).encode()
        return self._send(sent.method, sent.path, sent.headers, body)

    def _find_token(self) -> str:
        if not self.token:
            _, page = self._send("GET", "/settings", {}, None)
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.decode())
            assert found, "the page of settings holds no token"
            self.token = found[1]
        return self.token

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> tuple[int, bytes]:
        link = http.client.HTTPConnection(
            self.address.hostname or "", self.address.port, timeout=30, source_address=(CLIENT, 0)
        )
        told = {**BROWSER, **headers} | ({"Cookie": self.cookie} if self.cookie else {})
        told = {name: text.encode("utf-8").decode("latin-1") for name, text in told.items()}
        try:
            link.request(method, path, body, told)
            answer = link.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                self.cookie = cookie.partition(";")[0]
            return answer.status, answer.read()
        finally:
            link.close()


def go_everywhere(served: Served, app: Flask) -> tuple[Reader, Counter[int]]:
    """Ask everything, and send what is no request at all; return who asked and the answers."""
    reader = Reader(served.address)
    answers = Counter(reader.ask(sent)[0] for sent in list_requests(app))
    for torn in TORN.values():
        with socket.create_connection(
            (reader.address.hostname, reader.address.port), timeout=10, source_address=(CLIENT, 0)
        ) as link:
            link.sendall(torn)
            link.recv(4096)
    return reader, answers


def what_is_kept(cookie: str) -> str:
    """Return the content of the signed cookie as everybody who holds it can read it."""
    text = cookie.partition("=")[2]
    is_packed = text.startswith(".")
    held = text.lstrip(".").partition(".")[0]
    raw = base64.urlsafe_b64decode(held + "=" * (-len(held) % 4))
    return (zlib.decompress(raw) if is_packed else raw).decode()


def list_leaks(served: Served) -> list[tuple[str, str]]:
    """Return what was left behind, in names or in files."""
    return served.find(*SECRETS, CLIENT)


SPOKEN = re.compile(r"instance/audio/[0-9a-f]{2}/[0-9a-f]{64}\.mp3")
"""A sentence, named by a hash of what it depends on (routeguide/speech/library.py)."""


def test_nothing_that_was_asked_is_left_behind_by_the_service(
    ward_network: Path, app: Flask, tmp_path: Path
) -> None:
    with serve(ward_network, tmp_path, ROUTEGUIDE_CLASS_SIZE="10000") as served:
        reader, answers = go_everywhere(served, app)
        assert set(answers) >= {200, 303, 400, 403, 404, 405, 413, 415, 422}
        assert not [status for status in answers if status >= 500]
        assert list_leaks(served) == []
    assert list_leaks(served) == []
    kept = {name for name in served.left_behind() if not SPOKEN.fullmatch(name)}
    assert kept == {"output.log", "instance/secret-key", "instance/feedback.jsonl"}
    assert REPORT["words"].encode() in served.left_behind()["instance/feedback.jsonl"]
    assert set(json.loads(what_is_kept(reader.cookie))) <= {
        "csrf_token", "language", "size", "theme", "ruby", "_permanent",
    }  # fmt: skip
    assert not [secret for secret in SECRETS if secret in what_is_kept(reader.cookie)]


def test_nothing_is_left_behind_even_where_every_route_is_a_fault(
    ward_network: Path, app: Flask, tmp_path: Path
) -> None:
    program = BREAK + SERVE
    with serve(ward_network, tmp_path, program=program, ROUTEGUIDE_CLASS_SIZE="10000") as served:
        _, answers = go_everywhere(served, app)
        assert answers[500] >= 3
    assert b"RuntimeError" in served.left_behind()["output.log"]
    assert list_leaks(served) == []


def test_what_is_left_behind_would_be_found(ward_network: Path, tmp_path: Path) -> None:
    with serve(ward_network, tmp_path, program=LEAK + SERVE) as served:
        reader = Reader(served.address)
        reader.ask(Sent("GET", f"/route?{urlencode(ASKED)}"))
        reader.ask(Sent("POST", "/route", FORM, form={**ASKED, "from": "", **HERE}))
    found = served.find(*SECRETS, CLIENT)
    assert {("output.log", secret) for secret in (NAME, CLIENT, "kotake", "743219")} <= set(found)
    assert "743219" in {word for name, word in found if name.startswith("tmp/")}


@contextmanager
def listening() -> Iterator[tuple[str, list[str | None]]]:
    """Be another site, and note the Referer of whoever comes."""
    noted: list[str | None] = []

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            noted.append(self.headers.get("Referer"))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_told: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/other", noted
        server.shutdown()


LEAVE = (
    "address => { const link = document.createElement('a'); link.href = address;"
    " link.textContent = 'x'; document.querySelector('main').append(link); link.click(); }"
)


@pytest.mark.parametrize("tells", [False, True])
def test_another_site_is_not_told_where_its_visitor_was(
    tells: bool, site: str, chromium: str
) -> None:
    with listening() as (other, noted), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page()
        if tells:  # a service without our header: the check would see its address
            page.route("**/route?*", lambda route: route.fulfill(
                response=(answer := route.fetch()),
                headers={**answer.headers, "referrer-policy": "unsafe-url"},
            ))  # fmt: skip
        page.goto(f"{site}/route?from={ASKED['from']}&to={ASKED['to']}&traveller=walk")
        with page.expect_request(other):
            page.evaluate(LEAVE, other)
        page.wait_for_timeout(0)
        while not noted:
            page.wait_for_timeout(10)
        browser.close()
    assert ("kotake" in str(noted[0])) is tells
    assert (noted == [None]) is not tells
