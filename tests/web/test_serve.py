"""The served process: what it answers to what is no HTTP, and what it writes of it: nothing.

The fixture ``site`` looks through everything that the process wrote when it ends.
"""

from __future__ import annotations

import io
import logging
import socket
from urllib.parse import urlparse

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from routeguide.web.serve import DiscreetLogger

HEAD = b"Host: x\r\nContent-Type: application/json\r\n"
TORN = {
    "letters that should be encoded": "GET /route?from=小竹kotake&to=x HTTP/1.1\r\n\r\n".encode(),
    "a blank in the address": b"GET /route?from=kotake b HTTP/1.1\r\n\r\n",
    "another version": b"GET /route?from=kotake HTTP/9.9\r\n\r\n",
    "a very long address": b"GET /route?from=kotake" + b"a" * 5000 + b" HTTP/1.1\r\n\r\n",
    "a name of a header with a blank": b"GET / HTTP/1.1\r\nkotake toshokan: x\r\n\r\n",
    "no request at all": b"kotake\r\n\r\n",
    "another coding": b"GET / HTTP/1.1\r\nTransfer-Encoding: kotake\r\n\r\n",
    "a body in no chunks": b"POST /api/v1/routes HTTP/1.1\r\n" + HEAD
    + b"Transfer-Encoding: chunked\r\n\r\nkotake\r\n",
}  # fmt: skip


@pytest.mark.parametrize("name", TORN)
def test_what_is_no_http_is_refused_and_not_written_to_the_log(name: str, site: str) -> None:
    address = urlparse(site)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(TORN[name])
        answer = connection.recv(4096)
    assert int(answer.split()[1]) in {400, 414, 501}


@pytest.mark.parametrize(("kind", "leaks"), [(DiscreetLogger, False), (Logger, True)])
def test_the_log_of_the_server_holds_no_request_where_the_usual_one_does(
    kind: type[Logger], leaks: bool
) -> None:
    written, secret = io.StringIO(), "kotake"
    log = kind(Config())
    log.error_log.handlers = [logging.StreamHandler(written)]
    log.warning("Invalid request from ip=1.2.3.4: Invalid HTTP request line: 'GET /?from=kotake'")
    try:
        {}[secret]
    except KeyError:
        log.exception("Error handling request %s %s", "GET", f"/route?from={secret}")
    assert ("kotake" in written.getvalue()) is leaks
    assert "KeyError" in written.getvalue()
    assert "request" in written.getvalue()
