"""Errors of the API as RFC 9457 problem details."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from routeguide.web.media import JSON, PROBLEM
from routeguide.web.texts import USUAL, is_told, language, plain

MEDIA_TYPE = PROBLEM
STATUSES = {
    400: "言葉や値をそのままでは使えない",
    403: "ほかのサイトのページから送られた",
    404: "その場所がない",
    405: "そのアドレスにその方法（メソッド）はない",
    409: "同じ名前の場所がいくつもある",
    413: "本文が大きすぎる",
    415: "本文が JSON（application/json）でない",
    422: "本文や条件が決まりに合わない。どこが合わないかを errors に並べる",
    429: "同じ場所からの要求が多すぎる。Retry-After の秒数だけ待つ",
}


KINDS = {
    "RG100": "この内容では調べられません。書き方を確かめてください。",
    "RG101": "その場所は見つかりません。名前か番号（id）を確かめてください。",
    "RG102": "同じ名前の場所がいくつもあります。番号（id）で選んでください。",
    "RG103": "条件が決まりに合いません。条件の名前と値を確かめてください。",
}
"""What kind of mistake a number stands for, for readers of other languages."""


class Found(BaseModel):
    """One finding on a body."""

    model_config = ConfigDict(extra="forbid")
    at: str
    code: str
    message: str


class Candidate(BaseModel):
    """One of several places of a name."""

    model_config = ConfigDict(extra="forbid")
    id: str
    name: str


class Local(BaseModel):
    """The sentence in the reader's language (``language`` or Accept-Language), not Japanese."""

    model_config = ConfigDict(extra="forbid")
    language: str
    detail: str


class Problem(BaseModel):
    """A problem as RFC 9457 has it; ``title`` is its number, ``detail`` a Japanese sentence."""

    model_config = ConfigDict(extra="forbid")
    type: str = Field(examples=["urn:routeguide:RG101"])
    title: str = Field(examples=["RG101"])
    status: int = Field(ge=400, le=599)
    detail: str
    local: Local | None = None
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


def told_problem(
    status: int,
    code: str,
    message: str,
    *,
    values: Mapping[str, object] | None = None,
    **more: Any,  # noqa: ANN401
) -> Response:
    """Return a problem whose sentence is told in Japanese, and in the reader's language as well.

    A sentence that no catalogue holds is told by its number there: what kind of mistake it is.
    """
    detail = message % values if values else message
    code_of_reader = language()
    if code_of_reader != USUAL:
        known = is_told(message) or code not in KINDS
        told = plain(message, **(values or {})) if known else plain(KINDS[code])
        more["local"] = {"language": code_of_reader, "detail": told}
    return problem(status, code, detail, **more)


def declare_problems(more: Mapping[int, str] | None = None) -> dict[str | int, Any]:
    """Return the problems that any operation may answer with, for the OpenAPI document.

    ``more`` are problems of one operation alone, by status.
    """
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": why, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, why in {**STATUSES, **(more or {})}.items()
    }


def declare_same(model: type[BaseModel]) -> dict[str | int, Any]:
    """Return what a GET may answer: a model, 304 for whoever has it, or a problem."""
    return {
        200: model,
        304: {"description": "If-None-Match に書かれた ETag の答えのまま変わっていない"},
    }


def declare(*media: str) -> dict[str | int, Any]:
    """Return what an operation may answer whose answer has no model: ``media`` or a problem."""
    content: dict[str, Any] = {
        name: {"schema": {"type": "object" if name.endswith("json") else "string"}}
        for name in media or (JSON,)
    }
    return {200: {"description": "答え", "content": content}, **declare_problems()}
