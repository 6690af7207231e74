"""Errors of the API as RFC 9457 problem details."""

from __future__ import annotations

import json
from typing import Any

from flask import Response
from pydantic import BaseModel

MEDIA_TYPE = "application/problem+json"
STATUSES = {
    400: "言葉や値をそのままでは使えない",
    403: "ほかのサイトのページから送られた",
    404: "その場所がない",
    409: "同じ名前の場所がいくつもある",
    413: "本文が大きすぎる",
    415: "本文が JSON（application/json）でない",
    422: "本文や条件が決まりに合わない。どこが合わないかを errors に並べる",
    429: "同じ場所からの要求が多すぎる。Retry-After の秒数だけ待つ",
}


class Found(BaseModel):
    """One finding on a body."""

    at: str
    code: str
    message: str


class Candidate(BaseModel):
    """One of several places of a name."""

    id: str
    name: str


class Problem(BaseModel):
    """A problem as RFC 9457 has it; ``title`` is its number, ``detail`` a Japanese sentence."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Found] | None = None
    candidates: list[Candidate] | None = None


def problem(status: int, code: str, detail: str, **more: Any) -> Response:  # noqa: ANN401
    """Return a problem+json response with a number and a Japanese sentence."""
    body = {"type": f"urn:routeguide:{code}", "title": code, "status": status, "detail": detail}
    return Response(
        json.dumps({**body, **more}, ensure_ascii=False, allow_nan=False),
        status=status,
        content_type=MEDIA_TYPE,
    )


def declare(*media: str) -> dict[str | int, Any]:
    """Return what an operation may answer, for the OpenAPI document: ``media`` or a problem."""
    answers: dict[str | int, Any] = {
        200: {"description": "答え", "content": {name: {"schema": {}} for name in media}}
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    for status, why in STATUSES.items():
        answers[status] = {"description": why, "content": {MEDIA_TYPE: {"schema": schema}}}
    return answers
