"""Nobody else's page may act for a reader: tokens of forms, and where a request comes from."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect  # type: ignore[import-untyped]
from werkzeug.exceptions import UnsupportedMediaType

from routeguide.web.errors import API
from routeguide.web.problems import told_problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OURS = frozenset({"same-origin", "none"})
"""``Sec-Fetch-Site`` of our own pages, and of what the reader does without any page."""
TOKEN = "csrf_token"  # noqa: S105 - the name of a field
MOST_KEPT = 200
FOREIGN = "ほかのサイトから送られたため、受け付けませんでした。"


class Foreign(CSRFError):  # type: ignore[misc]
    """A request that another site's page made."""

    code = 403
    description = FOREIGN


def register(app: Flask) -> None:
    """Refuse every unsafe request that is not surely our reader's own.

    Pages need the token of their form; the API takes no cookie, so that it
    needs none, but takes JSON only, which no form of another site can send.
    """
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # checked here, in one order, with nothing exempt
        WTF_CSRF_TIME_LIMIT=None,  # as long as the cookie: nobody is hurried
        WTF_CSRF_SSL_STRICT=False,  # asks for a Referer, and our pages send none
        WTF_CSRF_METHODS=["POST", "PUT", "PATCH", "DELETE"],
    )
    tokens = CSRFProtect(app)

    @app.before_request
    def refuse_forgeries() -> None:
        if request.method in SAFE or request.url_rule is None:
            return
        if request.headers.get("Sec-Fetch-Site", "none") not in OURS:
            raise Foreign
        if not request.path.startswith(API):
            tokens.protect()
        elif request.mimetype != "application/json":
            raise UnsupportedMediaType

    @app.errorhandler(Foreign)
    @app.errorhandler(CSRFError)
    def tell(error: CSRFError) -> Response:
        is_foreign = isinstance(error, Foreign)
        status = 403 if is_foreign else 400
        if request.path.startswith(API):
            return told_problem(status, "RG104", FOREIGN)
        page = render_template("forgery.html", is_foreign=is_foreign, kept=_kept(is_foreign))
        return make_response(page, status)


def _kept(is_foreign: bool) -> list[tuple[str, str]]:  # noqa: FBT001
    """Return the fields that were sent, to be sent again at a press; none of another site's."""
    told_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if is_foreign or not told_ours or request.files or request.method != "POST":
        return []
    fields = [(name, text) for name, text in request.form.items(multi=True) if name != TOKEN]
    return fields if len(fields) <= MOST_KEPT else []
