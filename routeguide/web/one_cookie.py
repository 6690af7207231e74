"""The one cookie: how someone wants to read, and the token of their forms; never a trip."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from routeguide.config import Settings

NAME = "routeguide"
KEPT = timedelta(days=365)
RENEWED_AFTER_S = 30 * 24 * 3600
"""A cookie this old is written anew when its page is opened, so that it outlives daily use."""
BARE = ("/api/", "/static/")
"""Below these no cookie is read or written: bodies speak for themselves, files are shared."""


class OneCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, kept for a year, over TLS only where the request came over it."""

    def __init__(self, *, always_tls: bool) -> None:
        self.always_tls = always_tls

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the cookie holds; nothing where it is missing, too old or not ours."""
        if request.path.startswith(BARE):
            return self.session_class()
        signer, text = self.get_signing_serializer(app), request.cookies.get(NAME)
        if signer is None or not text:
            return super().open_session(app, request)
        try:
            held, signed_at = signer.loads(
                text, max_age=int(KEPT.total_seconds()), return_timestamp=True
            )
        except BadSignature:
            return self.session_class()
        session = self.session_class(held)
        session.modified = time.time() - signed_at.timestamp() > RENEWED_AFTER_S
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where something in it changed."""
        if not request.path.startswith(BARE):
            super().save_session(app, session, response)

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime:  # noqa: ARG002
        """Return when browsers forget the cookie."""
        return datetime.now(UTC) + KEPT

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - as Flask asks it
        """Tell whether browsers may send the cookie over TLS only."""
        return self.always_tls or request.is_secure


def register(app: Flask, settings: Settings, key: str) -> None:
    """Make the session of ``app`` the one cookie, signed with ``key``."""
    app.secret_key = key
    app.config.update(
        SESSION_COOKIE_NAME=NAME,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=KEPT,
    )
    app.session_interface = OneCookie(always_tls=settings.tls == "always")
