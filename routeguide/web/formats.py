"""An answer in the formats that others read, by suffix or by what they accept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Response, current_app, request

from routeguide.exchange import answer_geojson, answer_gpx
from routeguide.exchange.answer_json import answer_to_json
from routeguide.exchange.answer_text import answer_to_text
from routeguide.model.route import Answer
from routeguide.web.presenters import network_info

JSON = "application/json"


def _write_json(answer: Answer, info: dict[str, Any], language: str, length: str) -> str:
    body = answer_to_json(answer, network_info=info, language=language, length=length)
    return json.dumps(body, ensure_ascii=False, allow_nan=False)


def _write_geojson(answer: Answer, info: dict[str, Any], language: str, _length: str) -> str:
    body = answer_geojson.answer_to_geojson(answer, network_info=info, language=language)
    return json.dumps(body, ensure_ascii=False, allow_nan=False)


def _write_gpx(answer: Answer, info: dict[str, Any], _language: str, _length: str) -> str:
    return answer_gpx.answer_to_gpx(answer, network_info=info)


def _write_text(answer: Answer, info: dict[str, Any], _language: str, _length: str) -> str:
    return answer_to_text(answer, network_info=info) + "\n"


Writer = Callable[[Answer, dict[str, Any], str, str], str]
WRITERS: dict[str, tuple[str, Writer]] = {
    "json": (JSON, _write_json),
    "geojson": (answer_geojson.MEDIA_TYPE, _write_geojson),
    "gpx": (answer_gpx.MEDIA_TYPE, _write_gpx),
    "txt": ("text/plain", _write_text),
}
"""Suffix -> media type and writer."""


def accepted_suffix() -> str:
    """Return the format that the request accepts best; JSON where it does not care."""
    types = {media: suffix for suffix, (media, _) in WRITERS.items()}
    best = request.accept_mimetypes.best_match(list(types), default=JSON)
    return types[best or JSON]


def answer_response(
    answer: Answer, suffix: str, *, language: str = "ja", length: str = "full"
) -> Response:
    """Return an answer in one format."""
    media, write = WRITERS[suffix]
    info = network_info(current_app.extensions["network"])
    response = Response(
        write(answer, info, language, length), content_type=f"{media}; charset=utf-8"
    )
    if suffix not in {"json", "txt"}:
        response.headers["Content-Disposition"] = f'attachment; filename="route.{suffix}"'
    return response
