"""How much one address may ask: a whole class behind one address, and no flood.

Counted in the memory of each process and forgotten after a minute; several
hosts may share their counts by a Redis of their own (ROUTEGUIDE_LIMITS_STORE).
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_limiter import ApplicationLimit, Limiter, RateLimitExceeded
from limits.errors import ConfigurationError

from routeguide.config import Settings
from routeguide.errors import BadInput
from routeguide.web.errors import API
from routeguide.web.problems import told_problem
from routeguide.web.texts import t

LOG = logging.getLogger("routeguide")
V = TypeVar("V", bound=Callable[..., Any])
MARK = "limited_as"
WINDOW_S = 60
TOO_MANY = (
    "同じ場所からの要求が多すぎるため、少しお待ちください。"
    "%(seconds)s秒たったら、もう一度ためしてください。"
)


class Group(StrEnum):
    """What requests cost, from nothing to much."""

    FREE = "free"
    """Files and the question whether the service lives: never refused."""
    PAGE = "page"
    ANSWER = "answer"
    """One route, worked out and told."""
    API = "api"
    SOUND = "sound"
    """One block read aloud; a trip has dozens, fetched at once to be heard on the way."""
    HEAVY = "heavy"
    """A printed sheet, braille, a matrix, an isochrone."""
    NOTE = "note"
    """What is written down: feedback."""


A_MINUTE = {
    Group.PAGE: 20, Group.ANSWER: 10, Group.API: 20, Group.SOUND: 40, Group.HEAVY: 4,
    Group.NOTE: 2,
}  # fmt: skip
"""Requests a minute for each person of a class, all of whom share one address."""


def limited(group: Group) -> Callable[[V], V]:
    """Count a view as ``group``; written below the line of its route. Others are PAGE or API."""

    def mark(view: V) -> V:
        setattr(view, MARK, group)
        return view

    return mark


def group_of_request() -> Group:
    """Return the group in which the request at hand counts."""
    if request.endpoint == "static":
        return Group.FREE
    view = current_app.view_functions.get(request.endpoint or "")
    usual = Group.API if request.path.startswith(API) else Group.PAGE
    return Group(getattr(view, MARK, usual))


def register(app: Flask, settings: Settings, key: str) -> None:
    """Refuse what exceeds the limits with 429; addresses are kept as keyed digests only.

    Raises:
        BadInput: the store of the limits cannot be used.
    """
    whole = ApplicationLimit(
        lambda: f"{A_MINUTE.get(group_of_request(), 1) * settings.class_size}/minute",
        key_function=lambda: f"{group_of_request()}:{_digest(key)}",
        exempt_when=lambda: group_of_request() is Group.FREE,
    )
    limiter = Limiter(
        lambda: _digest(key),
        application_limits=[whole],
        storage_uri=settings.limits_store,
        in_memory_fallback_enabled=True,
        swallow_errors=True,
    )
    logging.getLogger("flask-limiter").setLevel(logging.WARNING)  # below, it tells keys
    try:
        limiter.init_app(app)
    except ConfigurationError as error:
        raise BadInput(
            "設定 ROUTEGUIDE_LIMITS_STORE の場所を使えません。"
            "memory:// か、redis:// の場所にしてください。"
            "redis:// には Python の部品 redis が要ります。"
        ) from error

    @app.errorhandler(RateLimitExceeded)
    def tell(_error: RateLimitExceeded) -> Response:
        return _tell(_seconds_left(limiter))

    _notice_proxy(app, settings)


@contextmanager
def uncounted(app: Flask) -> Iterator[None]:
    """Count nothing in the block: the service asks itself, and no thread of it may be at work."""
    limiters: set[Limiter] = app.extensions["limiter"]
    for limiter in limiters:
        limiter.enabled = False
    try:
        yield
    finally:
        for limiter in limiters:
            limiter.enabled = True


def _seconds_left(limiter: Limiter) -> int:
    limit = limiter.current_limit
    left = limit.reset_at - time.time() if limit else WINDOW_S
    return min(max(int(left), 1), WINDOW_S)


def _tell(seconds: int) -> Response:
    if request.path.startswith(API):
        response = told_problem(429, "RG105", TOO_MANY, values={"seconds": seconds})
    else:
        told = t(TOO_MANY, seconds=seconds)
        page = render_template("error.html", sentence=told, status=429)
        response = make_response(page, 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _digest(key: str) -> str:
    """Return who asks, as nobody can read it: an address, or the network of an IPv6 one."""
    asks = _network_of(request.remote_addr or "")
    return hmac.digest(key.encode(), asks.encode(), "sha256").hex()[:24]


def _network_of(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed.packed[:8] + bytes(8), 64)))
    return address


def _notice_proxy(app: Flask, settings: Settings) -> None:
    """Say once when everybody seems to come from one address because a proxy is not declared."""
    if settings.proxy_hops:
        return
    told: list[bool] = []

    @app.before_request
    def notice() -> None:
        if not told and "X-Forwarded-For" in request.headers:
            told.append(True)
            LOG.warning(
                "requests come through a proxy: set ROUTEGUIDE_PROXY_HOPS, or all share one limit"
            )
