"""An answer in the formats that others read, by suffix or by what they accept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Response, request

from routeguide.directions.describe import Manner
from routeguide.exchange import answer_geojson, answer_gpx
from routeguide.exchange.answer_json import write_json
from routeguide.exchange.answer_text import answer_to_text
from routeguide.exchange.network_info import network_info
from routeguide.model.route import Answer
from routeguide.web.current import the_network
from routeguide.web.media import JSON
from routeguide.web.preferences import html_language


def _write_json(answer: Answer, info: dict[str, Any], manner: Manner) -> str:
    return write_json(answer, network_info=info, manner=manner)


def _write_geojson(answer: Answer, info: dict[str, Any], manner: Manner) -> str:
    body = answer_geojson.answer_to_geojson(answer, network_info=info, manner=manner)
    return json.dumps(body, ensure_ascii=False, allow_nan=False)


def _write_gpx(answer: Answer, _info: dict[str, Any], manner: Manner) -> str:
    return answer_gpx.answer_to_gpx(answer, manner=manner)


def _write_text(answer: Answer, _info: dict[str, Any], manner: Manner) -> str:
    return answer_to_text(answer, manner=manner) + "\n"


Writer = Callable[[Answer, dict[str, Any], Manner], str]
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
    wanted = (media.partition(";")[0].strip().lower() for media, _ in request.accept_mimetypes)
    return next((types[media] for media in wanted if media in types), "json")


def answer_response(answer: Answer, suffix: str, manner: Manner) -> Response:
    """Return an answer in one format."""
    media, write = WRITERS[suffix]
    info = network_info(the_network())
    response = Response(write(answer, info, manner), content_type=f"{media}; charset=utf-8")
    response.headers["Content-Language"] = html_language(manner.language)
    if suffix not in {"json", "txt"}:
        response.headers["Content-Disposition"] = f'attachment; filename="route.{suffix}"'
    return response
