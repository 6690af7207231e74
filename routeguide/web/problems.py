"""Errors of the API as RFC 9457 problem details."""

from __future__ import annotations

import json
from typing import Any

from flask import Response


def problem(status: int, code: str, detail: str, **more: Any) -> Response:  # noqa: ANN401
    """Return a problem+json response with a number and a Japanese sentence."""
    body = {"type": f"urn:routeguide:{code}", "title": code, "status": status, "detail": detail}
    return Response(
        json.dumps({**body, **more}, ensure_ascii=False, allow_nan=False),
        status=status,
        content_type="application/problem+json",
    )
