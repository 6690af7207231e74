"""Answers that may be asked again: the same network, overlay, language and minute, the same tag."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from flask import Response, jsonify, request
from pydantic import BaseModel

from routeguide import __version__
from routeguide.model.asked import now
from routeguide.network.store import Network
from routeguide.web.current import the_network


def this_minute() -> datetime:
    """Return the minute in which we are, in Japan: what depends on the time changes with it."""
    return now().replace(second=0, microsecond=0)


def tag_of(network: Network, *parts: object) -> str:
    """Return the tag of an answer made on a network: its version, overlay and what else counts."""
    overlay = network.overlay
    told = (__version__, network.version, overlay.revision, overlay.as_of, network.built_at, *parts)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def tagged(build: Callable[[], BaseModel | dict[str, object]], *parts: object) -> Response:
    """Return an answer with its tag, or 304 for whoever has it; it is built only when needed.

    ``parts`` are what it depends on beside the network: language, and the minute where
    lifts or hours matter. Whoever keeps it asks again before using it.
    """
    tag = tag_of(the_network(), *parts)
    if request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        made = build()
        body = made.model_dump(mode="json", by_alias=True) if isinstance(made, BaseModel) else made
        response = jsonify(body)
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept-Language")
    return response
