"""Headers of every answer: nothing from outside, nothing inline, nothing remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request

from routeguide.config import Settings
from routeguide.web import caching, forgery, limits, one_cookie
from routeguide.web.secret_key import secret_key

V = TypeVar("V", bound=Callable[..., Any])
EMBEDDABLE = "may_be_embedded"
POLICY = {
    "default-src": "'none'",
    **dict.fromkeys(
        (
            "script-src", "style-src", "img-src", "font-src", "connect-src", "manifest-src",
            "worker-src", "form-action",
        ),
        "'self'",
    ),
    "media-src": "'self' blob:",  # from a position the sound is posted for, then played from memory
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OWN = {"Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY"}
EMBEDDED = {"Cross-Origin-Resource-Policy": "cross-origin"}
DAY_S = 24 * 3600


def embeddable(view: V) -> V:
    """Let other sites show a view in a frame of theirs; write it below the line of its route."""
    setattr(view, EMBEDDABLE, True)
    return view


def allow_images_from(app: Flask, origin: str) -> None:
    """Let pages show images of one other origin (``https://host``): the map's tiles."""
    app.config.setdefault("IMAGE_ORIGINS", []).append(origin)


def content_policy(*, images: list[str], is_embeddable: bool) -> str:
    """Return the Content-Security-Policy of one answer."""
    policy = {**POLICY, "img-src": " ".join(["'self'", *images])}
    if is_embeddable:
        policy["frame-ancestors"] = "*"
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def register(app: Flask, settings: Settings) -> None:
    """Sign the cookie, refuse floods and forgeries, and add the headers to every response.

    Raises:
        BadInput: there is no key and none can be kept, or a store of limits cannot be used.
    """
    key = secret_key(settings)
    one_cookie.register(app, settings, key)
    limits.register(app, settings, key)
    forgery.register(app)
    caching.register(app)

    @app.after_request
    def add_headers(response: Response) -> Response:
        view = app.view_functions.get(request.endpoint or "")
        is_embeddable = getattr(view, EMBEDDABLE, False)
        images: list[str] = current_app.config.get("IMAGE_ORIGINS", [])
        policy = content_policy(images=images, is_embeddable=is_embeddable)
        framing = EMBEDDED if is_embeddable else OWN
        for name, value in {**HEADERS, **framing, "Content-Security-Policy": policy}.items():
            response.headers.setdefault(name, value)
        if settings.hsts_days and (request.is_secure or settings.tls == "always"):
            age = settings.hsts_days * DAY_S
            response.headers["Strict-Transport-Security"] = f"max-age={age}"
        caching.keep_or_not(response)
        return response
