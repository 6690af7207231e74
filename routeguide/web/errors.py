"""Errors of the domain -> pages and problem+json, once, at the edge."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from gunicorn.http.errors import NoMoreData, ParseException  # type: ignore[import-untyped]
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed

from routeguide.errors import AmbiguousPlace, RouteguideError
from routeguide.web.problems import told_problem
from routeguide.web.texts import t, tell_error

LOG = logging.getLogger("routeguide")
API = "/api/"
TORN = (ParseException, NoMoreData)
"""What the server raises in the middle of a body that is no HTTP."""

FAILED = "うまくいきませんでした。もう一度ためしてください。"
FAULT = "こちらの不具合で答えられませんでした。しばらくしてからもう一度ためしてください。"
SENTENCES = {
    400: "送られた内容を読み取れません。もう一度送ってください。",
    404: "このページはありません。アドレスを確かめてください。",
    405: "この方法では開けません。",
    413: "送られた内容が大きすぎます。64キロバイトまでにしてください。",
    415: "JSON（application/json）で送ってください。",
}


def register(app: Flask) -> None:
    """Register how errors are told."""

    @app.errorhandler(RouteguideError)
    def tell_domain_error(error: RouteguideError) -> Response:
        response = _tell_domain_error(error)
        if error.retry_after_s is not None:
            response.headers["Retry-After"] = str(error.retry_after_s)
        return response

    @app.errorhandler(HTTPException)
    def tell_http_error(error: HTTPException) -> Response:
        status = error.code or 500
        sentence = SENTENCES.get(status, FAILED)
        if request.path.startswith(API):
            response = told_problem(status, f"HTTP{status}", sentence)
        else:
            response = _page(status, t(sentence))
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return response

    for torn in TORN:
        app.register_error_handler(torn, lambda _error: tell_http_error(BadRequest()))

    @app.errorhandler(Exception)
    def tell_unforeseen(error: Exception) -> Response:
        LOG.error("fault at %s: %s", request.url_rule, tell_fault(error))
        sentence = FAULT
        if request.path.startswith(API):
            return told_problem(500, "RG000", sentence)
        return _page(500, t(sentence))


def _tell_domain_error(error: RouteguideError) -> Response:
    if not request.path.startswith(API):
        return _page(error.status, tell_error(error))
    more: dict[str, Any] = {}
    if isinstance(error, AmbiguousPlace):
        more["candidates"] = [{"id": i, "name": name} for i, name in error.candidates]
    return told_problem(error.status, error.code, error.template, values=error.values, **more)


def tell_fault(error: BaseException) -> str:
    """Return where a fault was raised, without its message and without the address asked for.

    Either may hold a place, a position or a traveller, and those reach no log.
    """
    lines = [type(error).__name__, *traceback.format_tb(error.__traceback__)]
    cause = error.__cause__ or error.__context__
    return "\n".join([*lines, f"from {tell_fault(cause)}"] if cause else lines)


def _page(status: int, sentence: str) -> Response:
    return make_response(render_template("error.html", sentence=sentence, status=status), status)
