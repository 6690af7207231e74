"""Answers of the API that are built only for whoever does not hold them yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response, jsonify, request
from pydantic import BaseModel

from routeguide.model.asked import now
from routeguide.web.caching import conditional, tag_of


def this_minute() -> datetime:
    """Return the minute in which we are, in Japan: what depends on the time changes with it."""
    return now().replace(second=0, microsecond=0)


def tagged(build: Callable[[], BaseModel | dict[str, Any]], *key_parts: object) -> Response:
    """Return an answer with its tag, or 304 for whoever has it.

    ``key_parts`` are what it depends on beside network, overlay and address: the language,
    and the minute where lifts or hours matter.
    """
    if request.if_none_match.contains(tag_of(*key_parts)):
        response = Response(status=304, mimetype="application/json")
    else:
        made = build()
        body = made.model_dump(mode="json", by_alias=True) if isinstance(made, BaseModel) else made
        response = jsonify(body)
    response.vary.add("Accept-Language")
    return conditional(response, *key_parts)
